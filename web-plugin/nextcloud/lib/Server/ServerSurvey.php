<?php

declare(strict_types=1);

// Looks at an address: who answers there, whether it proves to be who it says, and what it says about our key.

namespace OCA\Countersign\Server;

use OCA\Countersign\Protocol\Base64Url;
use OCA\Countersign\Protocol\KeySetVerifier;
use OCA\Countersign\Protocol\Refused;

class ServerSurvey {
	private const SERVER_ID_BYTES = 32;
	private const TEXT_MAX_BYTES = 256;
	private const ORIGINS_MAX = 100;
	private const UUID = '/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/';

	public function __construct(
		private readonly Probe $probe,
	) {
	}

	/** @param string $url as ServerAddress lets it through */
	public function server(string $url): ServerSeen {
		$answer = $this->probe->get($url, '/v1/server');
		$id = $answer->text('serverId');
		$nowMs = $answer->json['nowMs'] ?? null;
		if ($answer->trouble !== null || $answer->status !== 200 || !self::isServerId($id) || !is_int($nowMs)) {
			return new ServerSeen($url, $answer->trouble, $answer->status);
		}
		return new ServerSeen(
			url: $url,
			trouble: null,
			status: 200,
			serverId: $id,
			name: self::short($answer->text('name')),
			version: self::short($answer->text('version')),
			nowMs: $nowMs,
			isProven: $this->proves($url, $id),
		);
	}

	/** Shows the key to the server there: only for an address whose id is the one that was pinned or is about to be. */
	public function app(string $url, #[\SensitiveParameter] string $apiKey): AppSeen {
		$answer = $this->probe->get($url, '/v1/app', $apiKey);
		if ($answer->trouble !== null || $answer->status !== 200 || $answer->json === null) {
			return new AppSeen(false, $answer->status);
		}
		$appId = $answer->text('appId');
		$serverId = $answer->text('serverId');
		$origins = $answer->json['origins'] ?? [];
		return new AppSeen(
			isKnown: true,
			status: 200,
			name: self::short($answer->text('name')),
			appId: $appId !== null && preg_match(self::UUID, $appId) === 1 ? $appId : null,
			serverId: self::isServerId($serverId) ? $serverId : null,
			origins: is_array($origins) ? array_slice(array_values(array_filter($origins, is_string(...))), 0, self::ORIGINS_MAX) : [],
			mayEnrol: ($answer->json['mayEnrol'] ?? null) === true,
		);
	}

	/** Base64url of 32 bytes, written as the server itself writes it. */
	public static function isServerId(?string $text): bool {
		$bytes = $text === null ? null : Base64Url::decode($text);
		return $bytes !== null && strlen($bytes) === self::SERVER_ID_BYTES;
	}

	private function proves(string $url, string $serverId): bool {
		$answer = $this->probe->get($url, '/v1/keyset');
		if ($answer->trouble !== null || $answer->status !== 200 || $answer->json === null) {
			return false;
		}
		try {
			KeySetVerifier::verify($answer->json, $serverId);
			return true;
		} catch (Refused) {
			return false;
		}
	}

	private static function short(?string $text): string {
		return mb_strcut((string)$text, 0, self::TEXT_MAX_BYTES, 'UTF-8');
	}
}
