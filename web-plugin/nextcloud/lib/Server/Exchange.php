<?php

declare(strict_types=1);

// One call over HTTP: to one address, or to the first of several that answers. What the answer means is left to others.

namespace OCA\Countersign\Server;

use OCP\Http\Client\IClientService;
use OCP\Http\Client\IResponse;
use Psr\Log\LoggerInterface;

final class Exchange {
	private const CURLE_OPERATION_TIMEDOUT = 28;
	private const CURLE_ABORTED_BY_CALLBACK = 42;

	public function __construct(
		private readonly IClientService $clients,
		private readonly Addresses $addresses,
		private readonly LoggerInterface $log,
	) {
	}

	/** The address that is tried first now. @param non-empty-list<string> $addresses */
	public function first(array $addresses): string {
		return $this->addresses->inOrder($addresses)[0];
	}

	/**
	 * Asks the addresses in turn until one answers. A refusal that the server says is an answer: only silence, nonsense of a proxy and a
	 * server that is stopping (502 to 504) lead to the next.
	 *
	 * @param non-empty-list<string> $addresses
	 * @param ?array<string, mixed> $body
	 * @throws ServerFault
	 */
	public function askFirst(
		array $addresses,
		string $method,
		string $path,
		#[\SensitiveParameter]
		string $apiKey,
		#[\SensitiveParameter]
		?array $body,
	): string {
		if (!$this->addresses->takeTurn($addresses)) {
			throw new ServerFault('unreachable');
		}
		try {
			return $this->askInTurn($addresses, $method, $path, $apiKey, $body);
		} finally {
			$this->addresses->endTurn();
		}
	}

	/**
	 * @param non-empty-list<string> $addresses
	 * @param ?array<string, mixed> $body
	 * @throws ServerFault
	 */
	private function askInTurn(
		array $addresses,
		string $method,
		string $path,
		#[\SensitiveParameter]
		string $apiKey,
		#[\SensitiveParameter]
		?array $body,
	): string {
		$fault = new ServerFault('unreachable');
		foreach ($this->addresses->inOrder($addresses) as $address) {
			try {
				$text = $this->ask($address, $method, $path, $apiKey, $body);
				$this->addresses->answered($address);
				return $text;
			} catch (ServerFault $fault) {
				if (!self::isSilence($fault)) {
					$this->addresses->answered($address);
					throw $fault;
				}
				$this->addresses->failed($address);
			}
		}
		throw $fault;
	}

	/**
	 * @param ?string $apiKey null: asked as a stranger
	 * @param ?array<string, mixed> $body
	 * @return string the body of a 2xx
	 * @throws ServerFault
	 */
	public function ask(
		string $address,
		string $method,
		string $path,
		#[\SensitiveParameter]
		?string $apiKey = null,
		#[\SensitiveParameter]
		?array $body = null,
	): string {
		try {
			$response = $this->clients->newClient()->request($method, rtrim($address, '/') . $path, self::options($apiKey, $body));
			$text = self::text($response);
		} catch (ServerFault $fault) {
			$this->note('server answered too much', ['address' => $address, 'path' => self::place($path)]);
			throw $fault;
		} catch (\Exception $exception) {
			$fault = new ServerFault(match (self::curlError($exception)) {
				self::CURLE_OPERATION_TIMEDOUT => 'timeout',
				self::CURLE_ABORTED_BY_CALLBACK => 'bad_response',
				default => 'unreachable',
			});
			// The class and no message: messages of HTTP clients repeat what was sent.
			$this->note('server not reached', ['address' => $address, 'path' => self::place($path), 'reason' => $fault->reason, 'exception' => $exception::class]);
			throw $fault;
		}
		$status = $response->getStatusCode();
		if ($status >= 200 && $status < 300) {
			return $text;
		}
		$fault = self::problem($status, $text);
		$this->note('server said no', ['address' => $address, 'path' => self::place($path), 'reason' => $fault->reason, 'status' => $status]);
		throw $fault;
	}

	/** For the log of the admin. @param array<string, int|string> $facts nothing secret: no body, no header */
	public function note(string $event, array $facts): void {
		$words = implode(', ', array_map(static fn (string $name, int|string $fact): string => "$name $fact", array_keys($facts), $facts));
		$this->log->warning("countersign: $event ($words)", ['app' => 'countersign']);
	}

	/** @param ?array<string, mixed> $body @return array<string, mixed> */
	private static function options(
		#[\SensitiveParameter]
		?string $apiKey,
		#[\SensitiveParameter]
		?array $body,
	): array {
		$headers = ($apiKey === null ? [] : ['Authorization' => "Bearer $apiKey"]) + ($body === null ? [] : ['Content-Type' => 'application/json']);
		return CallLimits::options($headers)
			+ ($body === null ? [] : ['body' => json_encode($body, JSON_THROW_ON_ERROR | JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE)]);
	}

	private static function text(IResponse $response): string {
		$body = $response->getBody();
		$text = is_resource($body) ? stream_get_contents($body, CallLimits::ANSWER_MAX_BYTES + 1) : $body;
		return is_string($text) && strlen($text) <= CallLimits::ANSWER_MAX_BYTES ? $text : throw new ServerFault('bad_response');
	}

	/** RFC 9457. A proxy in front of a dead server answers with a page of its own. */
	private static function problem(int $status, string $text): ServerFault {
		$problem = json_decode($text, true, 8);
		$code = is_array($problem) ? ($problem['code'] ?? null) : null;
		if (!is_string($code) || preg_match('/^[a-z_]{1,64}$/D', $code) !== 1) {
			return new ServerFault($status >= 502 && $status <= 504 ? 'unreachable' : 'bad_response', $status);
		}
		$wait = $problem['retryAfterSeconds'] ?? null;
		return new ServerFault($code, $status, is_int($wait) && $wait >= 0 ? $wait : null);
	}

	private static function isSilence(ServerFault $fault): bool {
		return $fault->reason === 'unreachable' || $fault->reason === 'timeout' || ($fault->status >= 502 && $fault->status <= 504);
	}

	/** cURL's own number, wherever the client keeps it: its classes are not part of Nextcloud's public interface. */
	private static function curlError(\Exception $exception): ?int {
		$context = method_exists($exception, 'getHandlerContext') ? $exception->getHandlerContext() : [];
		return is_array($context) ? ($context['errno'] ?? null) : null;
	}

	/** The id of a request is of no use to a reader of the log, and of some to a thief of it. */
	private static function place(string $path): string {
		return preg_replace('/[0-9a-f-]{36}/', '…', $path) ?? '';
	}
}
