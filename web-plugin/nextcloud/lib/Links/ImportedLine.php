<?php

declare(strict_types=1);

// What became of one line of an import.

namespace OCA\Countersign\Links;

final class ImportedLine {
	/** @param ?string $userId the ID that was assigned; null: none, it failed */
	private function __construct(
		public readonly int $line,
		public readonly string $uid,
		public readonly ?string $userId,
		public readonly bool $ok,
		public readonly string $words,
	) {
	}

	public static function failed(int $line, string $uid, string $words): self {
		return new self($line, $uid, null, false, $words);
	}

	/** @param list<string> $notes */
	public static function done(int $line, string $uid, string $userId, ?string $before, array $notes): self {
		$what = match ($before) {
			null => 'assigned ' . $userId,
			$userId => 'had ' . $userId . ' already',
			default => 'changed from ' . $before . ' to ' . $userId,
		};
		return new self($line, $uid, $userId, true, implode('; ', [$what, ...$notes]));
	}
}
