<?php

declare(strict_types=1);

// Stands for OCP\Util where no Nextcloud is: what of it the app uses.

namespace OCP;

class Util {
	public static function addScript(string $application, ?string $file = null): void {
	}

	public static function addStyle($application, $file = null): void {
	}
}
