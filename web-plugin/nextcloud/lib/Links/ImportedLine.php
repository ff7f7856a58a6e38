<?php

declare(strict_types=1);

// What became of one line of an import.

namespace OCA\Countersign\Links;

final class ImportedLine {
	private function __construct(
		public readonly int $line,
		public readonly string $uid,
		public readonly bool $ok,
		public readonly string $words,
	) {
	}

	public static function failed(int $line, string $uid, string $words): self {
		return new self($line, $uid, false, $words);
	}

	/** @param list<string> $notes */
	public static function done(int $line, string $uid, string $userId, ?string $before, array $notes): self {
		$what = match ($before) {
			null => 'assigned ' . $userId,
			$userId => 'had ' . $userId . ' already',
			default => 'changed from ' . $before . ' to ' . $userId,
		};
		return new self($line, $uid, true, implode('; ', [$what, ...$notes]));
	}
}
