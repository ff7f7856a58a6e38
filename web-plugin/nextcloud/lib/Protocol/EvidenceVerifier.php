<?php

declare(strict_types=1);

// The device's own signature, checked without trusting the server: what was asked, of whom, and what was chosen ([AS3]–[AS7]).

namespace OCA\Countersign\Protocol;

final class EvidenceVerifier {
	/**
	 * Checks the evidence of an assertion whose claims were checked already: device key, signature over the answer, hash over the
	 * challenge, then every field of both against what this login expects.
	 *
	 * @return string the device's thumbprint
	 * @throws Refused
	 */
	public static function verify(AssertionClaims $claims, Expected $expected, int $nowMs): string {
		$thumbprint = self::checkSignature($claims, $expected->pinnedDevices);
		$answer = AnswerDocument::document()->parse($claims->answer) ?? throw new Refused('answer_malformed');
		$challenge = ChallengeDocument::document()->parse($claims->challenge) ?? throw new Refused('challenge_malformed');
		$shown = hash('sha256', ChallengeDocument::document()->message($claims->challenge), true);
		$fault = match (true) {
			!hash_equals($shown, $answer['challengeHash']) => 'challenge_hash_wrong',
			$answer['decision'] !== AnswerDocument::APPROVE => 'decision_not_approve',
			default => self::choiceFault($challenge, $answer['chosen'], $expected)
				?? self::verificationFault($challenge['requirements'], $answer['userVerification'], $claims->amr)
				// [TX1]: what is approved here is a login, and says nothing of a payment.
				?? ($challenge['transaction'] !== [] ? 'evidence_transaction' : null)
				?? self::namesFault($challenge, $answer, $claims, $expected)
				?? self::contextFault($challenge['context'], $expected)
				?? self::timesFault($challenge, $claims->authTime, $nowMs),
		};
		return $fault === null ? $thumbprint : throw new Refused($fault);
	}

	/**
	 * [AS3], [AS7]: an acceptable key, its signature, and a device that this user linked.
	 *
	 * @param ?list<string> $pinnedDevices
	 */
	private static function checkSignature(AssertionClaims $claims, ?array $pinnedDevices): string {
		$message = AnswerDocument::document()->message($claims->answer);
		$thumbprint = DeviceThumbprint::of($claims->deviceKey);
		$fault = match (false) {
			Ed25519::isAcceptableKey($claims->deviceKey) => 'device_key_refused',
			Ed25519::isCanonicalSignature($claims->signature) => 'device_signature_malformed',
			Ed25519::isSignedBy($claims->deviceKey, $message, $claims->signature) => 'device_signature_wrong',
			$pinnedDevices === null || in_array($thumbprint, $pinnedDevices, true) => 'device_not_pinned',
			default => null,
		};
		return $fault === null ? $thumbprint : throw new Refused($fault);
	}

	/** [AS6]: the app knows what its own page showed; a wrong pick that a server calls an approval ends here. */
	private static function choiceFault(array $challenge, string $chosen, Expected $expected): ?string {
		$match = $expected->match;
		$hash = $match['mode'] === 'link' ? Choice::returnCodeHash($expected->returnCode) : '';
		return match (true) {
			$challenge['mode'] !== ChallengeDocument::MODES[$match['mode']] => 'mode_wrong',
			$hash === null, !hash_equals(Choice::ofMatch($match) . $hash, $chosen) => 'choice_wrong',
			$match['mode'] === 'symbol' && !in_array($match['symbolId'], $challenge['options'], true) => 'choice_not_offered',
			default => null,
		};
	}

	/**
	 * [AS6]: the PIN or biometrics that the challenge asked for, and that the assertion names, is what the device signed.
	 *
	 * @param list<string> $amr
	 */
	private static function verificationFault(int $requirements, int $verification, array $amr): ?string {
		$wantsAny = ($requirements & ChallengeDocument::USER_VERIFICATION) !== 0;
		$wantsBiometrics = ($requirements & ChallengeDocument::BIOMETRICS) !== 0;
		return match (true) {
			// One that cannot be checked is one that must not be called met.
			($requirements & ~(ChallengeDocument::USER_VERIFICATION | ChallengeDocument::BIOMETRICS)) !== 0 => 'requirements_unknown',
			$wantsAny && $verification === 0, $wantsBiometrics && $verification !== AnswerDocument::BY_BIOMETRICS => 'verification_missing',
			array_slice($amr, AssertionVerifier::METHODS_OF_A_MATCH) !== AnswerDocument::VERIFIED_BY[$verification] => 'method_wrong',
			default => null,
		};
	}

	/** [AS5]: server, challenge, nonce, account, device, app, purpose and user of both documents are those of this login. */
	private static function namesFault(array $challenge, array $answer, AssertionClaims $claims, Expected $expected): ?string {
		$both = static fn (string $name, string $wanted): bool => hash_equals($wanted, $answer[$name]) && hash_equals($wanted, $challenge[$name]);
		return match (false) {
			$both('serverId', Base64Url::decode($expected->serverId) ?? '') => 'evidence_server',
			$both('challengeId', Id::toBytes($claims->challengeId)) => 'evidence_challenge',
			hash_equals(Base64Url::decode($expected->appNonce) ?? '', $challenge['appNonce']) => 'evidence_nonce',
			$both('accountId', Id::toBytes($claims->accountId)) => 'evidence_account',
			$both('deviceId', Id::toBytes($claims->deviceId)) => 'evidence_device',
			hash_equals(Id::toBytes($claims->appId), $challenge['appId']) => 'evidence_app',
			$challenge['purpose'] === ChallengeDocument::PURPOSES[$expected->purpose] => 'evidence_purpose',
			UserId::same($challenge['context']['userId'], $expected->userId) => 'evidence_user',
			default => null,
		};
	}

	private static function contextFault(array $context, Expected $expected): ?string {
		return match (false) {
			$expected->appName === null || $context['appName'] === $expected->appName => 'context_app_name',
			$context['origin'] === $expected->origin => 'context_origin',
			$context['address'] === $expected->address => 'context_address',
			$context['browser'] === $expected->browser => 'context_browser',
			default => null,
		};
	}

	/** `auth_time` is in whole seconds, so it may lie up to one second before the moment it names. */
	private static function timesFault(array $challenge, int $authTime, int $nowMs): ?string {
		['issuedAtMs' => $issuedAtMs, 'expiresAtMs' => $expiresAtMs] = $challenge;
		$longestMs = Limits::CHALLENGE_TTL_MAX_SECONDS * 1000;
		return match (true) {
			$expiresAtMs <= $issuedAtMs, $expiresAtMs - $issuedAtMs > $longestMs => 'challenge_life_too_long',
			$authTime < intdiv($issuedAtMs, 1000), $authTime * 1000 >= $expiresAtMs => 'decided_outside_life',
			// Approved to redeemed takes 10 minutes at the very most.
			$nowMs > $expiresAtMs + $longestMs + Limits::CLOCK_SKEW_SECONDS * 1000 => 'challenge_too_old',
			default => null,
		};
	}
}
