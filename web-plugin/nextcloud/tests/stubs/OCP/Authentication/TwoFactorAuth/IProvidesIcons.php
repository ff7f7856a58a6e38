<?php

declare(strict_types=1);

// Stands for OCP\Authentication\TwoFactorAuth\IProvidesIcons where no Nextcloud is: what of it the app uses.

namespace OCP\Authentication\TwoFactorAuth;

interface IProvidesIcons extends IProvider {
	public function getLightIcon(): String;
	public function getDarkIcon(): String;
}
