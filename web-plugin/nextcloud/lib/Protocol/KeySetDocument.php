<?php

declare(strict_types=1);

// The server's key set: which challenge keys a pinned server stands for, signed by its root key (rules [KS…]).

namespace OCA\Countersign\Protocol;

use OCA\Countersign\Protocol\FieldTypes as F;

final class KeySetDocument {
	public const ROLE_CHALLENGE = 1;
	/** What phones seal PIN signatures to; an app has no use for it. */
	private const ROLE_SEALING = 2;
	private const ED25519 = 1;
	private const P256 = 2;
	private const KEYS_MAX = 16;

	public static function document(): Document {
		$key = F::record([
			'keyId' => [1, F::raw(16)],
			'role' => [2, F::code([self::ROLE_CHALLENGE, self::ROLE_SEALING])],
			'algorithm' => [3, F::code([self::ED25519, self::P256])],
			'publicKey' => [4, F::bytes(32, 133)],
			'notBeforeMs' => [5, F::unsigned(8)],
			'notAfterMs' => [6, F::unsigned(8)],
		]);
		return new Document('countersign/v1/keyset', F::record([
			'version' => [1, F::code([1])],
			'serverId' => [2, F::raw(32)],
			'keySetVersion' => [3, F::unsigned(4)],
			'issuedAtMs' => [4, F::unsigned(8)],
			'keys' => [5, F::repeated($key, self::KEYS_MAX)],
		]));
	}
}
