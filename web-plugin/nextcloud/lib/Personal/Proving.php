<?php

declare(strict_types=1);

// Whom a phone is asked for where an ID is linked, and what its approval changes: nothing counts before, and nothing else does.

namespace OCA\Countersign\Personal;

use OCA\Countersign\Links\Actor;
use OCA\Countersign\Links\Assignments;
use OCA\Countersign\Links\Link;
use OCA\Countersign\Links\Linking;
use OCA\Countersign\Links\LinkStore;
use OCA\Countersign\Links\Permissions;
use OCA\Countersign\Login\LoginFault;
use OCA\Countersign\Login\LoginService;
use OCA\Countersign\Login\Place;
use OCA\Countersign\Login\Subject;
use OCA\Countersign\Protocol\Verified;
use OCA\Countersign\Settings\SettingsStore;
use OCA\Countersign\Settings\Trust;
use OCP\IUser;

final class Proving {
	public function __construct(
		private readonly SettingsStore $settings,
		private readonly LinkStore $links,
		private readonly Permissions $permissions,
		private readonly PendingStore $pending,
		private readonly LoginService $logins,
		private readonly Linking $linking,
		private readonly Assignments $assignments,
	) {
	}

	/** @throws LoginFault nothing_asked: nothing was chosen, or by now it is not what it was or not permitted */
	public function subject(IUser $user, Place $place): Subject {
		$pending = $this->chosen($user, $place);
		if (!$pending->isOwn()) {
			return new Subject($user->getUID(), $pending->userId, null, null, linking: false, place: $place);
		}
		$link = $this->links->find($user->getUID()) ?? throw new LoginFault('nothing_asked');
		return $place === Place::SetUp ? $this->again($link) : new Subject($link->uid, $link->userId, $link->accountId, null, linking: true, place: $place);
	}

	/**
	 * The approval of the request that this browser has open. Afterwards the ID and the phone are this person's.
	 *
	 * @throws LoginFault
	 * @throws \OCA\Countersign\Server\ServerFault
	 */
	public function complete(
		IUser $user,
		Place $place,
		#[\SensitiveParameter]
		?string $returnCode,
	): void {
		$pending = $this->chosen($user, $place);
		// What does not become this person's ID opens no login: by then somebody may have given them another.
		$adopt = fn (Verified $verified): bool => $this->linking->adopted($user, $verified, $pending->userId, $pending->before);
		$this->logins->complete($this->subject($user, $place), $returnCode, $pending->isOwn() ? null : $adopt);
		$this->pending->drop($place);
		if ($place === Place::SetUp && $pending->isOwn()) {
			$this->assignments->enable($user, Actor::person($user->getUID()));
		}
	}

	private function chosen(IUser $user, Place $place): Pending {
		$uid = $user->getUID();
		$pending = $this->pending->find($place, $uid) ?? throw new LoginFault('nothing_asked');
		$today = $this->links->find($uid)?->userId;
		if ($today !== $pending->before || !$this->permissions->mayHave($user, $pending->userId)) {
			throw new LoginFault('nothing_asked');
		}
		return $pending;
	}

	/** At a login no more than a password was shown: phones that are known count, and no other joins them. */
	private function again(Link $link): Subject {
		if (!$link->isProven() || $this->settings->settings()->trust === Trust::Server) {
			return new Subject($link->uid, $link->userId, $link->accountId, null, !$link->isProven(), Place::SetUp);
		}
		return $link->phones === []
			? throw new LoginFault('device_not_linked')
			: new Subject($link->uid, $link->userId, $link->accountId, $link->phones, false, Place::SetUp);
	}
}
