<?php

declare(strict_types=1);

// What is wrong with a form of the settings page: for each field a stable word and a sentence for the admin.

namespace OCA\Countersign\Settings;

final class FormFault extends \RuntimeException {
	/** @param non-empty-array<string, array{code: string, sentence: string}> $faults by field */
	public function __construct(
		public readonly array $faults,
	) {
		parent::__construct('refused: ' . implode(', ', array_map(
			static fn (string $field, array $fault): string => $field . ' ' . $fault['code'],
			array_keys($faults),
			$faults,
		)));
	}

	public static function at(string $field, string $code, string $sentence): self {
		return new self([$field => ['code' => $code, 'sentence' => $sentence]]);
	}
}
