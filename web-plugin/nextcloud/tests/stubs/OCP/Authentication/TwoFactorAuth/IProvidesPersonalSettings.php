<?php

declare(strict_types=1);

// Stands for OCP\Authentication\TwoFactorAuth\IProvidesPersonalSettings where no Nextcloud is: what of it the app uses.

namespace OCP\Authentication\TwoFactorAuth;

use OCP\IUser;

interface IProvidesPersonalSettings extends IProvider {
	public function getPersonalSettings(IUser $user): IPersonalProviderSettings;
}
