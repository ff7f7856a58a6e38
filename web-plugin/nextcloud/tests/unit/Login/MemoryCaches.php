<?php

declare(strict_types=1);

// Caches in memory, one for each prefix; as good as none when the Nextcloud has none.

namespace OCA\Countersign\Tests\Login;

use OCP\ICache;
use OCP\ICacheFactory;

final class MemoryCaches implements ICacheFactory {
	/** @var array<string, MemoryCache> */
	private array $caches = [];

	public function __construct(
		private readonly SetTime $time,
		private readonly bool $keeps = true,
	) {
	}

	public function createDistributed(string $prefix = ''): ICache {
		return $this->keeps ? $this->caches[$prefix] ??= new MemoryCache($this->time) : new MemoryCache($this->time);
	}

	public function isAvailable(): bool {
		return $this->keeps;
	}
}
