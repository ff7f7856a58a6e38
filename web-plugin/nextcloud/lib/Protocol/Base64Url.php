<?php

declare(strict_types=1);

// Bytes to base64url text and back; refuses every text that it would not itself produce (RFC 4648 §5, §3.5; rule [CB9]).

namespace OCA\Countersign\Protocol;

final class Base64Url {
	/** Encodes without padding. */
	public static function encode(string $bytes): string {
		return rtrim(strtr(base64_encode($bytes), '+/', '-_'), '=');
	}

	/** Decodes; null for padding, foreign characters, an impossible length or unused bits that are not zero. */
	public static function decode(string $text): ?string {
		$bytes = base64_decode(strtr($text, '-_', '+/'), true);
		// PHP forgives white space, padding and bits that are left over (RFC 4648 §3.5); what comes back tells.
		return $bytes !== false && self::encode($bytes) === $text ? $bytes : null;
	}

	/** Decodes a member of a JSON document; null also for what is no text, and for fewer or more bytes. */
	public static function decodeBetween(mixed $value, int $min, int $max): ?string {
		$bytes = is_string($value) ? self::decode($value) : null;
		return $bytes !== null && strlen($bytes) >= $min && strlen($bytes) <= $max ? $bytes : null;
	}
}
