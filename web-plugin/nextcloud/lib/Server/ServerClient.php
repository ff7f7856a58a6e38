<?php

declare(strict_types=1);

// A client of the server's /v1: every answer is checked, every fault is one exception with a reason.

namespace OCA\Countersign\Server;

use OCA\Countersign\Protocol\KeySet;
use OCA\Countersign\Protocol\Refused;
use OCA\Countersign\Settings\Settings;
use OCA\Countersign\Settings\SettingsStore;

final class ServerClient {
	private const STATES = ['pending', 'approved', 'redeemed', 'lapsed', 'denied', 'reported', 'mismatched', 'expired', 'cancelled'];

	public function __construct(
		private readonly SettingsStore $store,
		private readonly Exchange $exchange,
		private readonly KeySetKeeper $keySets,
	) {
	}

	/**
	 * POST /v1/challenges. Only for a user who has passed the first factor: the phone rings.
	 *
	 * @param array<string, mixed> $body
	 * @return array{challengeId: string, watchToken: string, match: array<string, int|string>, delivery: string, issuedAtMs: int, expiresAtMs: int}|array{decision: 'setUp', link: string, expiresAtMs: int}
	 * the second only if `maySetUp` is in the body: an answer that was not welcome is a bad_response, a waiver always
	 * @throws ServerFault
	 */
	public function requestApproval(array $body): array {
		$answer = Answer::of($this->call('POST', '/v1/challenges', $body));
		if ($answer->has('decision')) {
			if (!isset($body['maySetUp'])) {
				throw new ServerFault('bad_response');
			}
			return [
				'decision' => $answer->oneOf('decision', ['setUp']),
				'link' => $this->ownLink($answer),
				'expiresAtMs' => $answer->number('expiresAtMs'),
			];
		}
		return [
			'challengeId' => $answer->uuid('challengeId'),
			'watchToken' => $answer->bytes('watchToken', 32),
			'match' => self::match($answer->part('match')),
			'delivery' => $answer->oneOf('delivery', ['push', 'pull']),
			'issuedAtMs' => $answer->number('issuedAtMs'),
			'expiresAtMs' => $answer->number('expiresAtMs'),
		];
	}

	/**
	 * GET /v1/challenges/{id}: where it stands. Decides nothing; only `redeem` does.
	 *
	 * @return array{state: string, progress: string, cause: string, expiresAtMs: int, nowMs: int}
	 * @throws ServerFault
	 */
	public function status(string $challengeId): array {
		return self::statusOf($this->call('GET', self::path($challengeId)));
	}

	/**
	 * POST /v1/challenges/{id}/redeem. Works once; the assertion must go through `AssertionVerifier`.
	 *
	 * @param ?string $returnCode in mode link, and only there: what the authenticator sent back with the browser
	 * @throws ServerFault
	 */
	public function redeem(
		string $challengeId,
		#[\SensitiveParameter]
		string $nonce,
		#[\SensitiveParameter]
		?string $returnCode = null,
	): string {
		$body = ['appNonce' => $nonce] + ($returnCode === null ? [] : ['returnCode' => $returnCode]);
		return Answer::of($this->call('POST', self::path($challengeId) . '/redeem', $body))->text('assertion', 16_384);
	}

	/**
	 * POST /v1/challenges/{id}/cancel: withdraws the request from the phones.
	 *
	 * @return array{state: string, progress: string, cause: string, expiresAtMs: int, nowMs: int}
	 * @throws ServerFault
	 */
	public function cancel(
		string $challengeId,
		#[\SensitiveParameter]
		string $nonce,
	): array {
		return self::statusOf($this->call('POST', self::path($challengeId) . '/cancel', ['appNonce' => $nonce]));
	}

	/**
	 * The server's keys, checked against the pinned server id and kept for an hour; their version never falls.
	 *
	 * @param bool $fresh asks the server again, for a key that the kept set does not name
	 * @throws ServerFault
	 */
	public function keySet(bool $fresh = false): KeySet {
		$serverId = $this->settings()->serverId;
		$kept = $fresh ? null : $this->keySets->kept($serverId);
		if ($kept !== null) {
			return $kept;
		}
		$answer = Answer::of($this->call('GET', '/v1/keyset'));
		try {
			return $this->keySets->keep($answer->raw(), $serverId);
		} catch (Refused $refused) {
			$this->exchange->note('key set refused', ['reason' => $refused->reason]);
			throw new ServerFault('bad_response');
		}
	}

	/**
	 * GET /v1/app: how this app looks at the server, and what it may. The last four are null of a server that does not tell.
	 *
	 * @return array{name: string, colour: string, logoUrl: ?string, helpText: string, supportContact: string, appId: ?string, serverId: ?string, origins: ?list<string>, mayEnrol: ?bool}
	 * @throws ServerFault
	 */
	public function app(): array {
		$answer = Answer::of($this->call('GET', '/v1/app'));
		return [
			'name' => $answer->text('name', 1_024),
			'colour' => $answer->matches('colour', '/^(?:#[0-9a-f]{6})?$/D'),
			'logoUrl' => $answer->textOrNull('logoUrl', 2_048),
			'helpText' => $answer->text('helpText', 4_000),
			'supportContact' => $answer->text('supportContact', 800),
			'appId' => $answer->has('appId') ? $answer->uuid('appId') : null,
			'serverId' => $answer->has('serverId') ? $answer->bytes('serverId', 32) : null,
			'origins' => $answer->has('origins') ? $answer->texts('origins', 1_024) : null,
			'mayEnrol' => $answer->has('mayEnrol') ? $answer->flag('mayEnrol') : null,
		];
	}

	/**
	 * POST /v1/enrolments: an account for somebody who has none, and the page where its first phone is paired.
	 *
	 * @param array<string, mixed> $body
	 * @return array{link: string, expiresAtMs: int} the link's fragment holds a secret for this person
	 * @throws ServerFault
	 */
	public function enrol(array $body): array {
		$answer = Answer::of($this->call('POST', '/v1/enrolments', $body));
		return ['link' => $this->ownLink($answer), 'expiresAtMs' => $answer->number('expiresAtMs')];
	}

	/** Where browsers follow a request: the admin's address for them, else the one that answers this Nextcloud now. */
	public function watchUrl(): string {
		$settings = $this->settings();
		$base = $settings->browserUrl === '' ? $this->exchange->first($settings->addresses()) : $settings->browserUrl;
		return rtrim($base, '/') . '/v1/watch';
	}

	private function settings(): Settings {
		return $this->store->settings();
	}

	/** @param ?array<string, mixed> $body */
	private function call(
		string $method,
		string $path,
		#[\SensitiveParameter]
		?array $body = null,
	): string {
		$settings = $this->settings();
		if ($settings->serverUrl === '' || $settings->apiKey === '') {
			throw new ServerFault('not_connected');
		}
		return $this->exchange->askFirst($settings->addresses(), $method, $path, $settings->apiKey, $body);
	}

	/** A page that people are sent to: at the server as browsers reach it, and nowhere else. */
	private function ownLink(Answer $answer): string {
		$link = $answer->text('link', 1_024);
		return WebOrigin::of($link) !== null && WebOrigin::of($link) === WebOrigin::of($this->settings()->publicUrl())
			? $link
			: throw new ServerFault('bad_response');
	}

	private static function path(string $challengeId): string {
		return '/v1/challenges/' . rawurlencode($challengeId);
	}

	/** @return array<string, int|string> */
	private static function match(Answer $match): array {
		$mode = $match->oneOf('mode', ['symbol', 'code', 'qr', 'link']);
		return ['mode' => $mode] + match ($mode) {
			'symbol' => ['symbolId' => $match->number('symbolId')],
			'code' => ['code' => $match->matches('code', '/^[0-9]{6}$/D')],
			'qr', 'link' => ['secret' => $match->bytes('secret', 16)],
		};
	}

	/** @return array{state: string, progress: string, cause: string, expiresAtMs: int, nowMs: int} */
	private static function statusOf(string $json): array {
		$answer = Answer::of($json);
		return [
			'state' => $answer->oneOf('state', self::STATES),
			'progress' => $answer->oneOf('progress', ['waiting', 'sent', 'on_phone']),
			'cause' => $answer->oneOf('cause', ['none', 'by_app', 'raised']),
			'expiresAtMs' => $answer->number('expiresAtMs'),
			'nowMs' => $answer->number('nowMs'),
		];
	}
}
