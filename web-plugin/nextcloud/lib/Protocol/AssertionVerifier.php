<?php

declare(strict_types=1);

// Whether an assertion lets this very login in: the server's statement first, then the device's signature inside it.

namespace OCA\Countersign\Protocol;

final class AssertionVerifier {
	/** `pop`, `swk` and the match; what follows names the PIN or biometrics, and is compared with what the device signed. */
	public const METHODS_OF_A_MATCH = 3;

	/**
	 * Checks an assertion completely: JWS header, the server's signature, each claim, then the evidence that lets this Nextcloud believe
	 * the device and not the server. With pinned devices not even a compromised server can log anybody in ([AS1]–[AS7]).
	 *
	 * @param string $assertion the compact JWS of `POST /v1/challenges/{id}/redeem`
	 * @param int $nowMs this machine's clock, milliseconds since 1970; it may differ from the server's by a minute
	 * @throws Refused with the first reason against it; nothing else, whatever the assertion holds
	 */
	public static function verify(string $assertion, KeySet $keySet, Expected $expected, int $nowMs): Verified {
		$claims = ServerStatement::assertion($assertion, $keySet);
		self::checkClaims($claims, $expected);
		self::checkTimes($claims, $nowMs);
		$thumbprint = EvidenceVerifier::verify($claims, $expected, $nowMs);
		return new Verified(
			$claims->userId,
			$claims->accountId,
			$claims->challengeId,
			$claims->deviceId,
			$thumbprint,
			$claims->amr,
			$claims->acr,
			$claims->authTime * 1000,
		);
	}

	private static function checkClaims(AssertionClaims $claims, Expected $expected): void {
		$mode = $expected->match['mode'];
		$fault = match (false) {
			$claims->challengeId === $expected->challengeId => 'challenge_other',
			$claims->serverId === $expected->serverId => 'server_other',
			$claims->appId === $expected->appId => 'app_other',
			UserId::same($claims->userId, $expected->userId) => 'user_other',
			$expected->accountId === null || $claims->accountId === $expected->accountId => 'account_other',
			hash_equals($expected->appNonce, $claims->appNonce) => 'nonce_other',
			$claims->purpose === $expected->purpose => 'purpose_other',
			// The list is exact: a method this version does not know must not slip in beside those it does.
			array_slice($claims->amr, 0, self::METHODS_OF_A_MATCH) === ['pop', 'swk', "mch-$mode"] => 'method_wrong',
			in_array(array_slice($claims->amr, self::METHODS_OF_A_MATCH), AnswerDocument::VERIFIED_BY, true) => 'method_wrong',
			$claims->acr === "countersign:$mode" => 'method_wrong',
			default => null,
		};
		if ($fault !== null) {
			throw new Refused($fault);
		}
	}

	/** Rule [AS2]; RFC 7519 §4.1.4: a small leeway for clocks, and none beyond it. */
	private static function checkTimes(AssertionClaims $claims, int $nowMs): void {
		$skewMs = Limits::CLOCK_SKEW_SECONDS * 1000;
		$life = $claims->expiresAt - $claims->issuedAt;
		$fault = match (true) {
			$life <= 0, $life > Limits::ASSERTION_TTL_SECONDS => 'life_too_long',
			$nowMs > $claims->expiresAt * 1000 + $skewMs => 'expired',
			$nowMs < $claims->issuedAt * 1000 - $skewMs => 'not_yet_valid',
			$claims->authTime > $claims->issuedAt => 'auth_time_wrong',
			default => null,
		};
		if ($fault !== null) {
			throw new Refused($fault);
		}
	}
}
