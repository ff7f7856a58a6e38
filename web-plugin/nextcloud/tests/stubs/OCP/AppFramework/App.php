<?php

declare(strict_types=1);

// Stands for OCP\AppFramework\App where no Nextcloud is: what of it the app uses.

namespace OCP\AppFramework;

class App {
	public function __construct(string $appName, array $urlParams = []) {
	}
}
