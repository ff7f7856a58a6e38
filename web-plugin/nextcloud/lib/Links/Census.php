<?php

declare(strict_types=1);

// Counts, and what an admin has to look at: who must have a second factor and has no ID, and where Nextcloud's registry is out of step.

namespace OCA\Countersign\Links;

use OCA\Countersign\Settings\Enforcement;
use OCP\IUser;
use OCP\IUserManager;

final class Census {
	private const PAGE = 500;

	public function __construct(
		private readonly LinkStore $links,
		private readonly ProviderState $state,
		private readonly Permissions $permissions,
		private readonly Enforcement $enforcement,
		private readonly IUserManager $users,
	) {
	}

	/**
	 * @param bool $repair brings the registry in step on the way
	 * @return array{assigned: int, proven: int, enabled: int, enforcedWithoutId: list<string>, outOfStep: list<string>, withoutUser: list<string>}
	 */
	public function take(bool $repair = false): array {
		$outOfStep = [];
		$withoutUser = [];
		for ($after = null; ($page = $this->links->page($after, self::PAGE)) !== [];) {
			foreach ($page as $link) {
				$after = $link->uid;
				$user = $this->users->get($link->uid);
				if ($user === null) {
					$withoutUser[] = $link->uid;
				} elseif ($this->isOutOfStep($user, $repair)) {
					$outOfStep[] = $link->uid;
				}
			}
		}
		$enforcedWithoutId = [];
		$this->forUsersWithoutLink(function (IUser $user) use (&$enforcedWithoutId, &$outOfStep, $repair): void {
			if ($this->enforcement->isFor($user) && $this->permissions->mayUse($user)) {
				$enforcedWithoutId[] = $user->getUID();
			}
			if ($this->isOutOfStep($user, $repair)) {
				$outOfStep[] = $user->getUID();
			}
		});
		return [
			...$this->links->counts(),
			'enforcedWithoutId' => $enforcedWithoutId,
			'outOfStep' => $outOfStep,
			'withoutUser' => $withoutUser,
		];
	}

	private function isOutOfStep(IUser $user, bool $repair): bool {
		if (($this->state->registered($user) ?? false) === $this->state->isOnFor($user)) {
			return false;
		}
		if ($repair) {
			$this->state->follow($user);
		}
		return true;
	}

	/**
	 * Of all directories, not only of Nextcloud's own table.
	 *
	 * @param \Closure(IUser): void $look
	 */
	private function forUsersWithoutLink(\Closure $look): void {
		$batch = [];
		$sift = function () use (&$batch, $look): void {
			$linked = $this->links->findMany(array_map(strval(...), array_keys($batch)));
			array_map($look, array_diff_key($batch, $linked));
			$batch = [];
		};
		$this->users->callForAllUsers(static function (IUser $user) use (&$batch, $sift): void {
			$batch[$user->getUID()] = $user;
			if (count($batch) === self::PAGE) {
				$sift();
			}
		});
		$sift();
	}
}
