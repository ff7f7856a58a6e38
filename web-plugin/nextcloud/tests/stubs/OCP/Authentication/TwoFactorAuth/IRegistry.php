<?php

declare(strict_types=1);

// Stands for OCP\Authentication\TwoFactorAuth\IRegistry where no Nextcloud is: what of it the app uses.

namespace OCP\Authentication\TwoFactorAuth;

use OCP\IUser;

interface IRegistry {
	public function getProviderStates(IUser $user): array;
	public function enableProviderFor(IProvider $provider, IUser $user);
	public function disableProviderFor(IProvider $provider, IUser $user);
	public function cleanUp(string $providerId);
}
