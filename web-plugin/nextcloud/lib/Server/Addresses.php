<?php

declare(strict_types=1);

// In which order the server's addresses are tried: one that failed a moment ago comes last.

namespace OCA\Countersign\Server;

use OCP\ICache;
use OCP\ICacheFactory;

final class Addresses {
	/** Long enough that a login does not wait for a dead address, short enough that the first one is soon used again. */
	public const FAILED_SECONDS = 60;

	/** Longer than all addresses need to time out; whoever dies in its turn keeps the others out no longer. */
	private const TURN_SECONDS = 15;
	private const TURN = 'turn';

	private readonly ICache $cache;
	/** Also without a cache the second call of a request goes where the first was answered. @var array<string, true> */
	private array $failedNow = [];
	private bool $hasTurn = false;

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

	/**
	 * Whether to ask at all. While none of them answers, one request at a time finds out whether that is still so, and the others hear
	 * at once that it is: each would hold a worker until it timed out, and a few people at the login would hold all of this Nextcloud.
	 *
	 * Two may slip in at the same moment, since a cache of Nextcloud's need not have a compare-and-set; two are few enough.
	 *
	 * @param non-empty-list<string> $addresses
	 */
	public function takeTurn(array $addresses): bool {
		$well = array_filter($addresses, fn (string $address): bool => !$this->hasFailed($address));
		if ($well !== []) {
			return true;
		}
		if ($this->cache->get(self::TURN) !== null) {
			return false;
		}
		$this->hasTurn = true;
		$this->cache->set(self::TURN, 1, self::TURN_SECONDS);
		return true;
	}

	public function endTurn(): void {
		if ($this->hasTurn) {
			$this->hasTurn = false;
			$this->cache->remove(self::TURN);
		}
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
