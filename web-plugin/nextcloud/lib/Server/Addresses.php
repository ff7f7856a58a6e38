<?php

declare(strict_types=1);

// In which order the server's addresses are tried: one that failed a moment ago comes last.

namespace OCA\Countersign\Server;

use OCP\ICache;
use OCP\ICacheFactory;

final class Addresses {
	/** Long enough that a login does not wait for a dead address, short enough that the first one is soon used again. */
	public const FAILED_SECONDS = 60;

	private readonly ICache $cache;
	/** Also without a cache the second call of a request goes where the first was answered. @var array<string, true> */
	private array $failedNow = [];

	public function __construct(ICacheFactory $caches) {
		$this->cache = $caches->createDistributed('countersign/addresses/');
	}

	/**
	 * All of them, however many failed: a try costs less than a login that is refused for nothing.
	 *
	 * @param non-empty-list<string> $addresses the admin's order
	 * @return non-empty-list<string>
	 */
	public function inOrder(array $addresses): array {
		$well = array_values(array_filter($addresses, fn (string $address): bool => !$this->hasFailed($address)));
		return [...$well, ...array_values(array_diff($addresses, $well))];
	}

	public function failed(string $address): void {
		$this->failedNow[$address] = true;
		$this->cache->set(self::key($address), 1, self::FAILED_SECONDS);
	}

	public function answered(string $address): void {
		if ($this->hasFailed($address)) {
			unset($this->failedNow[$address]);
			$this->cache->remove(self::key($address));
		}
	}

	private function hasFailed(string $address): bool {
		return isset($this->failedNow[$address]) || $this->cache->get(self::key($address)) !== null;
	}

	private static function key(string $address): string {
		return hash('sha256', $address);
	}
}
