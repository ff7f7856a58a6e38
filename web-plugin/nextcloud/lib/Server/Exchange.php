<?php

declare(strict_types=1);

// Asks the server at the first of its addresses that answers, and tells its refusals from its silence.

namespace OCA\Countersign\Server;

use Psr\Log\LoggerInterface;

final class Exchange {
	public function __construct(
		private readonly Call $call,
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
			return $this->inTurn($addresses, fn (string $address): string => $this->ask($address, $method, $path, $apiKey, $body));
		} finally {
			$this->addresses->endTurn();
		}
	}

	/**
	 * @param non-empty-list<string> $addresses
	 * @param \Closure(string): string $ask
	 * @throws ServerFault
	 */
	private function inTurn(array $addresses, \Closure $ask): string {
		$fault = new ServerFault('unreachable');
		foreach ($this->addresses->inOrder($addresses) as $address) {
			try {
				$text = $ask($address);
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
	 * @param ?array<string, mixed> $body
	 * @return string the body of a 2xx
	 * @throws ServerFault
	 */
	private function ask(
		string $address,
		string $method,
		string $path,
		#[\SensitiveParameter]
		string $apiKey,
		#[\SensitiveParameter]
		?array $body,
	): string {
		$where = ['address' => $address, 'path' => self::place($path)];
		try {
			['status' => $status, 'text' => $text] = $this->call->send($address, $method, $path, $apiKey, $body);
		} catch (CallFault $silence) {
			$fault = new ServerFault(match ($silence->trouble) {
				Trouble::Timeout => 'timeout',
				null => 'bad_response',
				default => 'unreachable',
			});
			$this->note('server not reached', $where + ['reason' => $silence->getMessage(), 'exception' => $silence->thrownBy]);
			throw $fault;
		}
		if ($status >= 200 && $status < 300) {
			return $text;
		}
		$fault = self::problem($status, $text);
		$this->note('server said no', $where + ['reason' => $fault->reason, 'status' => $status]);
		throw $fault;
	}

	/** For the log of the admin. @param array<string, int|string> $facts nothing secret: no body, no header */
	public function note(string $event, array $facts): void {
		$words = implode(', ', array_map(static fn (string $name, int|string $fact): string => "$name $fact", array_keys($facts), $facts));
		$this->log->warning("countersign: $event ($words)", ['app' => 'countersign']);
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

	/** The id of a request is of no use to a reader of the log, and of some to a thief of it. */
	private static function place(string $path): string {
		return preg_replace('/[0-9a-f-]{36}/', '…', $path) ?? '';
	}
}
