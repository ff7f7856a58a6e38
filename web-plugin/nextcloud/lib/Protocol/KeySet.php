<?php

declare(strict_types=1);

// A key set that was checked against the pinned server; only KeySetVerifier makes one.

namespace OCA\Countersign\Protocol;

final class KeySet {
	/**
	 * @internal to KeySetVerifier, a test sees to it: whatever else made one would have checked nothing
	 * @param list<array{keyId: string, role: int, algorithm: int, publicKey: string, notBeforeMs: int, notAfterMs: int}> $keys
	 * @param array{rootKey: string, body: string, signature: string} $signed
	 */
	public function __construct(
		private readonly int $version,
		private readonly array $keys,
		private readonly array $signed,
	) {
	}

	/** [KS2]: to be kept, and given as the lowest version the next time. */
	public function version(): int {
		return $this->version;
	}

	/**
	 * The set as the server published it, to be kept in a cache. Whoever takes it out checks it again: a cache is not trusted.
	 *
	 * @return array{rootKey: string, body: string, signature: string}
	 */
	public function toArray(): array {
		return $this->signed;
	}

	/**
	 * [KS3]: the public key that may have signed something at a time, or null.
	 *
	 * @param string $keyId 16 bytes
	 */
	public function challengeKeyAt(string $keyId, int $atMs): ?string {
		foreach ($this->keys as $key) {
			if ($key['role'] === KeySetDocument::ROLE_CHALLENGE && $key['keyId'] === $keyId
				&& $key['notBeforeMs'] <= $atMs && $atMs <= $key['notAfterMs']) {
				return $key['publicKey'];
			}
		}
		return null;
	}
}
