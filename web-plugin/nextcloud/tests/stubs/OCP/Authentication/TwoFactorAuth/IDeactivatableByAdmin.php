<?php

declare(strict_types=1);

// Stands for OCP\Authentication\TwoFactorAuth\IDeactivatableByAdmin where no Nextcloud is: what of it the app uses.

namespace OCP\Authentication\TwoFactorAuth;

use OCP\IUser;

interface IDeactivatableByAdmin extends IProvider {
	public function disableFor(IUser $user);
}
