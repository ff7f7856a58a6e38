<?php

declare(strict_types=1);

// The numbers of the protocol that an app needs; why these and no others stands in protocol/src/limits.ts.

namespace OCA\Countersign\Protocol;

final class Limits {
	public const CHALLENGE_TTL_MAX_SECONDS = 600;
	public const ASSERTION_TTL_SECONDS = 60;
	public const CLOCK_SKEW_SECONDS = 60;
	/** UTF-16 units, as the server counts them. */
	public const ASSERTION_MAX_LENGTH = 16_384;
	public const SYMBOLS_SHOWN_MAX = 12;
	public const CODE_DIGITS = 6;
	public const LINK_SECRET_BYTES = 16;
	/** Of the QR code on the login page. */
	public const SCAN_SECRET_BYTES = 16;
	public const RETURN_CODE_BYTES = 16;
	/** Of SHA-256 over the return code: what an answer carries behind the secret. */
	public const RETURN_CODE_HASH_BYTES = 16;
	public const BACK_PATH_MAX_LENGTH = 256;
	/** 2^53 − 1: where JavaScript's numbers stop being exact, and with them [CB3] and the times of JSON. */
	public const MAX_SAFE_INTEGER = 9_007_199_254_740_991;
	/** Text lengths in bytes of UTF-8, as they stand in signed documents. */
	public const USER_ID_MAX_BYTES = 254;
	public const APP_NAME_MAX_BYTES = 64;
	public const ORIGIN_MAX_BYTES = 255;
	public const ADDRESS_MAX_BYTES = 45;
	public const BROWSER_MAX_BYTES = 128;
	public const PLACE_MAX_BYTES = 128;
	public const TRANSACTION_TITLE_MAX_BYTES = 64;
	public const TRANSACTION_AMOUNT_MAX_BYTES = 32;
	public const TRANSACTION_PAYEE_MAX_BYTES = 128;
	public const TRANSACTION_NOTE_MAX_BYTES = 255;
}
