<?php

declare(strict_types=1);

// The signed question: who asks, for whom, from where, which access passes; made by the server for one device (rules [CH…]).

namespace OCA\Countersign\Protocol;

use OCA\Countersign\Protocol\FieldTypes as F;

final class ChallengeDocument {
	/** What an approval is for. Codes 3 to 6 are reserved by SPEC.md and refused by this version. */
	public const PURPOSES = ['login' => 1, 'stepUp' => 2];
	/** How the choice proves that the person sees the login page. Code 3 (qr) is reserved by SPEC.md. */
	public const MODES = ['symbol' => 1, 'code' => 2, 'link' => 4];

	/** Signed by a challenge key of the key set. The right answer is not in it. */
	public static function document(): Document {
		return new Document('countersign/v1/challenge', F::record([
			'version' => [1, F::code([1])],
			'serverId' => [2, F::raw(32)],
			'keyId' => [3, F::raw(16)],
			'challengeId' => [4, F::raw(16)],
			'nonce' => [5, F::raw(32)],
			'appNonce' => [6, F::raw(32)],
			'accountId' => [7, F::raw(16)],
			'deviceId' => [8, F::raw(16)],
			'appId' => [9, F::raw(16)],
			'purpose' => [10, F::code(array_values(self::PURPOSES))],
			'mode' => [11, F::code(array_values(self::MODES))],
			'options' => [12, F::numbers(Limits::SYMBOLS_SHOWN_MAX)],
			'issuedAtMs' => [13, F::unsigned(8)],
			'expiresAtMs' => [14, F::unsigned(8)],
			'context' => [15, self::context()],
			'transaction' => [16, F::raw(0)],
			'requirements' => [17, F::unsigned(2)],
			'sequence' => [18, F::unsigned(8)],
		]));
	}

	/** What the person read before deciding. Empty text: not known. */
	private static function context(): \Closure {
		return F::record([
			'appName' => [1, F::text(Limits::APP_NAME_MAX_BYTES)],
			'origin' => [2, F::text(Limits::ORIGIN_MAX_BYTES)],
			'userId' => [3, F::text(Limits::USER_ID_MAX_BYTES)],
			'address' => [4, F::text(Limits::ADDRESS_MAX_BYTES)],
			'browser' => [5, F::text(Limits::BROWSER_MAX_BYTES)],
			'place' => [6, F::text(Limits::PLACE_MAX_BYTES)],
			'browserKnown' => [7, F::code([0, 1, 2])],
			'otherOpen' => [8, F::unsigned(1)],
		]);
	}
}
