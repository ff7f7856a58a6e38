<?php

declare(strict_types=1);

// The signed question: who asks, for whom, from where, which access passes; made by the server for one device (rules [CH…]).

namespace OCA\Countersign\Protocol;

use OCA\Countersign\Protocol\FieldTypes as F;

final class ChallengeDocument {
	/** What an approval is for. Codes 4 to 6 are reserved by SPEC.md and refused by this version. */
	public const PURPOSES = ['login' => 1, 'stepUp' => 2, 'transaction' => 3];
	/** How the choice proves that the person sees the login page. */
	public const MODES = ['symbol' => 1, 'code' => 2, 'qr' => 3, 'link' => 4];
	/** Bits of `requirements`: what an approve must carry beside the device's signature. Any other bit is refused. */
	public const USER_VERIFICATION = 1;
	public const BIOMETRICS = 2;

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
			'transaction' => [16, F::repeated(self::transaction(), 1)],
			'requirements' => [17, F::unsigned(2)],
			'sequence' => [18, F::unsigned(8)],
		]));
	}

	/** What is approved beside a login: nothing that a Nextcloud asks for. Empty text: not said. */
	private static function transaction(): \Closure {
		return F::record([
			'title' => [1, F::text(Limits::TRANSACTION_TITLE_MAX_BYTES)],
			'amount' => [2, F::text(Limits::TRANSACTION_AMOUNT_MAX_BYTES)],
			'payee' => [3, F::text(Limits::TRANSACTION_PAYEE_MAX_BYTES)],
			'note' => [4, F::text(Limits::TRANSACTION_NOTE_MAX_BYTES)],
		]);
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
