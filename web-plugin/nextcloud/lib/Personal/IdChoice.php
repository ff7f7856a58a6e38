<?php

declare(strict_types=1);

// Which ID a person is about to link: the one they typed, where they may, or the one of the admin's pattern.

namespace OCA\Countersign\Personal;

use OCA\Countersign\Links\IdFault;
use OCA\Countersign\Links\IdPattern;
use OCA\Countersign\Links\Permissions;
use OCA\Countersign\Settings\SettingsStore;
use OCP\IUser;

final class IdChoice {
	public function __construct(
		private readonly SettingsStore $settings,
		private readonly Permissions $permissions,
	) {
	}

	/**
	 * @param ?string $typed null: the proposed one
	 * @return string in the spelling in which it is stored
	 * @throws PersonalFault not_allowed, id_malformed
	 */
	public function of(IUser $user, ?string $typed): string {
		try {
			$userId = $typed === null
				? IdPattern::apply($this->settings->settings()->idPattern, $user)
				: IdPattern::checked($typed);
		} catch (IdFault $fault) {
			throw PersonalFault::ofId($fault);
		}
		return $this->permissions->mayHave($user, $userId) ? $userId : throw new PersonalFault('not_allowed');
	}

	/**
	 * Which ID is about to be made at the server.
	 *
	 * @param ?string $typed null: the proposed one
	 * @throws PersonalFault not_allowed, id_malformed, only_by_pattern
	 */
	public function ofNew(IUser $user, ?string $typed): string {
		$userId = $this->of($user, $typed);
		return $this->permissions->mayHaveMade($user, $userId) ? $userId : throw new PersonalFault('only_by_pattern');
	}

	/** Whether the ID of the pattern can be made for them. */
	public function mayMakeProposed(IUser $user): bool {
		$userId = $this->proposed($user);
		return $userId !== null && $this->permissions->mayHaveMade($user, $userId);
	}

	/** The ID of the pattern; null where it makes none of this person. */
	public function proposed(IUser $user): ?string {
		try {
			return IdPattern::apply($this->settings->settings()->idPattern, $user);
		} catch (IdFault) {
			return null;
		}
	}
}
