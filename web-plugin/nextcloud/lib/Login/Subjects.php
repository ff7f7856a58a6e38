<?php

declare(strict_types=1);

// Whom a login asks, made from the link and from whose word the admin trusts.

namespace OCA\Countersign\Login;

use OCA\Countersign\Links\LinkStore;
use OCA\Countersign\Links\ProviderState;
use OCA\Countersign\Settings\SettingsStore;
use OCA\Countersign\Settings\Trust;
use OCP\IUser;

final class Subjects {
	public function __construct(
		private readonly LinkStore $links,
		private readonly ProviderState $state,
		private readonly SettingsStore $settings,
		private readonly OtherFactors $otherFactors,
	) {
	}

	/**
	 * Nobody is asked in vain: who cannot pass here learns it before a phone rings.
	 *
	 * @param ?IUser $user who passed the first factor
	 * @throws LoginFault `first_factor_missing`; `not_set_up`: no ID, or not switched on; `device_not_linked`: every linked phone was
	 * removed; `link_first`: the ID was never proven, and another second factor of this person comes first
	 */
	public function forLogin(?IUser $user): Subject {
		if ($user === null) {
			throw new LoginFault('first_factor_missing');
		}
		$link = $this->links->find($user->getUID());
		if ($link === null || !$this->state->isOnFor($user)) {
			throw new LoginFault('not_set_up');
		}
		if ($this->settings->settings()->trust === Trust::Server) {
			return new Subject($link->uid, $link->userId, $link->accountId, null, !$link->isProven());
		}
		if ($link->isProven()) {
			return $link->phones === []
				? throw new LoginFault('device_not_linked')
				: new Subject($link->uid, $link->userId, $link->accountId, $link->phones, false);
		}
		// The first approval is believed on the server's word (trust on first use). A password thief who has a hand in the ID's account
		// must not walk round TOTP or a key with it: such a person links the phone in the settings, fully signed in.
		if ($this->otherFactors->hasMoreThanBackupCodes($user)) {
			throw new LoginFault('link_first');
		}
		return new Subject($link->uid, $link->userId, $link->accountId, null, true);
	}
}
