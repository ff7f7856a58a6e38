<?php

declare(strict_types=1);

// Who is in which group, also in the very moment in which that changes.

namespace OCA\Countersign\Links;

use OCP\IGroupManager;
use OCP\IUser;

/** Nextcloud 31 sends its events before its group manager forgets what it had read: what an event said counts more. */
final class Memberships {
	/** @var array<string, array<string, bool>> by group and user, with a letter in front so that "1" stays a text */
	private array $learnt = [];

	/** @var array<string, true> */
	private array $gone = [];

	public function __construct(
		private readonly IGroupManager $groups,
	) {
	}

	/** @param list<string> $gids */
	public function isInAny(IUser $user, array $gids): bool {
		foreach ($gids as $gid) {
			if ($this->isIn($user, $gid)) {
				return true;
			}
		}
		return false;
	}

	public function learn(IUser $user, string $gid, bool $isIn): void {
		unset($this->gone['g' . $gid]);
		$this->learnt['g' . $gid]['u' . $user->getUID()] = $isIn;
	}

	public function learnDeleted(string $gid): void {
		$this->gone['g' . $gid] = true;
		unset($this->learnt['g' . $gid]);
	}

	private function isIn(IUser $user, string $gid): bool {
		return !isset($this->gone['g' . $gid])
			&& ($this->learnt['g' . $gid]['u' . $user->getUID()] ?? $this->groups->isInGroup($user->getUID(), $gid));
	}
}
