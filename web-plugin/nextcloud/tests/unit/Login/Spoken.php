<?php

declare(strict_types=1);

// One HTTP answer of the scripted server.

namespace OCA\Countersign\Tests\Login;

use OCP\Http\Client\IResponse;

final class Spoken implements IResponse {
	public function __construct(
		private readonly int $status,
		private readonly string $body,
	) {
	}

	public function getBody() {
		return $this->body;
	}

	public function getStatusCode(): int {
		return $this->status;
	}

	public function getHeader(string $key): string {
		return '';
	}
}
