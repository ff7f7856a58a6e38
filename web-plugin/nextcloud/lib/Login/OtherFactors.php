<?php

declare(strict_types=1);

// Which other second factors a user has switched on: what nobody may get round by setting up a phone.

namespace OCA\Countersign\Login;

use OCA\Countersign\AppInfo\Application;
use OCP\Authentication\TwoFactorAuth\IRegistry;
use OCP\IUser;

final class OtherFactors {
	private const BACKUP_CODES = 'backup_codes';

	public function __construct(
		private readonly IRegistry $registry,
	) {
	}

	public function hasAny(IUser $user): bool {
		return $this->of($user) !== [];
	}

	public function hasBackupCodes(IUser $user): bool {
		return in_array(self::BACKUP_CODES, $this->of($user), true);
	}

	/** Backup codes aside: whoever makes them as we ask before a first phone must still be able to link it. */
	public function hasMoreThanBackupCodes(IUser $user): bool {
		return array_diff($this->of($user), [self::BACKUP_CODES]) !== [];
	}

	/** @return list<string> ids of providers */
	private function of(IUser $user): array {
		$on = array_keys(array_filter($this->registry->getProviderStates($user)));
		return array_values(array_diff(array_map(strval(...), $on), [Application::APP_ID]));
	}
}
