<?php

declare(strict_types=1);

// That this browser has shown the second factor a moment ago, and for whom: what `complete` leaves for Nextcloud's own form.

namespace OCA\Countersign\Login;

use OCP\AppFramework\Utility\ITimeFactory;
use OCP\ISession;

final class Proofs {
	/** The page's script submits the form at once; a minute covers a slow network and a set-up that leads to the login. */
	public const GOOD_SECONDS = 60;
	private const SLOT = 'countersign.proof';

	public function __construct(
		private readonly ISession $session,
		private readonly ITimeFactory $time,
	) {
	}

	public function put(string $uid, string $challengeId): void {
		$this->session->set(self::SLOT, ['uid' => $uid, 'challengeId' => $challengeId, 'at' => $this->time->getTime()]);
	}

	/** Uses the proof up, whether it fits or not. */
	public function take(string $uid): bool {
		$fits = $this->has($uid);
		$this->session->remove(self::SLOT);
		return $fits;
	}

	/** Whether there is one to take; the form may be submitted. */
	public function has(string $uid): bool {
		$proof = $this->session->get(self::SLOT);
		if (!is_array($proof) || !is_int($proof['at'] ?? null)) {
			return false;
		}
		$age = $this->time->getTime() - $proof['at'];
		return $proof['uid'] === $uid && $age >= 0 && $age <= self::GOOD_SECONDS;
	}
}
