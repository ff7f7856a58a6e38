<?php

declare(strict_types=1);

// One HTTP call to one address, bounded in time and size. What the answer means is left to Exchange and Probe.

namespace OCA\Countersign\Server;

use OCP\Http\Client\IClientService;
use OCP\Http\Client\LocalServerException;

final class Call {
	/** libcurl's numbers, as its manual lists them: they are part of its interface and never change. */
	private const TROUBLE_OF_CURL = [
		5 => Trouble::Name, 6 => Trouble::Name,
		7 => Trouble::Refused,
		28 => Trouble::Timeout,
		35 => Trouble::Tls, 51 => Trouble::Tls, 53 => Trouble::Tls, 54 => Trouble::Tls, 58 => Trouble::Tls, 59 => Trouble::Tls,
		60 => Trouble::Tls, 64 => Trouble::Tls, 66 => Trouble::Tls, 77 => Trouble::Tls, 80 => Trouble::Tls, 83 => Trouble::Tls,
		90 => Trouble::Tls, 91 => Trouble::Tls,
	];

	/** CURLE_ABORTED_BY_CALLBACK: CallLimits broke it off. */
	private const TOO_MUCH = 42;

	public function __construct(
		private readonly IClientService $clients,
	) {
	}

	/**
	 * @param string $address without a path; a slash at its end is no matter
	 * @param ?string $apiKey null: asked as a stranger
	 * @param ?array<string, mixed> $body
	 * @return array{status: int, text: string}
	 * @throws CallFault the address gave no answer of ours
	 */
	public function send(
		string $address,
		string $method,
		string $path,
		#[\SensitiveParameter]
		?string $apiKey = null,
		#[\SensitiveParameter]
		?array $body = null,
	): array {
		// Outside of the try: what cannot be written here is no silence of the server.
		$options = self::options($apiKey, $body);
		try {
			$response = $this->clients->newClient()->request($method, rtrim($address, '/') . $path, $options);
			return ['status' => $response->getStatusCode(), 'text' => self::limited($response->getBody())];
		} catch (CallFault $fault) {
			throw $fault;
		} catch (\Throwable $thrown) {
			// The class and no message: messages of HTTP clients repeat what was sent.
			throw new CallFault(self::troubleOf($thrown), $thrown::class);
		}
	}

	/** @return array<string, mixed> */
	private static function options(
		#[\SensitiveParameter]
		?string $apiKey,
		#[\SensitiveParameter]
		?array $body,
	): array {
		$headers = ($apiKey === null ? [] : ['Authorization' => "Bearer $apiKey"]) + ($body === null ? [] : ['Content-Type' => 'application/json']);
		// A directory may hold names that are not UTF-8: those characters are lost, and nobody's login is.
		$flags = JSON_THROW_ON_ERROR | JSON_INVALID_UTF8_SUBSTITUTE | JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE;
		return CallLimits::options($headers) + ($body === null ? [] : ['body' => json_encode($body, $flags)]);
	}

	/** More than any answer of ours: somebody is there, and it is somebody else. */
	private static function limited(mixed $body): string {
		$text = is_resource($body) ? stream_get_contents($body, CallLimits::ANSWER_MAX_BYTES + 1) : $body;
		return is_string($text) && strlen($text) <= CallLimits::ANSWER_MAX_BYTES ? $text : throw new CallFault(null);
	}

	/** Null as in CallFault. */
	private static function troubleOf(\Throwable $thrown): ?Trouble {
		for ($cause = $thrown; $cause !== null; $cause = $cause->getPrevious()) {
			if ($cause instanceof LocalServerException) {
				return Trouble::Blocked;
			}
			// Only libcurl's number is taken from the message: the rest of it may hold anything.
			if (preg_match('/cURL error (\d+)/', $cause->getMessage(), $found) === 1) {
				$number = (int)$found[1];
				return $number === self::TOO_MUCH ? null : self::TROUBLE_OF_CURL[$number] ?? Trouble::Unreachable;
			}
		}
		return Trouble::Unreachable;
	}
}
