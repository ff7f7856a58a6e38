<?php

declare(strict_types=1);

// Stands for OCP\Authentication\TwoFactorAuth\IActivatableByAdmin where no Nextcloud is: what of it the app uses.

namespace OCP\Authentication\TwoFactorAuth;

use OCP\IUser;

interface IActivatableByAdmin extends IProvider {
	public function enableFor(IUser $user);
}
