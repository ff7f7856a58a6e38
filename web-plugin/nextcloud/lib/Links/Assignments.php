<?php

declare(strict_types=1);

// Changes somebody's Countersign ID: each change is stored, told to Nextcloud's registry, audited, and told to the person.

namespace OCA\Countersign\Links;

use OCA\Countersign\Notification\Notices;
use OCA\Countersign\Settings\SettingsStore;
use OCP\IUser;

/** Whether the actor may do it was asked before (Permissions); what is impossible for anybody is refused here. */
final class Assignments {
	public function __construct(
		private readonly LinkStore $links,
		private readonly ProviderState $state,
		private readonly Permissions $permissions,
		private readonly SettingsStore $settings,
		private readonly AuditTrail $audit,
		private readonly Notices $notices,
	) {
	}

	/**
	 * Gives a user an ID, or another one. Another one forgets the phones.
	 *
	 * @throws IdFault the server would not take it as an ID
	 */
	public function assign(IUser $user, string $userId, Origin $origin, bool $enabled, Actor $actor): Link {
		$uid = $user->getUID();
		$userId = IdPattern::checked($userId);
		$before = $this->links->find($uid);
		$link = $this->links->assign($uid, $userId, $origin, $enabled);
		$this->state->sync($user);
		if ($before === null) {
			$this->audit->assigned($uid, $userId, $actor);
			$this->notices->assigned($uid, $userId, $actor);
		} elseif ($before->userId !== $userId) {
			$this->audit->changed($uid, $before->userId, $userId, $actor);
			$this->notices->changed($uid, $userId, $actor);
		}
		if ($before !== null && $before->enabled !== $enabled) {
			$this->tellSwitched($uid, $enabled, $actor);
		}
		return $link;
	}

	/**
	 * Gives a user the ID of the pattern.
	 *
	 * @throws IdFault the pattern makes no ID of this user
	 * @throws AssignmentFault id_taken: two users would share an ID that nobody chose for them
	 */
	public function assignByPattern(IUser $user, Actor $actor): Link {
		$userId = IdPattern::apply($this->settings->settings()->idPattern, $user);
		if (array_diff($this->links->usersOf($userId), [$user->getUID()]) !== []) {
			throw new AssignmentFault('id_taken', $user->getUID(), $userId);
		}
		return $this->assign($user, $userId, Origin::Pattern, true, $actor);
	}

	/**
	 * From now on it is asked at the login. Whoever has no ID gets the pattern's, if onboarding is open to them.
	 *
	 * @throws IdFault the pattern makes no ID of this user
	 * @throws AssignmentFault
	 */
	public function enable(IUser $user, Actor $actor): Link {
		$uid = $user->getUID();
		if (!$this->permissions->mayUse($user)) {
			throw new AssignmentFault('not_in_groups', $uid);
		}
		$link = $this->links->find($uid);
		if ($link === null) {
			return $this->permissions->mayOnboard($user)
				? $this->assignByPattern($user, $actor)
				: throw new AssignmentFault('no_id', $uid);
		}
		$this->switch($user, $link, true, $actor);
		return $this->links->find($uid) ?? throw new AssignmentFault('no_id', $uid);
	}

	/** It is not asked any more; ID and phones are kept. */
	public function disable(IUser $user, Actor $actor): void {
		$link = $this->links->find($user->getUID());
		if ($link !== null) {
			$this->switch($user, $link, false, $actor);
		} else {
			$this->state->sync($user);
		}
	}

	/** Takes ID and phones away. */
	public function unlink(IUser $user, Actor $actor): void {
		$uid = $user->getUID();
		$link = $this->links->find($uid);
		$this->links->remove($uid);
		$this->state->sync($user);
		if ($link !== null) {
			$this->audit->unlinked($uid, $link->userId, $actor);
			$this->notices->unlinked($uid, $actor);
		}
	}

	/** The ID stays; the next approval links anew. */
	public function forgetPhones(IUser $user, Actor $actor): void {
		$uid = $user->getUID();
		if ($this->links->find($uid) === null) {
			return;
		}
		$this->links->forgetPhones($uid);
		$this->audit->forgotten($uid, $actor);
		$this->notices->forgotten($uid, $actor);
	}

	/** One of several phones does not count any more. */
	public function forgetPhone(IUser $user, string $thumbprint, Actor $actor): void {
		$uid = $user->getUID();
		$this->links->forgetPhone($uid, $thumbprint);
		$this->audit->phoneForgotten($uid, $thumbprint, $actor);
	}

	/** Everything of a user who is gone, and of a uid that starts anew. Nextcloud clears its own registry. */
	public function forgetUser(string $uid): void {
		$link = $this->links->find($uid);
		$this->links->remove($uid);
		$this->notices->withdraw($uid);
		if ($link !== null) {
			$this->audit->unlinked($uid, $link->userId, Actor::system());
		}
	}

	private function switch(IUser $user, Link $link, bool $enabled, Actor $actor): void {
		$this->links->setEnabled($link->uid, $enabled);
		$this->state->sync($user);
		if ($link->enabled !== $enabled) {
			$this->tellSwitched($link->uid, $enabled, $actor);
		}
	}

	private function tellSwitched(string $uid, bool $enabled, Actor $actor): void {
		if ($enabled) {
			$this->audit->enabled($uid, $actor);
			$this->notices->enabled($uid, $actor);
		} else {
			$this->audit->disabled($uid, $actor);
			$this->notices->disabled($uid, $actor);
		}
	}
}
