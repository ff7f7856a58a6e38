<?php

declare(strict_types=1);

// What was seen at an address where a Countersign server should be.

namespace OCA\Countersign\Server;

final class ServerSeen {
	/**
	 * @param ?Trouble $trouble why there was no answer at all
	 * @param int $status of the answer, 0 without one
	 * @param ?string $serverId null: whatever answers there is no Countersign server
	 * @param ?int $nowMs its clock
	 * @param bool $isProven whether it showed a key set that is signed for this very id
	 */
	public function __construct(
		public readonly string $url,
		public readonly ?Trouble $trouble,
		public readonly int $status,
		public readonly ?string $serverId = null,
		public readonly string $name = '',
		public readonly string $version = '',
		public readonly ?int $nowMs = null,
		public readonly bool $isProven = false,
	) {
	}
}
