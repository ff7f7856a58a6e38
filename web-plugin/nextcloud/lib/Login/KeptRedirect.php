<?php

declare(strict_types=1);

// Where a person wanted to go: the authenticator on the same phone, and the server's set-up page, come back to a bare path.

namespace OCA\Countersign\Login;

use OCP\IRequest;
use OCP\ISession;
use OCP\IUser;

/** Nextcloud itself makes sure that it is an address of this Nextcloud when it goes there. */
final class KeptRedirect {
	private const SLOT = 'countersign.redirect_url';

	public function __construct(
		private readonly IRequest $request,
		private readonly ISession $session,
	) {
	}

	/** As the address of this page has it, else as an earlier page of this person's login had it. Of whoever was here before it is nobody's. */
	public function url(IUser $user): ?string {
		$given = $this->request->getParam('redirect_url');
		if (is_string($given) && $given !== '') {
			$this->session->set(self::SLOT, ['uid' => $user->getUID(), 'url' => $given]);
			return $given;
		}
		$kept = $this->session->get(self::SLOT);
		return is_array($kept) && $kept['uid'] === $user->getUID() ? $kept['url'] : null;
	}
}
