<?php

declare(strict_types=1);

// A cache in memory that forgets by the clock of the test.

namespace OCA\Countersign\Tests\Login;

use OCP\ICache;

final class MemoryCache implements ICache {
	/** @var array<string, array{mixed, int}> value and when it ends */
	private array $entries = [];

	public function __construct(
		private readonly SetTime $time,
	) {
	}

	public static function isAvailable(): bool {
		return true;
	}

	public function get($key) {
		[$value, $until] = $this->entries[$key] ?? [null, 0];
		return $this->time->seconds < $until ? $value : null;
	}

	public function set($key, $value, $ttl = 0) {
		$this->entries[$key] = [$value, $this->time->seconds + $ttl];
		return true;
	}

	public function hasKey($key) {
		return $this->get($key) !== null;
	}

	public function remove($key) {
		unset($this->entries[$key]);
		return true;
	}

	public function clear($prefix = '') {
		$this->entries = [];
		return true;
	}
}
