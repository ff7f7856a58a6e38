<?php

declare(strict_types=1);

// A phone has approved: notes it as somebody's own. The one place where proof of possession becomes a link.

namespace OCA\Countersign\Links;

use OCA\Countersign\Notification\Notices;
use OCA\Countersign\Protocol\Verified;
use OCP\IUser;

final class Linking {
	public function __construct(
		private readonly LinkStore $links,
		private readonly Permissions $permissions,
		private readonly ProviderState $state,
		private readonly AuditTrail $audit,
		private readonly Notices $notices,
	) {
	}

	/**
	 * Notes the phone for the ID that the user has. Never changes whose ID is whose: at a login, whoever started it has shown no more
	 * than a password.
	 *
	 * @param string $userId the ID that the approval was asked for
	 * @return bool false: by now the user has another ID, the account behind it is another, or the user may not use Countersign any more
	 */
	public function linked(IUser $user, Verified $verified, string $userId): bool {
		if (!$this->permissions->mayUse($user)) {
			return false;
		}
		return $this->note($user, $verified, $userId);
	}

	/**
	 * The ID becomes the user's, and the phone is noted: for a first set-up, or a change in the settings. Asks for permission again, as
	 * it may have been taken away while the approval was under way.
	 *
	 * @param string $userId in the spelling of IdPattern::checked
	 * @param ?string $before the ID the user had when it began; null: none. If it is another by now, nothing is changed
	 * @return bool false: not permitted, or somebody else changed the ID meanwhile
	 */
	public function adopted(IUser $user, Verified $verified, string $userId, ?string $before): bool {
		$uid = $user->getUID();
		if (!$this->permissions->mayHave($user, $userId)) {
			return false;
		}
		if ($before !== $userId) {
			if (!$this->links->claim($uid, $before, $userId)) {
				return false;
			}
			$actor = Actor::person($uid);
			if ($before === null) {
				$this->audit->assigned($uid, $userId, $actor);
			} else {
				$this->audit->changed($uid, $before, $userId, $actor);
			}
		}
		return $this->note($user, $verified, $userId);
	}

	private function note(IUser $user, Verified $verified, string $userId): bool {
		$uid = $user->getUID();
		if (!$this->links->prove($uid, $userId, $verified->accountId, $verified->deviceThumbprint)) {
			return false;
		}
		$this->state->sync($user);
		$this->audit->linked($uid, $userId, $verified->deviceThumbprint);
		$this->notices->linked($uid);
		return true;
	}
}
