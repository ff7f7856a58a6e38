<?php

declare(strict_types=1);

// What a person, fully signed in and with a fresh password, wants of their own ID. Each wish is permitted here, whatever the page offered.

namespace OCA\Countersign\Personal;

use OCA\Countersign\Links\Actor;
use OCA\Countersign\Links\Assignments;
use OCA\Countersign\Links\Link;
use OCA\Countersign\Links\LinkStore;
use OCA\Countersign\Links\Permissions;
use OCA\Countersign\Login\Place;
use OCA\Countersign\Settings\SettingsStore;
use OCP\IUser;

/** Linking has two halves: the wish is noted in the session here, the phone proves it in `Proving`. */
final class Wishes {
	public function __construct(
		private readonly SettingsStore $settings,
		private readonly LinkStore $links,
		private readonly Permissions $permissions,
		private readonly Standings $standings,
		private readonly IdChoice $choice,
		private readonly PendingStore $pending,
		private readonly Enrolment $enrolment,
		private readonly Assignments $assignments,
	) {
	}

	/**
	 * To link an ID that exists at the server. The old one stays until a phone has confirmed the new.
	 *
	 * @param ?string $typed null: the ID of the pattern
	 * @throws PersonalFault
	 */
	public function choose(IUser $user, ?string $typed): Pending {
		$before = $this->links->find($user->getUID());
		$userId = $this->choice->of($user, $typed);
		if ($before?->userId === $userId && $before->isProven()) {
			throw new PersonalFault('already_yours');
		}
		$this->mustBePossible($user, $before);
		return $this->pending->put(Place::Link, $user->getUID(), $userId, $before?->userId, created: false);
	}

	/**
	 * To have an ID made at the server, and a phone set up there.
	 *
	 * @param ?string $typed null: the ID of the pattern
	 * @return string the page of the server where that is done
	 * @throws PersonalFault
	 */
	public function create(IUser $user, ?string $typed): string {
		$before = $this->links->find($user->getUID());
		$userId = $this->choice->ofNew($user, $typed);
		// Whose ID it is was decided by an admin: that it does not exist at the server is the admin's to mend.
		if ($before?->userId === $userId && ($before->isProven() || !$this->permissions->mayEdit($user))) {
			throw new PersonalFault('already_yours');
		}
		$this->mustBePossible($user, $before);
		$link = $this->enrolment->begin($user, $userId, Place::Link);
		$this->pending->put(Place::Link, $user->getUID(), $userId, $before?->userId, created: true);
		return $link;
	}

	/**
	 * To confirm one's own ID by a phone: for the first time, or by a further one.
	 *
	 * @throws PersonalFault
	 */
	public function confirm(IUser $user): Pending {
		$link = $this->ownLink($user);
		if (!$link->isProven()) {
			$this->mustBePossible($user, $link);
		}
		return $this->pending->put(Place::Link, $user->getUID(), $link->userId, $link->userId, created: false);
	}

	/** To leave what was chosen. */
	public function forgetChoice(): void {
		$this->pending->drop(Place::Link);
	}

	/**
	 * Takes one of several phones away. The last one stays: without it the next phone to approve would be believed.
	 *
	 * @throws PersonalFault
	 */
	public function forgetPhone(IUser $user, string $thumbprint): void {
		$link = $this->ownLink($user);
		if (!in_array($thumbprint, $link->phones, true)) {
			return;
		}
		if (count($link->phones) < 2) {
			throw new PersonalFault('last_phone');
		}
		$this->assignments->forgetPhone($user, $thumbprint, Actor::person($link->uid));
	}

	/** @throws PersonalFault */
	public function enable(IUser $user): void {
		$link = $this->ownLink($user);
		if (!$this->permissions->mayEdit($user)) {
			throw new PersonalFault('not_allowed');
		}
		if (!$link->isProven()) {
			throw new PersonalFault('not_confirmed');
		}
		$this->mustBePossible($user, $link);
		$this->assignments->enable($user, Actor::person($link->uid));
	}

	/** @throws PersonalFault */
	public function disable(IUser $user): void {
		$link = $this->ownLink($user);
		if (!$this->permissions->mayEdit($user)) {
			throw new PersonalFault('not_allowed');
		}
		if ($this->standings->mustStayOn($user)) {
			throw new PersonalFault('must_stay_on');
		}
		$this->assignments->disable($user, Actor::person($link->uid));
	}

	/** @throws PersonalFault */
	private function ownLink(IUser $user): Link {
		if (!$this->permissions->mayUse($user)) {
			throw new PersonalFault('not_allowed');
		}
		return $this->links->find($user->getUID()) ?? throw new PersonalFault('not_set_up');
	}

	/** @throws PersonalFault */
	private function mustBePossible(IUser $user, ?Link $link): void {
		if (!$this->settings->settings()->isConnected()) {
			throw new PersonalFault('unreachable');
		}
		// Whoever is asked at each login already needs no more reminding to change the ID.
		$isAsked = $link !== null && $link->enabled && $link->isProven();
		if (!$isAsked && $this->permissions->needsBackupCodes($user)) {
			throw new PersonalFault('backup_codes_missing');
		}
	}
}
