<?php

declare(strict_types=1);

// Who may do what with a Countersign ID. Every page, endpoint and command asks here; nothing is decided in a browser.

namespace OCA\Countersign\Links;

use OCA\Countersign\Settings\BackupCodes;
use OCA\Countersign\Settings\Scope;
use OCA\Countersign\Settings\SettingsStore;
use OCP\Authentication\TwoFactorAuth\IRegistry;
use OCP\IUser;

/** Nextcloud's administrators get no exception for themselves: what they want, they write into the settings, and that is on record. */
final class Permissions {
	public function __construct(
		private readonly SettingsStore $settings,
		private readonly LinkStore $links,
		private readonly Memberships $members,
		private readonly IRegistry $registry,
	) {
	}

	/** Whether Countersign is there for this user at all. No group named: for everybody. */
	public function mayUse(IUser $user): bool {
		$groups = $this->settings->settings()->useGroups;
		return $groups === [] || $this->members->isInAny($user, $groups);
	}

	/** Whether somebody may link, change and disable their own ID. */
	public function mayEdit(IUser $user): bool {
		$settings = $this->settings->settings();
		return $this->mayUse($user) && $this->isIn($user, $settings->edit, $settings->editGroups);
	}

	/** Whether somebody who has no ID yet is led to a first set-up, at a login or in the settings. */
	public function mayOnboard(IUser $user): bool {
		$settings = $this->settings->settings();
		return $this->mayUse($user) && $this->isIn($user, $settings->onboarding, $settings->onboardingGroups)
			&& $this->links->find($user->getUID()) === null;
	}

	/** Whether somebody may type an ID of their own choice, instead of the one they have or the pattern gives. */
	public function mayChooseId(IUser $user): bool {
		return $this->mayEdit($user) || $this->mayChooseFirstId($user);
	}

	/**
	 * The same at a login, where no more than a password was shown: who may change their ID may do that when they are signed in. Here it
	 * would let whoever has the password, and an ID of their own, past the phone of the ID that the pattern gives.
	 */
	public function mayChooseFirstId(IUser $user): bool {
		return $this->settings->settings()->mayChooseId && $this->mayOnboard($user);
	}

	/** Whether somebody may by themself come to have this very ID (or has it already). */
	public function mayHave(IUser $user, string $userId): bool {
		if (!$this->mayUse($user)) {
			return false;
		}
		if ($this->links->find($user->getUID())?->userId === $userId || $this->mayChooseId($user)) {
			return true;
		}
		// An ID that the pattern gives to two users was chosen by nobody: the second would ring the first one's phone.
		return $this->mayOnboard($user) && $this->patternGives($user, $userId) && $this->links->usersOf($userId) === [];
	}

	/**
	 * Whether an ID may be made at the server for somebody, to be set up on the phone they have with them: the one of the pattern, or the
	 * one that an admin gave them. Who could name it would take a free name there before the person it belongs to, for every app of that
	 * server; and the server gives the link of an ID that nobody has finished to whoever asks next.
	 */
	public function mayHaveMade(IUser $user, string $userId): bool {
		return $this->mayHave($user, $userId)
			&& array_diff($this->links->usersOf($userId), [$user->getUID()]) === []
			&& ($this->patternGives($user, $userId) || $this->links->find($user->getUID())?->userId === $userId);
	}

	/** Whether backup codes have to be made before a phone can be set up. */
	public function needsBackupCodes(IUser $user): bool {
		return $this->settings->settings()->backupCodes === BackupCodes::Require
			&& ($this->registry->getProviderStates($user)['backup_codes'] ?? false) !== true;
	}

	private function patternGives(IUser $user, string $userId): bool {
		try {
			return IdPattern::apply($this->settings->settings()->idPattern, $user) === $userId;
		} catch (IdFault) {
			return false;
		}
	}

	/** @param list<string> $groups */
	private function isIn(IUser $user, Scope $scope, array $groups): bool {
		return match ($scope) {
			Scope::Nobody => false,
			Scope::Everybody => true,
			Scope::Groups => $this->members->isInAny($user, $groups),
		};
	}
}
