<?php

declare(strict_types=1);

// Stands for OCP\AppFramework\Bootstrap\IBootstrap where no Nextcloud is: what of it the app uses.

namespace OCP\AppFramework\Bootstrap;

interface IBootstrap {
	public function register(IRegistrationContext $context): void;
	public function boot(IBootContext $context): void;
}
