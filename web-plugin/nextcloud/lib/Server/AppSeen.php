<?php

declare(strict_types=1);

// What the server says about the app whose key was shown to it.

namespace OCA\Countersign\Server;

final class AppSeen {
	/**
	 * @param bool $isKnown whether the server took the key
	 * @param int $status of the answer, 0 without one
	 * @param ?string $appId null: the server does not tell it, or did not take the key
	 * @param list<string> $origins where pages of this app may be
	 */
	public function __construct(
		public readonly bool $isKnown,
		public readonly int $status,
		public readonly string $name = '',
		public readonly ?string $appId = null,
		public readonly ?string $serverId = null,
		public readonly array $origins = [],
		public readonly bool $mayEnrol = false,
	) {
	}
}
