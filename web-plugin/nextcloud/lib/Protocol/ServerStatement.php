<?php

declare(strict_types=1);

// A JWS of the server: parts, header, claims and signature checked, before anything it says is compared with anything ([AS1]).

namespace OCA\Countersign\Protocol;

final class ServerStatement {
	/** JWS `typ`; no other token of the server carries it, so that no other kind passes for this one (RFC 8725 §3.11). */
	private const ASSERTION_TYPE = 'countersign-assertion+jwt';

	/**
	 * Reads an assertion that the server signed with a challenge key in force at its `iat`.
	 *
	 * A JWS signing input begins with the letter `e` (101) and every document of the protocol with a length below 64, so one never
	 * verifies as the other.
	 *
	 * @throws Refused
	 */
	public static function assertion(string $text, KeySet $keySet): AssertionClaims {
		if (TextLength::inUtf16($text) > Limits::ASSERTION_MAX_LENGTH) {
			throw new Refused('too_long');
		}
		$parts = explode('.', $text);
		$signature = count($parts) === 3 ? Base64Url::decode($parts[2]) : null;
		if ($signature === null) {
			throw new Refused('not_a_jws');
		}
		$keyId = self::keyId(self::json($parts[0])) ?? throw new Refused('header_wrong');
		$claims = AssertionClaims::read(self::json($parts[1])) ?? throw new Refused('claims_malformed');

		// The key must have been in force when the statement says it was made; AssertionVerifier ties that moment to now.
		$key = $keySet->challengeKeyAt($keyId, $claims->issuedAt * 1000) ?? throw new Refused('key_unknown');
		if (!Ed25519::isSignedBy($key, "$parts[0].$parts[1]", $signature)) {
			throw new Refused('server_signature_wrong');
		}
		return $claims;
	}

	/** The header is exact; what it says of the algorithm is compared, never followed. */
	private static function keyId(?\stdClass $header): ?string {
		$members = (array)$header;
		$isExact = count($members) === 3
			&& ($members['alg'] ?? null) === 'EdDSA'
			&& ($members['typ'] ?? null) === self::ASSERTION_TYPE
			&& Id::isId($members['kid'] ?? null);
		return $isExact ? Id::toBytes($members['kid']) : null;
	}

	/** RFC 7515 §5.2 step 3. */
	private static function json(string $part): ?\stdClass {
		$bytes = Base64Url::decode($part);
		return $bytes === null ? null : StrictJson::object($bytes);
	}
}
