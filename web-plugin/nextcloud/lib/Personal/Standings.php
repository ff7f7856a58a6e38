<?php

declare(strict_types=1);

// Puts together what a person's settings page says and offers.

namespace OCA\Countersign\Personal;

use OCA\Countersign\Links\Link;
use OCA\Countersign\Links\LinkStore;
use OCA\Countersign\Links\Permissions;
use OCA\Countersign\Login\OtherFactors;
use OCA\Countersign\Login\Place;
use OCA\Countersign\Settings\BackupCodes;
use OCA\Countersign\Settings\Enforcement;
use OCA\Countersign\Settings\SettingsStore;
use OCA\Countersign\Settings\Trust;
use OCP\IUser;

final class Standings {
	public function __construct(
		private readonly SettingsStore $settings,
		private readonly LinkStore $links,
		private readonly Permissions $permissions,
		private readonly PendingStore $pending,
		private readonly IdChoice $choice,
		private readonly OtherFactors $others,
		private readonly Enforcement $enforcement,
	) {
	}

	public function of(IUser $user): Standing {
		$settings = $this->settings->settings();
		$link = $this->links->find($user->getUID());
		$mayUse = $this->permissions->mayUse($user);
		$connected = $settings->isConnected();
		if (!$mayUse || (!$connected && $link === null)) {
			return new Standing(State::Unavailable);
		}
		$mayEdit = $this->permissions->mayEdit($user);
		$proposed = $this->choice->proposed($user);
		$mayType = $this->permissions->mayChooseId($user);
		$isOn = $link !== null && $link->enabled;
		$mustStayOn = $isOn && $this->mustStayOn($user);
		return new Standing(
			state: self::state($link),
			userId: $link?->userId,
			linkedAt: $link?->linkedAt,
			phones: $link === null ? [] : $this->links->phoneTimes($link->uid),
			pending: $this->pending->find(Place::Link, $user->getUID()),
			proposedId: $proposed,
			mayTypeId: $mayType,
			mayLink: $connected && ($mayType || ($proposed !== null && $link === null && $this->permissions->mayOnboard($user))),
			mayCreate: $connected && $proposed !== null && !($link?->userId === $proposed && $link->isProven()) && $this->choice->mayMakeProposed($user),
			mayConfirm: $connected && $link !== null && (!$link->isProven() || $settings->trust === Trust::Phones),
			mayForget: $link !== null && count($link->phones) > 1,
			mayEnable: $mayEdit && $link !== null && !$link->enabled && $link->isProven(),
			mayDisable: $mayEdit && $isOn && !$mustStayOn,
			mustStayOn: $mayEdit && $mustStayOn,
			backupCodes: $this->backupCodes($user),
		);
	}

	/** Whether switching it off would leave somebody without the second factor that Nextcloud demands. */
	public function mustStayOn(IUser $user): bool {
		return $this->enforcement->isFor($user) && !$this->others->hasMoreThanBackupCodes($user);
	}

	private static function state(?Link $link): State {
		return match (true) {
			$link === null => State::NotSetUp,
			!$link->enabled => State::Off,
			!$link->isProven() => State::Assigned,
			default => State::On,
		};
	}

	private function backupCodes(IUser $user): BackupCodes {
		return $this->others->hasBackupCodes($user) ? BackupCodes::Ignore : $this->settings->settings()->backupCodes;
	}
}
