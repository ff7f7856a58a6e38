<?php

declare(strict_types=1);

// Finds the classes of the app, of its tests, and the stubs that stand for Nextcloud's public interfaces.

spl_autoload_register(static function (string $class): void {
	$places = [
		'OCA\\Countersign\\Tests\\' => __DIR__ . '/unit/',
		'OCA\\Countersign\\' => __DIR__ . '/../lib/',
		'OCP\\' => __DIR__ . '/stubs/OCP/',
		'Symfony\\' => __DIR__ . '/stubs/Symfony/',
		'Psr\\' => __DIR__ . '/stubs/Psr/',
	];
	foreach ($places as $prefix => $folder) {
		if (!str_starts_with($class, $prefix)) {
			continue;
		}
		$file = $folder . str_replace('\\', '/', substr($class, strlen($prefix))) . '.php';
		if (is_file($file)) {
			require $file;
			return;
		}
	}
});
