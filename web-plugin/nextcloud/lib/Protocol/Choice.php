<?php

declare(strict_types=1);

// The bytes that an approve must hold for what a page showed (SPEC.md section 6; in mode link [LK3] and [LK5]).

namespace OCA\Countersign\Protocol;

final class Choice {
	/**
	 * The right choice as the device signs it: of a link only its first half, the second comes with the return code.
	 *
	 * @param array $match what the page showed, `{mode, symbolId | code | secret}`
	 * @return ?string null: nothing that a page can have shown
	 */
	public static function ofMatch(#[\SensitiveParameter] array $match): ?string {
		return match ($match['mode'] ?? null) {
			'symbol' => self::ofSymbol($match['symbolId'] ?? null),
			'code' => self::ofCode($match['code'] ?? null),
			'qr' => Base64Url::decodeBetween($match['secret'] ?? null, Limits::SCAN_SECRET_BYTES, Limits::SCAN_SECRET_BYTES),
			'link' => Base64Url::decodeBetween($match['secret'] ?? null, Limits::LINK_SECRET_BYTES, Limits::LINK_SECRET_BYTES),
			default => null,
		};
	}

	/** [LK5]: what stands behind the secret, for the return code that came back to this session; null when none did. */
	public static function returnCodeHash(#[\SensitiveParameter] ?string $returnCode): ?string {
		$code = Base64Url::decodeBetween($returnCode, Limits::RETURN_CODE_BYTES, Limits::RETURN_CODE_BYTES);
		if ($code === null) {
			return null;
		}
		$hash = hash('sha256', Document::prefix('countersign/v1/return-code') . $code, true);
		return substr($hash, 0, Limits::RETURN_CODE_HASH_BYTES);
	}

	/** The symbol's id, never its position. */
	private static function ofSymbol(mixed $symbolId): ?string {
		return is_int($symbolId) && $symbolId >= 0 && $symbolId <= 0xffff ? pack('n', $symbolId) : null;
	}

	private static function ofCode(mixed $code): ?string {
		return is_string($code) && preg_match('/^[0-9]{' . Limits::CODE_DIGITS . '}\z/', $code) === 1 ? $code : null;
	}
}
