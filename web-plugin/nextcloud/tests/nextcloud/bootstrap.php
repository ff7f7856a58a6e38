<?php

declare(strict_types=1);

// Starts a real Nextcloud, in which the app is enabled, for `NEXTCLOUD_ROOT=… phpunit -c tests/nextcloud/phpunit.xml`.

$root = getenv('NEXTCLOUD_ROOT');
if (!is_string($root) || !is_file($root . '/lib/base.php')) {
	fwrite(STDERR, "NEXTCLOUD_ROOT must name the folder of a Nextcloud in which the app is enabled. These tests change its database: take a copy.\n");
	exit(1);
}
define('OC_CONSOLE', 1);
require $root . '/lib/base.php';
$apps = \OCP\Server::get(\OCP\App\IAppManager::class);
if (!$apps->isEnabledForUser('countersign')) {
	fwrite(STDERR, "The app is not enabled there: occ app:enable countersign\n");
	exit(1);
}
$apps->loadApp('countersign');
spl_autoload_register(static function (string $class): void {
	$prefix = 'OCA\\Countersign\\Tests\\';
	if (!str_starts_with($class, $prefix)) {
		return;
	}
	$path = str_replace('\\', '/', substr($class, strlen($prefix))) . '.php';
	foreach ([__DIR__ . '/', __DIR__ . '/../unit/'] as $folder) {
		if (is_file($folder . $path)) {
			require $folder . $path;
			return;
		}
	}
});
