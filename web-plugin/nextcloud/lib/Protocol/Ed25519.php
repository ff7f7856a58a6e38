<?php

declare(strict_types=1);

// Strict Ed25519 verification: which keys and signatures are refused before sodium is asked (rules [KE1], [KE2]).

namespace OCA\Countersign\Protocol;

final class Ed25519 {
	/**
	 * The 14 encodings of low-order points. Under them a fixed signature fits every message in common verifiers
	 * (eprint 2020/1244, "Taming the many EdDSAs", table 5).
	 */
	private const LOW_ORDER = [
		'0100000000000000000000000000000000000000000000000000000000000000',
		'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
		'0000000000000000000000000000000000000000000000000000000000000000',
		'0000000000000000000000000000000000000000000000000000000000000080',
		'26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
		'26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85',
		'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
		'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa',
		'0100000000000000000000000000000000000000000000000000000000000080',
		'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff',
		'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
		'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff',
		'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
		'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff',
	];
	/** The group order L (RFC 8032 §5.1), big-endian hex. */
	private const ORDER = '1000000000000000000000000000000014def9dea2f79cd65812631a5cf5d3ed';
	/** The field prime 2^255 − 19, big-endian hex: an encoded y at or above it is a second spelling of the same point. */
	private const PRIME = '7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffed';

	/**
	 * Whether `signature` over `message` is by `publicKey` (32 bytes). Never throws.
	 *
	 * Of a signature whose R is of low order sodium says no, other libraries say yes: only who holds the key could make one.
	 */
	public static function isSignedBy(string $publicKey, string $message, string $signature): bool {
		// Asked of sodium alone, the answer would depend on how the distribution built it (ED25519_COMPAT).
		return self::isAcceptableKey($publicKey)
			&& self::isCanonicalSignature($signature)
			&& sodium_crypto_sign_verify_detached($signature, $message, $publicKey);
	}

	/** [KE2]: 32 bytes, a canonical encoding and not of low order. */
	public static function isAcceptableKey(string $publicKey): bool {
		if (strlen($publicKey) !== 32 || in_array(bin2hex($publicKey), self::LOW_ORDER, true)) {
			return false;
		}
		// The highest bit is the sign of x, not a part of y (RFC 8032 §5.1.2).
		$publicKey[31] = chr(ord($publicKey[31]) & 0x7f);
		return self::isBelow($publicKey, self::PRIME);
	}

	/** [KE1]: 64 bytes and S < L (RFC 8032 §5.1.7 step 1). */
	public static function isCanonicalSignature(string $signature): bool {
		return strlen($signature) === 64 && self::isBelow(substr($signature, 32), self::ORDER);
	}

	/** Compares 32 little-endian bytes with a number; hex of one length has the order of the numbers. */
	private static function isBelow(string $littleEndian, string $limitHex): bool {
		return strcmp(bin2hex(strrev($littleEndian)), $limitHex) < 0;
	}
}
