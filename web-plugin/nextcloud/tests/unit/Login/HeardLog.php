<?php

declare(strict_types=1);

// A log that a test can read whole: messages and all that was given along with them.

namespace OCA\Countersign\Tests\Login;

use Psr\Log\LoggerInterface;

final class HeardLog implements LoggerInterface {
	/** @var list<string> */
	public array $lines = [];

	public function error(string|\Stringable $message, array $context = []): void {
		$this->hear($message, $context);
	}

	public function warning(string|\Stringable $message, array $context = []): void {
		$this->hear($message, $context);
	}

	public function info(string|\Stringable $message, array $context = []): void {
		$this->hear($message, $context);
	}

	public function debug(string|\Stringable $message, array $context = []): void {
		$this->hear($message, $context);
	}

	private function hear(string|\Stringable $message, array $context): void {
		$this->lines[] = $message . ' ' . print_r($context, true);
	}
}
