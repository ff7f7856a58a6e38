<?php

declare(strict_types=1);

// One question to an address that may be wrong: not for logins, which go through ServerClient, but to find out what is the matter.

namespace OCA\Countersign\Server;

use OCP\Http\Client\IClientService;
use OCP\Http\Client\LocalServerException;

class Probe {
	/** libcurl's numbers, as its manual lists them: they are part of its interface and never change. */
	private const CURLE_ABORTED_BY_CALLBACK = 42;
	private const TROUBLE_OF_CURL = [
		5 => Trouble::Name, 6 => Trouble::Name,
		7 => Trouble::Refused,
		28 => Trouble::Timeout,
		35 => Trouble::Tls, 51 => Trouble::Tls, 53 => Trouble::Tls, 54 => Trouble::Tls, 58 => Trouble::Tls, 59 => Trouble::Tls,
		60 => Trouble::Tls, 64 => Trouble::Tls, 66 => Trouble::Tls, 77 => Trouble::Tls, 80 => Trouble::Tls, 83 => Trouble::Tls,
		90 => Trouble::Tls, 91 => Trouble::Tls,
	];

	public function __construct(
		private readonly IClientService $clients,
	) {
	}

	/**
	 * GET, without following a redirect: a key must not travel on to somewhere else.
	 *
	 * @param string $base an address without a slash at the end
	 * @param ?string $apiKey sent only if given
	 */
	public function get(string $base, string $path, #[\SensitiveParameter] ?string $apiKey = null): ProbeAnswer {
		$headers = $apiKey === null ? [] : ['Authorization' => 'Bearer ' . $apiKey];
		try {
			$response = $this->clients->newClient()->get($base . $path, CallLimits::options($headers));
			$status = $response->getStatusCode();
			$text = self::limited($response->getBody());
		} catch (\Throwable $thrown) {
			// More of an answer than any of ours: somebody is there, and it is somebody else.
			return self::curlError($thrown) === self::CURLE_ABORTED_BY_CALLBACK ? new ProbeAnswer(null) : new ProbeAnswer(self::troubleOf($thrown));
		}
		if ($status >= 300 && $status < 400) {
			return new ProbeAnswer(Trouble::Redirect, $status);
		}
		$json = $text === null ? null : json_decode($text, true, 16);
		return new ProbeAnswer(null, $status, is_array($json) ? $json : null);
	}

	/** Null when there is more of it than anything of ours. */
	private static function limited(mixed $body): ?string {
		if (!is_resource($body)) {
			return is_string($body) && strlen($body) <= CallLimits::ANSWER_MAX_BYTES ? $body : null;
		}
		$text = stream_get_contents($body, CallLimits::ANSWER_MAX_BYTES + 1);
		fclose($body);
		return $text === false || strlen($text) > CallLimits::ANSWER_MAX_BYTES ? null : $text;
	}

	private static function troubleOf(\Throwable $thrown): Trouble {
		for ($cause = $thrown; $cause !== null; $cause = $cause->getPrevious()) {
			if ($cause instanceof LocalServerException) {
				return Trouble::Blocked;
			}
		}
		return self::TROUBLE_OF_CURL[self::curlError($thrown)] ?? Trouble::Unreachable;
	}

	/** Only libcurl's number is taken from the message: the rest of it may hold anything. */
	private static function curlError(\Throwable $thrown): int {
		for ($cause = $thrown; $cause !== null; $cause = $cause->getPrevious()) {
			if (preg_match('/cURL error (\d+)/', $cause->getMessage(), $found) === 1) {
				return (int)$found[1];
			}
		}
		return 0;
	}
}
