<?php

declare(strict_types=1);

// What an assertion claims, parsed once into values of the right shape; whether they fit this login is left to AssertionVerifier.

namespace OCA\Countersign\Protocol;

final class AssertionClaims {
	/**
	 * @param list<string> $amr
	 * @param int $issuedAt `iat`, seconds since 1970
	 * @param int $expiresAt `exp`
	 * @param int $authTime `auth_time`
	 * @param string $challenge body bytes, as are the answer, the signature and the key of the evidence
	 */
	private function __construct(
		public readonly string $serverId,
		public readonly string $appId,
		public readonly string $accountId,
		public readonly string $userId,
		public readonly string $challengeId,
		public readonly string $appNonce,
		public readonly int $issuedAt,
		public readonly int $expiresAt,
		public readonly int $authTime,
		public readonly array $amr,
		public readonly string $acr,
		public readonly string $deviceId,
		public readonly string $purpose,
		public readonly string $challenge,
		public readonly string $answer,
		public readonly string $signature,
		public readonly string $deviceKey,
	) {
	}

	/** Null when a claim is missing, of another shape, or one too many ([AS1]). */
	public static function read(?\stdClass $json): ?self {
		$claims = self::exactly($json, [
			'iss' => self::text32Bytes(...),
			'aud' => self::id(...),
			'sub' => self::id(...),
			'user_id' => self::userId(...),
			'jti' => self::id(...),
			'nonce' => self::text32Bytes(...),
			'iat' => self::seconds(...),
			'exp' => self::seconds(...),
			'auth_time' => self::seconds(...),
			'amr' => self::methods(...),
			'acr' => static fn (mixed $value): ?string => self::shortText($value, 64),
			'device_id' => self::id(...),
			'purpose' => static fn (mixed $value): ?string => in_array($value, ['login', 'stepUp'], true) ? $value : null,
			'evidence' => self::evidence(...),
		]);
		return $claims === null ? null : new self(...array_slice($claims, 0, -1), ...$claims[13]);
	}

	/** @return ?list<string> */
	private static function evidence(mixed $value): ?array {
		$bytes = static fn (int $min, int $max): \Closure
			=> static fn (mixed $value): ?string => Base64Url::decodeBetween($value, $min, $max);
		return self::exactly($value, [
			'challenge' => $bytes(1, Document::MAX_BODY_BYTES),
			'answer' => $bytes(1, Document::MAX_BODY_BYTES),
			'signature' => $bytes(64, 64),
			'deviceKey' => $bytes(32, 32),
		]);
	}

	/**
	 * The members of an object that has exactly these, in the order of the readers.
	 *
	 * @param array<string, \Closure(mixed): mixed> $readers each gives null for a value of another shape
	 * @return ?list<mixed>
	 */
	private static function exactly(mixed $value, array $readers): ?array {
		$members = $value instanceof \stdClass ? (array)$value : [];
		if (count($members) !== count($readers)) {
			return null;
		}
		$read = [];
		foreach ($readers as $name => $reader) {
			$one = $reader($members[$name] ?? null);
			if ($one === null) {
				return null;
			}
			$read[] = $one;
		}
		return $read;
	}

	private static function text32Bytes(mixed $value): ?string {
		return Base64Url::decodeBetween($value, 32, 32) === null ? null : $value;
	}

	private static function id(mixed $value): ?string {
		return Id::isId($value) ? $value : null;
	}

	/** A user ID has no white space, not even one that only Unicode knows. */
	private static function userId(mixed $value): ?string {
		$fits = is_string($value) && $value !== ''
			&& SignableText::fits($value, Limits::USER_ID_MAX_BYTES)
			&& preg_match('/[' . Unicode::WHITE_SPACE . ']/u', $value) === 0;
		return $fits ? $value : null;
	}

	/** RFC 7519 §2 NumericDate, in whole seconds. JSON knows no integers: `17e8` is one, and PHP reads it as a float. */
	private static function seconds(mixed $value): ?int {
		if (is_float($value) && abs($value) <= Limits::MAX_SAFE_INTEGER && floor($value) === $value) {
			$value = (int)$value;
		}
		return is_int($value) && $value > 0 && $value <= Limits::MAX_SAFE_INTEGER ? $value : null;
	}

	/** @return ?list<string> */
	private static function methods(mixed $value): ?array {
		if (!is_array($value) || count($value) > 8) {
			return null;
		}
		foreach ($value as $method) {
			if (self::shortText($method, 32) === null) {
				return null;
			}
		}
		return $value;
	}

	private static function shortText(mixed $value, int $maxLength): ?string {
		return is_string($value) && TextLength::inCharacters($value) <= $maxLength ? $value : null;
	}
}
