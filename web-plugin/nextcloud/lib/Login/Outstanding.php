<?php

declare(strict_types=1);

// Whether the login of this session still wants its second factor: what tells a password alone from somebody who is fully signed in.

namespace OCA\Countersign\Login;

use OCP\ISession;
use OCP\IUser;

/**
 * Nextcloud lets whoever is fully signed in ask the routes of a login and of a set-up, too, and every client with an app password. Those
 * routes note phones, and ask for no fresh password: they are no way round the settings, which do.
 */
final class Outstanding {
	/** Nextcloud's own mark, see Manager::SESSION_UID_KEY; there is no public interface for it. Without it the answer is no. */
	private const MARK = 'two_factor_auth_uid';

	public function __construct(
		private readonly ISession $session,
	) {
	}

	public function isOf(IUser $user): bool {
		return $this->session->get(self::MARK) === $user->getUID();
	}
}
