<?php

declare(strict_types=1);

// From a key set as the server publishes it to one that may be trusted: the pinned server id is the only anchor.

namespace OCA\Countersign\Protocol;

final class KeySetVerifier {
	private const MEMBERS = ['rootKey' => [32, 32], 'body' => [1, Document::MAX_BODY_BYTES], 'signature' => [64, 64]];

	/**
	 * [KS1] in its order: SHA-256 of the root key, the root's signature, the body, the server it names; then [KS2].
	 *
	 * @param array $signed the body of `GET /v1/keyset`, or what a cache kept of it; untrusted
	 * @param string $serverId the pinned id, base64url of 32 bytes
	 * @param int $lowestVersion the highest version seen so far: an older set could bring a withdrawn key back
	 * @throws Refused `malformed`, `server_other`, `signature_wrong` or `version_fell`
	 */
	public static function verify(array $signed, string $serverId, int $lowestVersion = 0): KeySet {
		$pinned = Base64Url::decode($serverId);
		$parts = self::parts($signed);
		if ($parts === null || $pinned === null) {
			throw new Refused('malformed');
		}
		[$rootKey, $body, $signature] = $parts;
		if (!hash_equals($pinned, hash('sha256', Document::prefix('countersign/v1/server-id') . $rootKey, true))) {
			throw new Refused('server_other');
		}
		$document = KeySetDocument::document();
		if (!Ed25519::isSignedBy($rootKey, $document->message($body), $signature)) {
			throw new Refused('signature_wrong');
		}
		$values = $document->parse($body);
		if ($values === null) {
			throw new Refused('malformed');
		}
		if (!hash_equals($pinned, $values['serverId'])) {
			throw new Refused('server_other');
		}
		if ($values['keySetVersion'] < $lowestVersion) {
			throw new Refused('version_fell');
		}
		return new KeySet($values['keySetVersion'], $values['keys'], $signed);
	}

	/** @return ?array{string, string, string} root key, body and signature as bytes; null: not exactly these three */
	private static function parts(array $signed): ?array {
		if (count($signed) !== count(self::MEMBERS)) {
			return null;
		}
		$parts = [];
		foreach (self::MEMBERS as $name => [$min, $max]) {
			$bytes = Base64Url::decodeBetween($signed[$name] ?? null, $min, $max);
			if ($bytes === null) {
				return null;
			}
			$parts[] = $bytes;
		}
		return $parts;
	}
}
