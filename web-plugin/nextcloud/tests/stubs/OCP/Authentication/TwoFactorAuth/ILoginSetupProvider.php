<?php

declare(strict_types=1);

// Stands for OCP\Authentication\TwoFactorAuth\ILoginSetupProvider where no Nextcloud is: what of it the app uses.

namespace OCP\Authentication\TwoFactorAuth;

use OCP\Template;

interface ILoginSetupProvider {
	public function getBody(): Template;
}
