<?php

declare(strict_types=1);

// Stands for OCP\Authentication\TwoFactorAuth\IProvidesCustomCSP where no Nextcloud is: what of it the app uses.

namespace OCP\Authentication\TwoFactorAuth;

use OCP\AppFramework\Http\ContentSecurityPolicy;

interface IProvidesCustomCSP {
	public function getCSP(): ContentSecurityPolicy;
}
