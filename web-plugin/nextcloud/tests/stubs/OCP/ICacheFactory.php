<?php

declare(strict_types=1);

// Stands for OCP\ICacheFactory where no Nextcloud is: what of it the app uses.

namespace OCP;

interface ICacheFactory {
	public function createDistributed(string $prefix = ''): ICache;
	public function isAvailable(): bool;
}
