<?php

declare(strict_types=1);

// The set-up at a login where Nextcloud demands a second factor and there is none: who may make one, with which ID.

namespace OCA\Countersign\Personal;

use OCA\Countersign\Links\Link;
use OCA\Countersign\Links\LinkStore;
use OCA\Countersign\Links\Permissions;
use OCA\Countersign\Links\ProviderState;
use OCA\Countersign\Login\OtherFactors;
use OCA\Countersign\Login\Outstanding;
use OCA\Countersign\Login\Place;
use OCA\Countersign\Settings\SettingsStore;
use OCP\IUser;

/**
 * Whoever is here has shown a password and nothing else. So: an ID that an admin has assigned is confirmed by its own phone; a first ID
 * only where the admin has opened that; and a phone that nobody knows only for whoever has no other factor, backup codes included,
 * which a stolen password would walk round.
 *
 * Backup codes cannot be made here, so a set-up at login asks for none even where the settings require them.
 */
final class FirstSetUps {
	public function __construct(
		private readonly SettingsStore $settings,
		private readonly LinkStore $links,
		private readonly Permissions $permissions,
		private readonly ProviderState $state,
		private readonly OtherFactors $others,
		private readonly IdChoice $choice,
		private readonly PendingStore $pending,
		private readonly Enrolment $enrolment,
		private readonly Outstanding $outstanding,
	) {
	}

	public function of(IUser $user): FirstSetUp {
		if (!$this->settings->settings()->isConnected() || !$this->isOpenFor($user)) {
			return new FirstSetUp(false);
		}
		$link = $this->links->find($user->getUID());
		$hasOther = $this->others->hasAny($user);
		$userId = $link?->userId ?? $this->choice->proposed($user);
		$mayType = $link === null && !$hasOther && $this->permissions->mayChooseFirstId($user);
		return new FirstSetUp(
			possible: $userId !== null || $mayType,
			userId: $userId,
			isAssigned: $link !== null,
			mayTypeId: $mayType,
			mayCreate: $link === null && !$hasOther && $this->choice->mayMakeProposed($user),
			hasBackupCodes: $this->others->hasBackupCodes($user),
			pending: $this->pending->find(Place::SetUp, $user->getUID()),
		);
	}

	/**
	 * To confirm an ID by its phone.
	 *
	 * @param ?string $typed null: the assigned one, else the one of the pattern
	 * @throws PersonalFault
	 */
	public function choose(IUser $user, ?string $typed): Pending {
		$link = $this->mustBeOpenFor($user);
		if ($typed !== null && $this->others->hasAny($user)) {
			throw new PersonalFault('other_factor');
		}
		$userId = $link === null ? $this->choice->of($user, $typed) : $link->userId;
		if ($link === null && $userId !== $this->choice->proposed($user) && !$this->permissions->mayChooseFirstId($user)) {
			throw new PersonalFault('not_allowed');
		}
		return $this->pending->put(Place::SetUp, $user->getUID(), $userId, $link?->userId, created: false);
	}

	/**
	 * To have an ID made at the server, and a phone set up there.
	 *
	 * @param ?string $typed null: the one of the pattern
	 * @return string the page of the server where that is done
	 * @throws PersonalFault
	 */
	public function create(IUser $user, ?string $typed): string {
		if ($this->mustBeOpenFor($user) !== null) {
			throw new PersonalFault('not_allowed');
		}
		if ($this->others->hasAny($user)) {
			throw new PersonalFault('other_factor');
		}
		$userId = $this->choice->ofNew($user, $typed);
		$page = $this->enrolment->begin($user, $userId, Place::SetUp);
		$this->pending->put(Place::SetUp, $user->getUID(), $userId, null, created: true);
		return $page;
	}

	/** To leave what was chosen. */
	public function forgetChoice(): void {
		$this->pending->drop(Place::SetUp);
	}

	/** Not for whoever is fully signed in: they have the settings, with a fresh password. */
	public function isUnderWay(IUser $user): bool {
		return $this->outstanding->isOf($user)
			&& !$this->state->isOnFor($user)
			&& !$this->others->hasMoreThanBackupCodes($user);
	}

	/** @throws PersonalFault */
	private function mustBeOpenFor(IUser $user): ?Link {
		if (!$this->isUnderWay($user) || !$this->isOpenFor($user)) {
			throw new PersonalFault('not_allowed');
		}
		if (!$this->settings->settings()->isConnected()) {
			throw new PersonalFault('unreachable');
		}
		return $this->links->find($user->getUID());
	}

	private function isOpenFor(IUser $user): bool {
		return $this->links->find($user->getUID()) === null
			? $this->settings->settings()->setUpAtLogin && $this->permissions->mayOnboard($user)
			: $this->permissions->mayUse($user);
	}
}
