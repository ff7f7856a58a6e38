<?php

declare(strict_types=1);

// A server that speaks /v1 as the real one does, with phones that sign; each address of it can be cut off, and each answer changed.

namespace OCA\Countersign\Tests\Login;

use OCA\Countersign\Protocol\Base64Url;
use OCA\Countersign\Tests\Protocol\AssertionKit;
use OCP\Http\Client\IResponse;

final class ScriptedServer {
	public const API_KEY = 'cs_secret_of_this_app';
	public const APP_ID = '50cc199b-a3a1-e81c-d3b3-598dc009cdd1';
	public const ACCOUNT_ID = 'a08e0f0c-9a5e-342d-fcf0-fe2625f71519';

	/** @var list<array{method: string, url: string, body: ?array<string, mixed>, options: array<string, mixed>}> every call that came */
	public array $calls = [];
	/** @var array<string, string> by address: `refused`, `timeout`, or a status that a proxy answers with a page of its own */
	public array $down = [];
	/** @var array<string, array{int, string}> by `METHOD path` (ids as `*`): status and body in the place of the right ones */
	public array $says = [];
	/** @var array<string, array<string, mixed>> by id: body, match, state, issuedAtMs, expiresAtMs, twist, returnCode */
	public array $challenges = [];
	public string $mode = 'symbol';
	/** @var array<string, mixed> */
	public array $signedKeySet;
	/** What happens elsewhere while an approval is handed out: for races. @var ?\Closure(): mixed */
	public ?\Closure $onRedeem = null;
	/** @var array<string, mixed> what the assertions are made with; see AssertionKit */
	public array $twist = [];

	public function __construct(
		private readonly SetTime $time,
	) {
		$this->signedKeySet = AssertionKit::signedKeySet();
	}

	/** What came, without keys and bodies, e.g. `POST /v1/challenges`. @return list<string> */
	public function asked(?string $address = null): array {
		$calls = array_filter($this->calls, static fn (array $call): bool => $address === null || str_starts_with($call['url'], $address));
		return array_values(array_map(static fn (array $call): string => $call['method'] . ' ' . self::route($call['url']), $calls));
	}

	/** How often phones rang. */
	public function rings(): int {
		return count($this->challenges);
	}

	/** The only challenge, or the last one. @return string its id */
	public function last(): string {
		return (string)array_key_last($this->challenges);
	}

	/** @param array<string, mixed> $twist see AssertionKit::assertion */
	public function approve(array $twist = [], ?string $returnCode = null): void {
		$this->decide('approved');
		$this->challenges[$this->last()]['twist'] = $twist;
		$this->challenges[$this->last()]['returnCode'] = $returnCode;
	}

	/** The same by a phone of another name; AssertionKit::thumbprint names it. */
	public function approveBy(string $phone): void {
		$this->approve(['answerSigner' => $phone, 'deviceKey' => AssertionKit::publicKey($phone)]);
	}

	public function decide(string $state): void {
		$this->challenges[$this->last()]['state'] = $state;
	}

	/** @param array<string, mixed> $options */
	public function answer(string $method, string $url, array $options): IResponse {
		$body = isset($options['body']) ? json_decode($options['body'], true) : null;
		$this->calls[] = ['method' => $method, 'url' => $url, 'body' => $body, 'options' => $options];
		$address = substr($url, 0, (int)strpos($url, '/v1/'));
		$cut = $this->down[$address] ?? null;
		if ($cut === 'refused' || $cut === 'timeout') {
			throw new UnreachableException($cut === 'timeout' ? 28 : 7, $options);
		}
		if ($cut !== null) {
			return new Spoken((int)$cut, '<html><h1>Bad Gateway</h1></html>');
		}
		$route = self::route($url);
		[$status, $said] = $this->says["$method $route"] ?? $this->rightAnswer($method, $route, $url, $body, $options);
		return new Spoken($status, is_string($said) ? $said : json_encode($said, JSON_THROW_ON_ERROR));
	}

	private static function route(string $url): string {
		return preg_replace('~/[0-9a-f-]{36}~', '/*', substr($url, (int)strpos($url, '/v1/'))) ?? '';
	}

	/** @return array{int, array<string, mixed>} */
	private function rightAnswer(string $method, string $route, string $url, ?array $body, array $options): array {
		if ($route === '/v1/server') {
			return [200, ['serverId' => AssertionKit::serverId(), 'name' => 'Office', 'version' => '1.2.3', 'protocols' => [], 'nowMs' => $this->nowMs()]];
		}
		if (($options['headers']['Authorization'] ?? null) !== 'Bearer ' . self::API_KEY) {
			return self::problem(401, 'unauthorized');
		}
		preg_match('~/([0-9a-f-]{36})~', $url, $found);
		$id = $found[1] ?? '';
		return match ("$method $route") {
			'POST /v1/challenges' => $this->ask($body ?? []),
			'GET /v1/challenges/*' => isset($this->challenges[$id]) ? [200, $this->status($id)] : self::problem(404, 'challenge_unknown'),
			'POST /v1/challenges/*/redeem' => $this->redeem($id, $body ?? []),
			'POST /v1/challenges/*/cancel' => $this->cancel($id),
			'GET /v1/keyset' => [200, $this->signedKeySet],
			'GET /v1/app' => [200, ['name' => 'Files', 'colour' => '', 'logoUrl' => null, 'helpText' => 'Room 12', 'supportContact' => '', 'aNewField' => 1]],
			default => self::problem(404, 'not_found'),
		};
	}

	private function ask(array $body): array {
		$id = sprintf('fbd1be30-7603-4f91-0b6a-56f823871%03x', count($this->challenges));
		$isLink = ($body['sameDevice'] ?? false) === true;
		$match = match (true) {
			$isLink => ['mode' => 'link', 'secret' => Base64Url::encode(str_repeat("\x0c", 16))],
			$this->mode === 'qr' => ['mode' => 'qr', 'secret' => Base64Url::encode(str_repeat("\x0d", 16))],
			$this->mode === 'code' => ['mode' => 'code', 'code' => '123456'],
			default => ['mode' => 'symbol', 'symbolId' => 7],
		};
		$this->challenges[$id] = [
			'body' => $body,
			'match' => $match,
			'state' => 'pending',
			'issuedAtMs' => $this->nowMs(),
			'expiresAtMs' => $this->nowMs() + 90_000,
			'watchToken' => Base64Url::encode(hash('sha256', "watch $id", true)),
			'twist' => [],
			'returnCode' => null,
		];
		return [201, [
			'challengeId' => $id,
			'accountId' => self::ACCOUNT_ID,
			'watchToken' => $this->challenges[$id]['watchToken'],
			'match' => $match,
			'delivery' => 'push',
			'otherWays' => ['totp'],
			'issuedAtMs' => $this->challenges[$id]['issuedAtMs'],
			'expiresAtMs' => $this->challenges[$id]['expiresAtMs'],
		]];
	}

	private function redeem(string $id, array $body): array {
		$challenge = $this->challenges[$id] ?? null;
		if ($challenge === null) {
			return self::problem(404, 'challenge_unknown');
		}
		if ($body['appNonce'] !== $challenge['body']['appNonce'] || ($body['returnCode'] ?? null) !== $challenge['returnCode']) {
			return self::problem(401, 'unauthorized');
		}
		if ($challenge['state'] !== 'approved') {
			return self::problem(409, $challenge['state'] === 'pending' ? 'challenge_not_approved' : 'challenge_final');
		}
		$this->challenges[$id]['state'] = 'redeemed';
		$this->onRedeem?->__invoke();
		return [200, ['assertion' => $this->assertion($id)]];
	}

	public function assertion(string $id): string {
		['body' => $body, 'match' => $match, 'twist' => $twist, 'returnCode' => $returnCode] = $this->challenges[$id];
		$kit = new AssertionKit([
			'appId' => self::APP_ID,
			'accountId' => self::ACCOUNT_ID,
			'userId' => $body['userId'],
			'challengeId' => $id,
			'appNonce' => $body['appNonce'],
			'match' => $match,
			'returnCode' => $returnCode,
			'address' => $body['context']['address'],
			'browser' => $body['context']['browser'],
			'issuedAtMs' => $this->challenges[$id]['issuedAtMs'],
			'expiresAtMs' => $this->challenges[$id]['expiresAtMs'],
			'iat' => max($this->time->seconds, intdiv($this->challenges[$id]['issuedAtMs'], 1000) + 1),
		]);
		return $kit->assertion($twist + $this->twist);
	}

	private function cancel(string $id): array {
		$this->challenges[$id]['state'] = 'cancelled';
		return [200, $this->status($id)];
	}

	private function status(string $id): array {
		$challenge = $this->challenges[$id];
		$isOver = $challenge['state'] === 'pending' && $this->nowMs() >= $challenge['expiresAtMs'];
		return [
			'state' => $isOver ? 'expired' : $challenge['state'],
			'progress' => 'sent',
			'cause' => $challenge['state'] === 'cancelled' ? 'by_app' : 'none',
			'expiresAtMs' => $challenge['expiresAtMs'],
			'nowMs' => $this->nowMs(),
		];
	}

	private function nowMs(): int {
		return $this->time->seconds * 1000;
	}

	/** @return array{int, array<string, mixed>} */
	public static function problem(int $status, string $code, ?int $retryAfterSeconds = null): array {
		$wait = $retryAfterSeconds === null ? [] : ['retryAfterSeconds' => $retryAfterSeconds];
		return [$status, ['type' => 'about:blank', 'title' => 'no', 'status' => $status, 'code' => $code] + $wait];
	}
}
