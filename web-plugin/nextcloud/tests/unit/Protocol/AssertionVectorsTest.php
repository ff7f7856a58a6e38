<?php

declare(strict_types=1);

// The verifier against every assertion of the public vectors: the same verdict, and for the bad ones the reason that TypeScript gives.

namespace OCA\Countersign\Tests\Protocol;

use OCA\Countersign\Protocol\AssertionVerifier;
use OCA\Countersign\Protocol\Base64Url;
use OCA\Countersign\Protocol\Expected;
use OCA\Countersign\Protocol\KeySetVerifier;
use OCA\Countersign\Protocol\Refused;
use PHPUnit\Framework\TestCase;

final class AssertionVectorsTest extends TestCase {
	/** By the `why` of the vector; test/conformance/php-vectors.test.ts holds them against the TypeScript verifier. */
	private const REASONS = [
		'link: the session got no return code' => 'choice_wrong',
		'link: the session got the return code of another approval' => 'choice_wrong',
		'link: the page showed an access pass' => 'method_wrong',
		'device not pinned' => 'device_not_pinned',
		'no device pinned: the list is empty' => 'device_not_pinned',
		'code is not the one shown' => 'choice_wrong',
		'header alg none' => 'header_wrong',
		'header alg HS256' => 'header_wrong',
		'header typ JWT' => 'header_wrong',
		'header with a jwk' => 'header_wrong',
		'header kid unknown' => 'key_unknown',
		'signed by another key' => 'server_signature_wrong',
		'signed by the root key' => 'server_signature_wrong',
		'a claim too many' => 'claims_malformed',
		'iat outside the key’s validity' => 'key_unknown',
		'issuer is another server' => 'server_other',
		'audience is another app' => 'app_other',
		'subject is another account (session substitution)' => 'account_other',
		'user ID is another' => 'user_other',
		'another challenge' => 'challenge_other',
		'another app nonce' => 'nonce_other',
		'purpose differs' => 'purpose_other',
		'expired' => 'expired',
		'from the future' => 'not_yet_valid',
		'life of an hour' => 'life_too_long',
		'device signature broken' => 'device_signature_wrong',
		'device key is not the signer’s' => 'device_signature_wrong',
		'device key of low order' => 'device_key_refused',
		'answer is to another challenge' => 'challenge_hash_wrong',
		'challenge of another server' => 'evidence_server',
		'challenge of another app' => 'evidence_app',
		'challenge of another account' => 'evidence_account',
		'challenge with another id' => 'evidence_challenge',
		'challenge with another app nonce (replayed approval)' => 'evidence_nonce',
		'challenge for another purpose' => 'evidence_purpose',
		'phone showed another address' => 'context_address',
		'phone showed another browser' => 'context_browser',
		'phone showed another origin' => 'context_origin',
		'answer for another account' => 'evidence_account',
		'answer by another device' => 'evidence_device',
		'answer to another server' => 'evidence_server',
		'answer names another challenge' => 'evidence_challenge',
		'device_id is another' => 'evidence_device',
		'the person denied' => 'decision_not_approve',
		'the person reported' => 'decision_not_approve',
		'nothing chosen' => 'choice_wrong',
		'chosen is not an option' => 'choice_wrong',
		'chosen is not the access pass shown' => 'choice_wrong',
		'digits in mode symbol' => 'choice_wrong',
		'amr says code' => 'method_wrong',
		'acr says code' => 'method_wrong',
		'amr says link' => 'method_wrong',
		'amr says qr' => 'method_wrong',
		'amr says a PIN that the answer has not' => 'method_wrong',
		'amr says biometrics where the answer says a PIN' => 'method_wrong',
		'amr leaves out the PIN that the answer has' => 'method_wrong',
		'a PIN was asked for and none given' => 'verification_missing',
		'biometrics were asked for and a PIN given' => 'verification_missing',
		'a requirement that this version does not know' => 'requirements_unknown',
		'a login that says a payment' => 'evidence_transaction',
		'qr: another secret' => 'choice_wrong',
		'qr: half the secret' => 'choice_wrong',
		'qr: an access pass chosen' => 'choice_wrong',
		'qr: amr says link' => 'method_wrong',
		'qr: acr says symbol' => 'method_wrong',
		'link: the secret alone' => 'choice_wrong',
		'link: another secret' => 'choice_wrong',
		'link: another return code (approved in another browser)' => 'choice_wrong',
		'link: an access pass chosen' => 'choice_wrong',
		'link: acr says symbol' => 'method_wrong',
	];

	/** By the `why` of good ones: what the phone asked of its person beside the tap. */
	private const VERIFIED_BY = ['good, with a PIN' => ['pin'], 'good, with biometrics that were asked for' => ['uv-webauthn']];

	public static function cases(): array {
		$cases = Vectors::file('assertions')['cases'];
		return array_combine(array_column($cases, 'why'), array_map(static fn (array $case): array => [$case], $cases));
	}

	/** @dataProvider cases */
	public function testVerdictAndReasonAreThoseOfTheVectors(array $case): void {
		$given = $case['expected'];
		$keySet = KeySetVerifier::verify(Vectors::file('assertions')['keySet'], self::serverId());
		try {
			$verified = AssertionVerifier::verify($case['assertion'], $keySet, self::expected($given), $given['nowMs']);
		} catch (Refused $refused) {
			self::assertFalse($case['valid'], $refused->reason);
			self::assertSame(self::REASONS[$case['why']], $refused->reason);
			return;
		}
		self::assertTrue($case['valid']);
		self::assertSame('alice@example.org', $verified->userId);
		self::assertSame($given['accountId'], $verified->accountId);
		self::assertSame($given['challengeId'], $verified->challengeId);
		self::assertSame('1f844e85-df1e-f6dd-3b49-4e5d119406a3', $verified->deviceId);
		self::assertSame(Base64Url::encode(hex2bin(Vectors::file('keys')['deviceThumbprint'])), $verified->deviceThumbprint);
		self::assertSame(['pop', 'swk', "mch-{$given['match']['mode']}", ...self::VERIFIED_BY[$case['why']] ?? []], $verified->amr);
		self::assertSame("countersign:{$given['match']['mode']}", $verified->acr);
		self::assertSame(1_795_000_004_000, $verified->authTimeMs);
	}

	public function testTheVectorsHoldGoodAndBadOnes(): void {
		$valid = array_count_values(array_map(static fn (array $row): int => (int)$row[0]['valid'], self::cases()));

		self::assertSame(7, $valid[1]);
		self::assertCount($valid[0], self::REASONS);
	}

	/** Nothing is paid here: the app of a transaction must say what it asked for, and this one never asks. */
	public function testATransactionIsNothingThatCanBeExpected(): void {
		foreach (Vectors::file('assertions')['transactions'] as $case) {
			if ($case['expected']['purpose'] === 'login') {
				continue;
			}
			try {
				self::expected($case['expected']);
				self::fail($case['why']);
			} catch (\InvalidArgumentException $fault) {
				self::assertStringStartsWith('purpose:', $fault->getMessage());
			}
		}
	}

	public function testTheApprovalOfATransactionIsNoLogin(): void {
		$case = Vectors::file('assertions')['transactions'][1];
		$keySet = KeySetVerifier::verify(Vectors::file('assertions')['keySet'], self::serverId());
		$this->expectExceptionObject(new Refused('claims_malformed'));
		AssertionVerifier::verify($case['assertion'], $keySet, self::expected($case['expected']), $case['expected']['nowMs']);
	}

	private static function serverId(): string {
		return Base64Url::encode(hex2bin(Vectors::file('keys')['serverId']));
	}

	private static function expected(array $given): Expected {
		return new Expected(
			serverId: $given['serverId'],
			appId: $given['appId'],
			userId: $given['userId'],
			accountId: $given['accountId'],
			challengeId: $given['challengeId'],
			appNonce: $given['appNonce'],
			purpose: $given['purpose'],
			match: $given['match'],
			returnCode: $given['returnCode'] ?? null,
			address: $given['context']['address'],
			browser: $given['context']['browser'],
			origin: $given['context']['origin'],
			appName: null,
			pinnedDevices: $given['pinnedDevices'] ?? null,
		);
	}
}
