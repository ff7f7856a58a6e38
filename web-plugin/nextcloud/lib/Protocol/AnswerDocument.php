<?php

declare(strict_types=1);

// The signed decision: what the person chose, bound by hash to the very question shown (rules [AN…]).

namespace OCA\Countersign\Protocol;

use OCA\Countersign\Protocol\FieldTypes as F;

final class AnswerDocument {
	/** How the phone made sure of its person, as the assertion's `amr` names it after the match. */
	public const VERIFIED_BY = [0 => [], 1 => ['pin'], 2 => ['uv-webauthn']];
	public const BY_BIOMETRICS = 2;
	public const APPROVE = 1;
	private const DENY = 2;
	private const REPORT = 3;

	/** Signed by the device key. `challengeHash` is SHA-256 of the challenge's message (domain and body). */
	public static function document(): Document {
		return new Document('countersign/v1/answer/k1', F::record([
			'version' => [1, F::code([1])],
			'serverId' => [2, F::raw(32)],
			'challengeId' => [3, F::raw(16)],
			'accountId' => [4, F::raw(16)],
			'deviceId' => [5, F::raw(16)],
			'challengeHash' => [6, F::raw(32)],
			'decision' => [7, F::code([self::APPROVE, self::DENY, self::REPORT])],
			'chosen' => [8, F::bytes(0, 32)],
			'userVerification' => [9, F::code(array_keys(self::VERIFIED_BY))],
			'counter' => [10, F::unsigned(8)],
			'deviceTimeMs' => [11, F::unsigned(8)],
		]));
	}
}
