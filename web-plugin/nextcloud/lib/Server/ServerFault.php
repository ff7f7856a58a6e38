<?php

declare(strict_types=1);

// Why the server did not do what was asked: its own code, or that it could not be heard. Whatever the reason, nobody is logged in.

namespace OCA\Countersign\Server;

final class ServerFault extends \RuntimeException {
	/**
	 * The exception of the HTTP client is not kept as `previous`: it holds the request, and the request holds the API key.
	 *
	 * @param string $reason a code of the server's problems, or `timeout`, `unreachable`, `bad_response`, `not_connected`
	 * @param int $status the HTTP status; 0: no answer
	 * @param ?int $retryAfterSeconds how long the server asks to wait
	 */
	public function __construct(
		public readonly string $reason,
		public readonly int $status = 0,
		public readonly ?int $retryAfterSeconds = null,
	) {
		parent::__construct("countersign: $reason" . ($status === 0 ? '' : " (status $status)"));
	}
}
