<?php

declare(strict_types=1);

// What an address answered to a probe, still believed by nobody.

namespace OCA\Countersign\Server;

final class ProbeAnswer {
	/**
	 * @param ?Trouble $trouble null: it answered
	 * @param ?array<array-key, mixed> $json null: it was no JSON object or list
	 */
	public function __construct(
		public readonly ?Trouble $trouble,
		public readonly int $status = 0,
		public readonly ?array $json = null,
	) {
	}

	public function text(string $field): ?string {
		$value = $this->json[$field] ?? null;
		return is_string($value) ? $value : null;
	}
}
