<?php

declare(strict_types=1);

// Stands for OCP\ICache where no Nextcloud is: what of it the app uses.

namespace OCP;

interface ICache {
	public function get($key);
	public function set($key, $value, $ttl = 0);
	public function hasKey($key);
	public function remove($key);
	public function clear($prefix = '');
	public static function isAvailable(): bool;
}
