<?php

declare(strict_types=1);

// Who was proven by an assertion, and by which device.

namespace OCA\Countersign\Protocol;

final class Verified {
	/**
	 * @param string $userId as the server spells it
	 * @param string $deviceThumbprint what is pinned when a user links an account, base64url of 32 bytes
	 * @param list<string> $amr
	 * @param int $authTimeMs when the device decided, milliseconds since 1970 by the server's clock
	 */
	public function __construct(
		public readonly string $userId,
		public readonly string $accountId,
		public readonly string $challengeId,
		public readonly string $deviceId,
		public readonly string $deviceThumbprint,
		public readonly array $amr,
		public readonly string $acr,
		public readonly int $authTimeMs,
	) {
	}
}
