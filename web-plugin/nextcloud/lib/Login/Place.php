<?php

declare(strict_types=1);

// Where in Nextcloud an approval is asked for. Each place has an attempt of its own: what was begun at one is worth nothing at another.

namespace OCA\Countersign\Login;

enum Place: string {
	/** The first factor has passed, ours is pending. */
	case Login = 'login';
	/** A second factor is enforced, and this person has none yet. */
	case SetUp = 'setup';
	/** Fully signed in, in the settings. */
	case Link = 'link';

	/** Whether what is approved here lets somebody in. */
	public function isLogin(): bool {
		return $this !== self::Link;
	}
}
