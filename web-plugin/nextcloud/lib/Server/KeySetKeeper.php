<?php

declare(strict_types=1);

// Keeps the server's signed key set for an hour, and for good the highest version that was ever seen of it.

namespace OCA\Countersign\Server;

use OCA\Countersign\Protocol\KeySet;
use OCA\Countersign\Protocol\KeySetVerifier;
use OCA\Countersign\Protocol\Refused;
use OCP\AppFramework\Services\IAppConfig;
use OCP\AppFramework\Utility\ITimeFactory;

final class KeySetKeeper {
	/** Keys are announced 14 days before they sign; an hour is far below that and spares nearly every call. */
	private const KEPT_SECONDS = 3_600;

	public function __construct(
		private readonly IAppConfig $config,
		private readonly ITimeFactory $time,
	) {
	}

	/** The kept set, its signature checked again; null: none that is fresh and of this server. */
	public function kept(string $serverId): ?KeySet {
		$kept = $this->config->getAppValueArray('key_set', lazy: true);
		$age = $this->time->getTime() - (int)($kept['at'] ?? 0);
		if (!is_array($kept['signed'] ?? null) || $age < 0 || $age >= self::KEPT_SECONDS) {
			return null;
		}
		try {
			return KeySetVerifier::verify($kept['signed'], $serverId, $this->lowestVersion($serverId));
		} catch (Refused) {
			// Of the server that was pinned before, or older than one that was seen: it is asked again.
			return null;
		}
	}

	/**
	 * @param array<array-key, mixed> $signed as the server sent it
	 * @throws Refused
	 */
	public function keep(array $signed, string $serverId): KeySet {
		$lowest = $this->lowestVersion($serverId);
		$keySet = KeySetVerifier::verify($signed, $serverId, $lowest);
		if ($keySet->version() > $lowest) {
			$versions = $this->config->getAppValueArray('key_set_versions', lazy: true);
			$this->config->setAppValueArray('key_set_versions', [...$versions, $serverId => $keySet->version()], lazy: true);
		}
		$this->config->setAppValueArray('key_set', ['at' => $this->time->getTime(), 'signed' => $signed], lazy: true);
		return $keySet;
	}

	/** An older set could bring a withdrawn key back; noted for each server, so that another pin in between forgets nothing. */
	private function lowestVersion(string $serverId): int {
		return (int)($this->config->getAppValueArray('key_set_versions', lazy: true)[$serverId] ?? 0);
	}
}
