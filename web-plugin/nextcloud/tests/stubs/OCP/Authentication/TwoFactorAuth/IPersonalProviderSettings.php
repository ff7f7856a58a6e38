<?php

declare(strict_types=1);

// Stands for OCP\Authentication\TwoFactorAuth\IPersonalProviderSettings where no Nextcloud is: what of it the app uses.

namespace OCP\Authentication\TwoFactorAuth;

use OCP\Template;

interface IPersonalProviderSettings {
	public function getBody(): Template;
}
