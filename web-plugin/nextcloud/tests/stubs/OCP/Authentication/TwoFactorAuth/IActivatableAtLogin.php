<?php

declare(strict_types=1);

// Stands for OCP\Authentication\TwoFactorAuth\IActivatableAtLogin where no Nextcloud is: what of it the app uses.

namespace OCP\Authentication\TwoFactorAuth;

use OCP\IUser;

interface IActivatableAtLogin extends IProvider {
	public function getLoginSetup(IUser $user): ILoginSetupProvider;
}
