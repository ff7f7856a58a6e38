<?php

declare(strict_types=1);

// Says beforehand what a change would do for a person, and refuses what nobody should do. Stores nothing.

namespace OCA\Countersign\People;

use OCA\Countersign\Links\IdFault;
use OCA\Countersign\Links\IdPattern;
use OCA\Countersign\Links\Link;
use OCA\Countersign\Links\LinkStore;
use OCA\Countersign\Links\Permissions;
use OCA\Countersign\Settings\Enforcement;
use OCA\Countersign\Settings\SettingsStore;
use OCP\IGroupManager;
use OCP\IL10N;
use OCP\IUser;

class Plans {
	public function __construct(
		private readonly LinkStore $links,
		private readonly Permissions $permissions,
		private readonly Enforcement $enforcement,
		private readonly SettingsStore $settings,
		private readonly IGroupManager $groups,
		private readonly IL10N $l,
	) {
	}

	/** @param bool $byAdmin whether an administrator wants it, and no delegate: those keep off administrators, as Nextcloud's own do */
	public function of(Change $change, ?IUser $user, bool $byAdmin): Outlook {
		if ($user === null) {
			return Outlook::refused($change->uid, 'user_gone', $this->l->t('There is no such user.'));
		}
		$uid = $user->getUID();
		if (!$byAdmin && $this->groups->isAdmin($uid)) {
			return Outlook::refused($uid, 'admin_spared', $this->l->t('Only an administrator may change an administrator.'));
		}
		$link = $this->links->find($uid);
		if ($change->before !== null && $change->before !== ($link?->userId ?? '')) {
			return Outlook::refused($uid, 'changed_meanwhile', $this->l->t('Somebody else has changed the ID meanwhile. Look again.'));
		}
		try {
			return match ($change->action) {
				Action::Assign => $this->assign($user, $link, IdPattern::checked($change->userId), $change->enabled),
				Action::Pattern => $this->pattern($user, $link),
				Action::Enable => $this->enable($user, $link),
				Action::Disable => $this->disable($user, $link),
				Action::Unlink => $this->unlink($user, $link),
				Action::ForgetPhones => $this->forget($uid, $link),
			};
		} catch (IdFault $fault) {
			return Outlook::refused($uid, $fault->reason, $fault->words($this->l));
		}
	}

	private function assign(IUser $user, ?Link $link, string $userId, bool $enabled): Outlook {
		$uid = $user->getUID();
		$notes = [];
		$others = array_diff($this->links->usersOf($userId), [$uid]);
		if ($others !== []) {
			$notes[] = $this->l->t('Also the ID of %s.', [implode(', ', $others)]);
		}
		if (!$this->permissions->mayUse($user)) {
			$notes[] = $this->l->t('Not asked at a login: in none of the groups that may use Countersign.');
		}
		if ($link === null) {
			return Outlook::change($uid, 'assign', $this->l->t('Gets the ID %s.', [$userId]), $notes, new Change($uid, Action::Unlink, before: $userId));
		}
		if ($link->userId === $userId) {
			if ($link->enabled === $enabled) {
				return Outlook::same($uid, $this->l->t('Has the ID %s already.', [$userId]));
			}
			return $enabled ? $this->enable($user, $link) : $this->disable($user, $link);
		}
		$undo = new Change($uid, Action::Assign, $link->userId, $link->enabled, $userId);
		if ($link->isProven()) {
			$undo = null;
			$notes[] = $this->forgottenPhones($link);
		}
		return Outlook::change($uid, 'change', $this->l->t('The ID changes from %1$s to %2$s.', [$link->userId, $userId]), $notes, $undo);
	}

	private function pattern(IUser $user, ?Link $link): Outlook {
		$uid = $user->getUID();
		if ($link !== null) {
			return Outlook::same($uid, $this->l->t('Has the ID %s already.', [$link->userId]));
		}
		$userId = IdPattern::apply($this->settings->settings()->idPattern, $user);
		if (array_diff($this->links->usersOf($userId), [$uid]) !== []) {
			return Outlook::refused($uid, 'id_taken', $this->l->t('The pattern gives %s, which another user here has already.', [$userId]));
		}
		return $this->assign($user, null, $userId, true);
	}

	private function enable(IUser $user, ?Link $link): Outlook {
		$uid = $user->getUID();
		if ($link === null) {
			return Outlook::refused($uid, 'no_id', $this->l->t('Has no ID yet. Assign one first.'));
		}
		if (!$this->permissions->mayUse($user)) {
			return Outlook::refused($uid, 'not_in_groups', $this->l->t('Is in none of the groups that may use Countersign.'));
		}
		if ($link->enabled) {
			return Outlook::same($uid, $this->l->t('Is asked at a login already.'));
		}
		return Outlook::change($uid, 'enable', $this->l->t('Is asked from the next login on.'), [], new Change($uid, Action::Disable, before: $link->userId));
	}

	private function disable(IUser $user, ?Link $link): Outlook {
		$uid = $user->getUID();
		if ($link === null || !$link->enabled) {
			return Outlook::same($uid, $this->l->t('Is not asked at a login as it is.'));
		}
		return Outlook::change(
			$uid,
			'disable',
			$this->l->t('Is not asked any more; ID and phones are kept.'),
			$this->enforcedNotes($user),
			new Change($uid, Action::Enable, before: $link->userId),
		);
	}

	private function unlink(IUser $user, ?Link $link): Outlook {
		$uid = $user->getUID();
		if ($link === null) {
			return Outlook::same($uid, $this->l->t('Has no ID.'));
		}
		$notes = $this->enforcedNotes($user);
		$undo = new Change($uid, Action::Assign, $link->userId, $link->enabled, '');
		if ($link->isProven()) {
			$undo = null;
			$notes[] = $this->forgottenPhones($link);
		}
		return Outlook::change($uid, 'unlink', $this->l->t('Loses the ID %s.', [$link->userId]), $notes, $undo);
	}

	private function forget(string $uid, ?Link $link): Outlook {
		if ($link === null || !$link->isProven()) {
			return Outlook::same($uid, $this->l->t('Has no linked phone.'));
		}
		return Outlook::change($uid, 'forget', $this->forgottenPhones($link), [$this->l->t('The next approval by a phone of this ID links it anew.')]);
	}

	private function forgottenPhones(Link $link): string {
		return $this->l->t('Linked phones that are forgotten: %s.', [(string)count($link->phones)]);
	}

	/** @return list<string> */
	private function enforcedNotes(IUser $user): array {
		return $this->enforcement->isFor($user)
			? [$this->l->t('Nextcloud demands a second factor of this person: without another one the next login stops.')]
			: [];
	}
}
