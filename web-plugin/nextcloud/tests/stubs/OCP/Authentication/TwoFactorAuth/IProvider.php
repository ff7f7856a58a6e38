<?php

declare(strict_types=1);

// Stands for OCP\Authentication\TwoFactorAuth\IProvider where no Nextcloud is: what of it the app uses.

namespace OCP\Authentication\TwoFactorAuth;

interface IProvider {
	public function getId(): string;
}
