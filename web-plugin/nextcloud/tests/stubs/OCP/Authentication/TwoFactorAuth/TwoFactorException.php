<?php

declare(strict_types=1);

// Stands for OCP\Authentication\TwoFactorAuth\TwoFactorException where no Nextcloud is.

namespace OCP\Authentication\TwoFactorAuth;

class TwoFactorException extends \Exception {
}
