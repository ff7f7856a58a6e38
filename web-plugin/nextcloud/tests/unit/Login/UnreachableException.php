<?php

declare(strict_types=1);

// What an HTTP client throws: its message repeats what was sent, as messages of such clients do.

namespace OCA\Countersign\Tests\Login;

final class UnreachableException extends \Exception {
	/** @param array<string, mixed> $options */
	public function __construct(
		private readonly int $errno,
		array $options,
	) {
		parent::__construct("cURL error $errno: " . json_encode($options['headers'] ?? []) . ($options['body'] ?? ''));
	}

	/** @return array<string, int> */
	public function getHandlerContext(): array {
		return ['errno' => $this->errno];
	}
}
