<?php

declare(strict_types=1);

// What Nextcloud's HTTP client is told for every call to a server, the confirmed one or any other: how long, how much, and no further.

namespace OCA\Countersign\Server;

final class CallLimits {
	/** A person is waiting, and a second address may have to be asked while they do. */
	public const TIMEOUT_SECONDS = 5;
	/** The largest answer is an assertion of 16 kB. */
	public const ANSWER_MAX_BYTES = 65_536;
	private const CONNECT_SECONDS = 3;

	/** @param array<string, string> $headers @return array<string, mixed> */
	public static function options(#[\SensitiveParameter] array $headers): array {
		return [
			'headers' => $headers + ['Accept' => 'application/json', 'Accept-Encoding' => 'identity'],
			'timeout' => self::TIMEOUT_SECONDS,
			'connect_timeout' => self::CONNECT_SECONDS,
			// The key must not follow a redirect to somewhere else.
			'allow_redirects' => false,
			'http_errors' => false,
			// Nothing is unpacked: a few bytes could become a disk full of them.
			'decode_content' => false,
			'version' => '1.1',
			// By cURL itself: an exception out of Guzzle's own `progress` lets the transfer run on until it times out.
			'curl' => [
				CURLOPT_NOPROGRESS => false,
				CURLOPT_PROGRESSFUNCTION => static fn (mixed $handle, int|float $size, int|float $received): int => max($size, $received) > self::ANSWER_MAX_BYTES ? 1 : 0,
			],
			// The server stands in the same network more often than not, and its address comes from the admin and from nobody else.
			'nextcloud' => ['allow_local_address' => true],
		];
	}
}
