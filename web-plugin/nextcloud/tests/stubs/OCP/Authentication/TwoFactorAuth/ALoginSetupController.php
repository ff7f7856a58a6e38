<?php

declare(strict_types=1);

// Stands for OCP\Authentication\TwoFactorAuth\ALoginSetupController where no Nextcloud is.

namespace OCP\Authentication\TwoFactorAuth;

use OCP\AppFramework\Controller;

abstract class ALoginSetupController extends Controller {
}
