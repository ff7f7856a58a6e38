<?php

declare(strict_types=1);

// Makes real assertions with real keys, good ones and ones that are wrong in exactly one place.

namespace OCA\Countersign\Tests\Protocol;

use OCA\Countersign\Protocol\Base64Url;
use OCA\Countersign\Protocol\ChallengeDocument;
use OCA\Countersign\Protocol\Choice;
use OCA\Countersign\Protocol\DeviceThumbprint;
use OCA\Countersign\Protocol\Document;
use OCA\Countersign\Protocol\Expected;
use OCA\Countersign\Protocol\Id;
use OCA\Countersign\Protocol\KeySet;
use OCA\Countersign\Protocol\KeySetVerifier;

final class AssertionKit {
	public const NOW_MS = 1_790_000_000_500;
	public const SECONDS = 1_790_000_000;
	private const KEY_ID = '5822ebee-2ee6-3229-2f2b-1136c5a2cdb5';

	/** @var array<string, mixed> everything that one login is about */
	public readonly array $login;

	/** @param array<string, mixed> $change to a login by access pass that is good */
	public function __construct(array $change = []) {
		$this->login = $change + [
			'appId' => '50cc199b-a3a1-e81c-d3b3-598dc009cdd1',
			'accountId' => 'a08e0f0c-9a5e-342d-fcf0-fe2625f71519',
			'userId' => 'alice',
			'deviceId' => '1f844e85-df1e-f6dd-3b49-4e5d119406a3',
			'challengeId' => 'fbd1be30-7603-4f91-0b6a-56f8238711b7',
			'appNonce' => Base64Url::encode(str_repeat("\x2a", 32)),
			'match' => ['mode' => 'symbol', 'symbolId' => 7],
			'options' => [3, 7, 11, 19, 23, 31],
			'returnCode' => null,
			'appName' => 'Files',
			'origin' => 'https://cloud.example.org',
			'address' => '203.0.113.7',
			'browser' => 'Firefox on Linux',
			'issuedAtMs' => self::NOW_MS - 10_000,
			'expiresAtMs' => self::NOW_MS + 80_000,
			'iat' => self::SECONDS,
		];
	}

	/** A key pair of sodium that is the same in every run. */
	public static function pair(string $name): string {
		return sodium_crypto_sign_seed_keypair(hash('sha256', "kit $name", true));
	}

	public static function publicKey(string $name): string {
		return sodium_crypto_sign_publickey(self::pair($name));
	}

	public static function sign(string $name, string $message): string {
		return sodium_crypto_sign_detached($message, sodium_crypto_sign_secretkey(self::pair($name)));
	}

	public static function serverId(): string {
		return self::serverIdOf(self::publicKey('root'));
	}

	public static function serverIdOf(string $rootKey): string {
		return Base64Url::encode(hash('sha256', Document::prefix('countersign/v1/server-id') . $rootKey, true));
	}

	/**
	 * The key set as a server publishes it.
	 *
	 * @param array<string, string> $fields other bytes of a field of the set
	 * @param array<string, string> $key the same of its key
	 */
	public static function signedKeySet(array $fields = [], array $key = [], string $root = 'root'): array {
		$record = self::body($key, [
			'keyId' => Id::toBytes(self::KEY_ID),
			'role' => "\x01",
			'algorithm' => "\x01",
			'publicKey' => self::publicKey('challenge'),
			'notBeforeMs' => pack('J', self::NOW_MS - 3_600_000),
			'notAfterMs' => pack('J', self::NOW_MS + 3_600_000),
		]);
		$body = self::body($fields, [
			'version' => "\x01",
			'serverId' => Base64Url::decode(self::serverId()),
			'keySetVersion' => pack('N', 3),
			'issuedAtMs' => pack('J', self::NOW_MS),
			'keys' => pack('n', strlen($record)) . $record,
		]);
		return [
			'rootKey' => Base64Url::encode(self::publicKey($root)),
			'body' => Base64Url::encode($body),
			'signature' => Base64Url::encode(self::sign($root, Document::prefix('countersign/v1/keyset') . $body)),
		];
	}

	public static function keySet(): KeySet {
		return KeySetVerifier::verify(self::signedKeySet(), self::serverId());
	}

	public static function thumbprint(string $device = 'device'): string {
		return DeviceThumbprint::of(self::publicKey($device));
	}

	/** What the app that asked expects of this login. @param array<string, mixed> $change */
	public function expected(array $change = []): Expected {
		$login = $this->login;
		return new Expected(...$change + [
			'serverId' => self::serverId(),
			'appId' => $login['appId'],
			'userId' => $login['userId'],
			'accountId' => null,
			'challengeId' => $login['challengeId'],
			'appNonce' => $login['appNonce'],
			'purpose' => 'login',
			'match' => $login['match'],
			'returnCode' => $login['returnCode'],
			'address' => $login['address'],
			'browser' => $login['browser'],
			'origin' => $login['origin'],
			'appName' => $login['appName'],
			'pinnedDevices' => null,
		]);
	}

	/**
	 * A change at each layer is made before the layer above signs or hashes it: so exactly one thing is wrong.
	 *
	 * @param array<string, mixed> $twist `challenge`, `context`, `answer`: other bytes of a field; `challengeBody`, `answerBody`,
	 *        `answerSignature`, `signature`: what becomes of those bytes; `deviceKey`: bytes; `answerSigner`, `signer`: names of keys;
	 *        `evidence`, `claims`, `header`: other members; `headerJson`, `claimsJson`: what becomes of their text
	 */
	public function assertion(array $twist = []): string {
		$same = static fn (string $bytes): string => $bytes;
		$challenge = ($twist['challengeBody'] ?? $same)($this->challenge($twist));
		$answer = ($twist['answerBody'] ?? $same)($this->answer($challenge, $twist['answer'] ?? []));
		$signature = self::sign($twist['answerSigner'] ?? 'device', Document::prefix('countersign/v1/answer/k1') . $answer);
		$evidence = array_map(Base64Url::encode(...), [
			'challenge' => $challenge,
			'answer' => $answer,
			'signature' => ($twist['answerSignature'] ?? $same)($signature),
			'deviceKey' => $twist['deviceKey'] ?? self::publicKey('device'),
		]);
		$claims = ($twist['claims'] ?? []) + $this->claims() + ['evidence' => ($twist['evidence'] ?? []) + $evidence];
		$header = ($twist['header'] ?? []) + ['alg' => 'EdDSA', 'typ' => 'countersign-assertion+jwt', 'kid' => self::KEY_ID];
		$input = Base64Url::encode(($twist['headerJson'] ?? $same)(self::json($header)))
			. '.' . Base64Url::encode(($twist['claimsJson'] ?? $same)(self::json($claims)));
		return "$input." . Base64Url::encode(($twist['signature'] ?? $same)(self::sign($twist['signer'] ?? 'challenge', $input)));
	}

	private function claims(): array {
		$login = $this->login;
		return [
			'iss' => self::serverId(),
			'aud' => $login['appId'],
			'sub' => $login['accountId'],
			'user_id' => $login['userId'],
			'jti' => $login['challengeId'],
			'nonce' => $login['appNonce'],
			'iat' => $login['iat'],
			'exp' => $login['iat'] + 60,
			'auth_time' => $login['iat'] - 1,
			'amr' => ['pop', 'swk', "mch-{$login['match']['mode']}"],
			'acr' => "countersign:{$login['match']['mode']}",
			'device_id' => $login['deviceId'],
			'purpose' => 'login',
		];
	}

	private function challenge(array $twist): string {
		$login = $this->login;
		$isSymbol = $login['match']['mode'] === 'symbol';
		return self::body($twist['challenge'] ?? [], [
			'version' => "\x01",
			'serverId' => Base64Url::decode(self::serverId()),
			'keyId' => Id::toBytes(self::KEY_ID),
			'challengeId' => Id::toBytes($login['challengeId']),
			'nonce' => str_repeat("\x09", 32),
			'appNonce' => Base64Url::decode($login['appNonce']),
			'accountId' => Id::toBytes($login['accountId']),
			'deviceId' => Id::toBytes($login['deviceId']),
			'appId' => Id::toBytes($login['appId']),
			'purpose' => "\x01",
			'mode' => chr(ChallengeDocument::MODES[$login['match']['mode']]),
			'options' => $isSymbol ? pack('n*', ...$login['options']) : '',
			'issuedAtMs' => pack('J', $login['issuedAtMs']),
			'expiresAtMs' => pack('J', $login['expiresAtMs']),
			'context' => self::body($twist['context'] ?? [], [
				'appName' => $login['appName'],
				'origin' => $login['origin'],
				'userId' => $login['userId'],
				'address' => $login['address'],
				'browser' => $login['browser'],
				'place' => '',
				'browserKnown' => "\x00",
				'otherOpen' => "\x00",
			]),
			'transaction' => '',
			'requirements' => "\x00\x00",
			'sequence' => pack('J', 12),
		]);
	}

	private function answer(string $challenge, array $change): string {
		$login = $this->login;
		return self::body($change, [
			'version' => "\x01",
			'serverId' => Base64Url::decode(self::serverId()),
			'challengeId' => Id::toBytes($login['challengeId']),
			'accountId' => Id::toBytes($login['accountId']),
			'deviceId' => Id::toBytes($login['deviceId']),
			'challengeHash' => hash('sha256', Document::prefix('countersign/v1/challenge') . $challenge, true),
			'decision' => "\x01",
			'chosen' => Choice::ofMatch($login['match']) . Choice::returnCodeHash($login['returnCode']),
			'userVerification' => "\x00",
			'counter' => pack('J', 4),
			'deviceTimeMs' => pack('J', self::NOW_MS),
		]);
	}

	/** Fields in the order of their tags, which begin with 1 and have no gap. */
	private static function body(array $change, array $fields): string {
		$body = '';
		$tag = 0;
		foreach (array_replace($fields, $change) as $bytes) {
			$body .= pack('Cn', ++$tag, strlen($bytes)) . $bytes;
		}
		return $body;
	}

	/** What is null is left away. */
	private static function json(array $members): string {
		$given = array_filter($members, static fn (mixed $value): bool => $value !== null);
		return json_encode($given, JSON_THROW_ON_ERROR | JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE | JSON_PRESERVE_ZERO_FRACTION);
	}
}
