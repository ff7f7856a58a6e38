<?php

declare(strict_types=1);

// One good assertion of each mode, and every way to be wrong: each row dies with one check of the verifier.

namespace OCA\Countersign\Tests\Protocol;

use OCA\Countersign\Protocol\AssertionVerifier;
use OCA\Countersign\Protocol\Base64Url;
use OCA\Countersign\Protocol\Expected;
use OCA\Countersign\Protocol\Refused;
use OCA\Countersign\Protocol\Verified;
use PHPUnit\Framework\TestCase;

final class AssertionVerifierTest extends TestCase {
	private const SECONDS = AssertionKit::SECONDS;
	private const NOW_MS = AssertionKit::NOW_MS;
	private const OTHER_ID = '00000000-0000-4000-8000-00000000000a';
	/** Mode link: 16 bytes each. */
	private const SECRET = 'oRnYTMWQyWFawnwE6GLJZQ';
	private const RETURN_CODE = 'wZ_8sIHZqmo-1_C6684Wxg';

	public function testAGoodAssertionSaysWhoWithWhichDeviceAndHow(): void {
		$kit = new AssertionKit();

		self::assertEquals(
			new Verified(
				'alice',
				$kit->login['accountId'],
				$kit->login['challengeId'],
				$kit->login['deviceId'],
				AssertionKit::thumbprint(),
				['pop', 'swk', 'mch-symbol'],
				'countersign:symbol',
				(self::SECONDS - 1) * 1000,
			),
			self::verify($kit),
		);
	}

	/** [AS6] [LK5] */
	public function testACodeAndALinkAreAcceptedWithWhatThePageShowed(): void {
		$code = new AssertionKit(['match' => ['mode' => 'code', 'code' => '048213']]);
		$link = new AssertionKit(['match' => ['mode' => 'link', 'secret' => self::SECRET], 'returnCode' => self::RETURN_CODE]);

		self::assertSame('countersign:code', self::verify($code)->acr);
		self::assertSame('countersign:link', self::verify($link)->acr);
	}

	/** [AS2] [AP6] */
	public function testAUserIdInAnotherSpellingIsTheSamePerson(): void {
		self::assertSame('alice', self::verify(new AssertionKit(), [], ['userId' => ' Alice'])->userId);
	}

	/** [AS7] */
	public function testAPinnedDeviceIsAccepted(): void {
		$pins = [AssertionKit::thumbprint('stranger'), AssertionKit::thumbprint()];

		self::assertSame($pins[1], self::verify(new AssertionKit(), [], ['pinnedDevices' => $pins])->deviceThumbprint);
	}

	/** [AS2] */
	public function testTheAccountOfTheLinkAndAnAppNameThatNobodyComparesAreAccepted(): void {
		$kit = new AssertionKit();

		self::assertSame('alice', self::verify($kit, [], ['accountId' => $kit->login['accountId']])->userId);
		self::assertSame('alice', self::verify($kit, [], ['appName' => null])->userId);
	}

	/** [AS2] */
	public function testTheFirstAndLastAcceptedMillisecondAreOneMinuteOfClockDifferenceAway(): void {
		$kit = new AssertionKit();

		self::assertSame('alice', self::verify($kit, [], [], (self::SECONDS + 120) * 1000)->userId);
		self::assertSame('alice', self::verify($kit, [], [], (self::SECONDS - 60) * 1000)->userId);
	}

	/** The decision at the first and at the last moment of the question. */
	public function testADecisionAtTheEdgesOfTheQuestionIsAccepted(): void {
		$kit = new AssertionKit();
		$atOnce = ['challenge' => ['issuedAtMs' => pack('J', (self::SECONDS - 1) * 1000 + 999)]];
		$late = ['challenge' => ['expiresAtMs' => pack('J', (self::SECONDS - 1) * 1000 + 1)]];
		$long = ['challenge' => ['expiresAtMs' => pack('J', $kit->login['issuedAtMs'] + 600_000)]];

		foreach ([$atOnce, $late, $long] as $twist) {
			self::assertSame('alice', self::verify($kit, $twist)->userId);
		}
	}

	/** The longest that a question may have ended before now. */
	public function testAQuestionThatEndedElevenMinutesAgoIsAcceptedForTheLastTime(): void {
		$twist = [
			'challenge' => ['issuedAtMs' => pack('J', self::NOW_MS - 800_000), 'expiresAtMs' => pack('J', self::NOW_MS - 660_000)],
			'claims' => ['auth_time' => self::SECONDS - 700],
		];

		self::assertSame('alice', self::verify(new AssertionKit(), $twist)->userId);
	}

	/** Each: the reason, the twist, what the app expects otherwise, its clock. */
	public static function wrong(): array {
		$other = str_repeat("\x4d", 32);
		$otherId = substr($other, 0, 16);
		$identity = "\x01" . str_repeat("\x00", 31);
		$order = static fn (string $signature): string => self::plusOrder($signature);
		$oneMore = static fn (string $bytes): string => "$bytes\x00";
		$life = static fn (int $from, int $until): array => ['issuedAtMs' => pack('J', $from), 'expiresAtMs' => pack('J', $until)];
		return [
			'[AS1] an algorithm of the attacker' => ['header_wrong', ['header' => ['alg' => 'none']]],
			'[AS1] another type of token' => ['header_wrong', ['header' => ['typ' => 'JWT']]],
			'[AS1] a header that names more than it should' => ['header_wrong', ['header' => ['crit' => ['exp']]]],
			'[AS1] a header without a type' => ['header_wrong', ['header' => ['typ' => null]]],
			'[AS1] a key id that is no id' => ['header_wrong', ['header' => ['kid' => '../key']]],
			'[KS3] a key that the set does not name' => ['key_unknown', ['header' => ['kid' => self::OTHER_ID]]],
			'[KS3] a statement from before the key' => ['key_unknown', ['claims' => ['iat' => self::SECONDS - 3700]]],
			'[KS3] a statement from after the key' => ['key_unknown', ['claims' => ['iat' => self::SECONDS + 3700]]],
			'[AS1] a statement signed by a stranger' => ['server_signature_wrong', ['signer' => 'stranger']],
			'[KE1] a statement whose signature is spelled S + L' => ['server_signature_wrong', ['signature' => $order]],
			'[AS1] a claim that nobody knows' => ['claims_malformed', ['claims' => ['admin' => true]]],
			'[AS1] a statement without a nonce' => ['claims_malformed', ['claims' => ['nonce' => null]]],
			'[AS2] another challenge' => ['challenge_other', [], ['challengeId' => self::OTHER_ID]],
			'[AS2] another server' => ['server_other', [], ['serverId' => Base64Url::encode($other)]],
			'[AS2] another server in the statement' => ['server_other', ['claims' => ['iss' => Base64Url::encode($other)]]],
			'[AS2] another app' => ['app_other', [], ['appId' => self::OTHER_ID]],
			'[AS2] another user' => ['user_other', [], ['userId' => 'bob']],
			'[AS2] another user in the statement' => ['user_other', ['claims' => ['user_id' => 'bob']]],
			'[AS2] another account than the linked one' => ['account_other', [], ['accountId' => self::OTHER_ID]],
			'[AS2] the nonce of another browser' => ['nonce_other', [], ['appNonce' => Base64Url::encode($other)]],
			'[AS2] another purpose' => ['purpose_other', [], ['purpose' => 'stepUp']],
			'[AS6] a method that was not used' => ['method_wrong', ['claims' => ['amr' => ['pop', 'swk', 'mch-code']]]],
			'[AS6] one method more' => ['method_wrong', ['claims' => ['amr' => ['pop', 'swk', 'mch-symbol', 'hwk']]]],
			'[AS6] one method less' => ['method_wrong', ['claims' => ['amr' => ['swk', 'mch-symbol']]]],
			'[AS6] another class' => ['method_wrong', ['claims' => ['acr' => 'countersign:code']]],
			'[AS2] a statement that lives too long' => ['life_too_long', ['claims' => ['exp' => self::SECONDS + 61]]],
			'[AS2] a statement that ends as it begins' => ['life_too_long', ['claims' => ['exp' => self::SECONDS]]],
			'[AS2] an expired statement' => ['expired', [], [], (self::SECONDS + 120) * 1000 + 1],
			'[AS2] a statement from the future' => ['not_yet_valid', [], [], (self::SECONDS - 60) * 1000 - 1],
			'[AS2] a decision after the statement' => ['auth_time_wrong', ['claims' => ['auth_time' => self::SECONDS + 1]]],
			'[KE2] the identity key, under which every message verifies' => [
				'device_key_refused',
				['deviceKey' => $identity, 'answerSignature' => static fn (): string => $identity . str_repeat("\x00", 32)],
			],
			'[AS3] a device signature spelled S + L' => ['device_signature_malformed', ['answerSignature' => $order]],
			'[AS3] an answer signed by a stranger' => ['device_signature_wrong', ['answerSigner' => 'stranger']],
			'[AS3] the key of a stranger beside the answer' => [
				'device_signature_wrong',
				['deviceKey' => AssertionKit::publicKey('stranger')],
			],
			'[AS7] a stranger with key and signature of their own' => [
				'device_not_pinned',
				['deviceKey' => AssertionKit::publicKey('stranger'), 'answerSigner' => 'stranger'],
				['pinnedDevices' => [AssertionKit::thumbprint()]],
			],
			'[AS7] any device, where none is pinned' => ['device_not_pinned', [], ['pinnedDevices' => []]],
			'[AS4] an answer with a byte too many' => ['answer_malformed', ['answerBody' => $oneMore]],
			'[AS4] a challenge with a byte too many' => ['challenge_malformed', ['challengeBody' => $oneMore]],
			'[AS4] an answer to another question' => ['challenge_hash_wrong', ['answer' => ['challengeHash' => $other]]],
			'[AS6] a denial' => ['decision_not_approve', ['answer' => ['decision' => "\x02"]]],
			'[AS6] a report' => ['decision_not_approve', ['answer' => ['decision' => "\x03"]]],
			'[AS6] the wrong access pass' => ['choice_wrong', ['answer' => ['chosen' => "\x00\x0b"]]],
			'[AS6] no access pass' => ['choice_wrong', ['answer' => ['chosen' => '']]],
			'[AS6] a pass that was not on the phone' => ['choice_not_offered', ['challenge' => ['options' => "\x00\x03\x00\x0b"]]],
			'[AS6] another mode on the phone' => ['mode_wrong', ['challenge' => ['mode' => "\x02"]]],
			'[AS6] a requirement this version cannot check' => [
				'requirements_unknown',
				['challenge' => ['requirements' => "\x00\x04"]],
			],
			'[AS6] a PIN that was asked for and not given' => ['verification_missing', ['challenge' => ['requirements' => "\x00\x01"]]],
			'[AS6] a PIN that the statement does not name' => ['method_wrong', ['answer' => ['userVerification' => "\x01"]]],
			'[TX1] a payment' => [
				'evidence_transaction',
				['challenge' => ['transaction' => "\x00\x0d\x01\x00\x01a\x02\x00\x00\x03\x00\x00\x04\x00\x00"]],
			],
			'[AS5] an answer for another server' => ['evidence_server', ['answer' => ['serverId' => $other]]],
			'[AS5] a question of another server' => ['evidence_server', ['challenge' => ['serverId' => $other]]],
			'[AS5] an answer to another challenge' => ['evidence_challenge', ['answer' => ['challengeId' => $otherId]]],
			'[AS5] a question with another id' => ['evidence_challenge', ['challenge' => ['challengeId' => $otherId]]],
			'[AS5] the nonce of an older login' => ['evidence_nonce', ['challenge' => ['appNonce' => $other]]],
			'[AS5] an answer for another account' => ['evidence_account', ['answer' => ['accountId' => $otherId]]],
			'[AS5] a question to another account' => ['evidence_account', ['challenge' => ['accountId' => $otherId]]],
			'[AS5] a subject other than the account that signed' => ['evidence_account', ['claims' => ['sub' => self::OTHER_ID]]],
			'[AS5] an answer of another device' => ['evidence_device', ['answer' => ['deviceId' => $otherId]]],
			'[AS5] a question to another device' => ['evidence_device', ['challenge' => ['deviceId' => $otherId]]],
			'[AS5] another device in the statement' => ['evidence_device', ['claims' => ['device_id' => self::OTHER_ID]]],
			'[AS5] a question of another app' => ['evidence_app', ['challenge' => ['appId' => $otherId]]],
			'[AS5] a question for another purpose' => ['evidence_purpose', ['challenge' => ['purpose' => "\x02"]]],
			'[AS5] a question about another user' => ['evidence_user', ['context' => ['userId' => 'bob']]],
			'[AS5] another app name on the phone' => ['context_app_name', ['context' => ['appName' => 'Your bank']]],
			'[AS5] another origin on the phone' => ['context_origin', ['context' => ['origin' => 'https://evil.example']]],
			'[AS5] another address on the phone' => ['context_address', ['context' => ['address' => '198.51.100.1']]],
			'[AS5] another browser on the phone' => ['context_browser', ['context' => ['browser' => 'Chrome on Android']]],
			'[AS2] a question that lives too long' => [
				'challenge_life_too_long',
				['challenge' => $life(self::NOW_MS - 10_000, self::NOW_MS + 590_001)],
			],
			'[AS2] a question that ends as it begins' => [
				'challenge_life_too_long',
				['challenge' => $life(self::NOW_MS - 10_000, self::NOW_MS - 10_000)],
			],
			'[AS2] a decision before the question' => ['decided_outside_life', ['claims' => ['auth_time' => self::SECONDS - 11]]],
			'[AS2] a decision after the end' => [
				'decided_outside_life',
				['challenge' => $life(self::NOW_MS - 10_000, (self::SECONDS - 1) * 1000)],
			],
			'[AS2] a question that ended too long ago' => [
				'challenge_too_old',
				[
					'challenge' => $life(self::NOW_MS - 800_000, self::NOW_MS - 660_001),
					'claims' => ['auth_time' => self::SECONDS - 700],
				],
			],
		];
	}

	/** @dataProvider wrong */
	public function testWhatIsWrongInOnePlaceIsRefusedByItsReason(
		string $reason,
		array $twist,
		array $expected = [],
		int $nowMs = self::NOW_MS,
	): void {
		self::assertSame($reason, self::reason(new AssertionKit(), $twist, $expected, $nowMs));
	}

	/** [LK5]: whoever sends a link of their own to somebody else gets nothing by the approval. */
	public function testALinkNeedsItsSecretAndTheReturnCodeOfThisSession(): void {
		$kit = new AssertionKit(['match' => ['mode' => 'link', 'secret' => self::SECRET], 'returnCode' => self::RETURN_CODE]);
		$secret = Base64Url::decode(self::SECRET);

		foreach ([null, '', 'wZ_8sIHZqmo-1_C6684W', 'wZ_8sIHZqmo-1_C6684Wxh', self::SECRET] as $returnCode) {
			self::assertSame('choice_wrong', self::reason($kit, [], ['returnCode' => $returnCode]), (string)$returnCode);
		}
		self::assertSame('choice_wrong', self::reason($kit, ['answer' => ['chosen' => $secret]]));
		self::assertSame('choice_wrong', self::reason($kit, ['answer' => ['chosen' => $secret]], ['returnCode' => null]));
	}

	/** A code that came back in any other mode changes nothing. */
	public function testAReturnCodeBesideAnAccessPassIsNotLookedAt(): void {
		self::assertSame('alice', self::verify(new AssertionKit(), [], ['returnCode' => self::RETURN_CODE])->userId);
	}

	public function testNoPageCanHaveShownAMatchOfAnotherShape(): void {
		$kit = new AssertionKit();
		$impossible = [
			[], ['mode' => 'qr'], ['mode' => 'symbol'], ['mode' => 'symbol', 'symbolId' => '7'], ['mode' => 'symbol', 'symbolId' => 65536],
			['mode' => 'symbol', 'symbolId' => -1], ['mode' => 'code', 'code' => '12345'], ['mode' => 'code', 'code' => "123456\n"],
			['mode' => 'code', 'code' => 123456], ['mode' => 'link', 'secret' => 'short'], ['mode' => 'link'],
		];

		foreach ($impossible as $match) {
			try {
				$kit->expected(['match' => $match]);
				self::fail('accepted: ' . json_encode($match));
			} catch (\InvalidArgumentException $fault) {
				self::assertStringStartsWith('match:', $fault->getMessage());
			}
		}
		$this->expectException(\InvalidArgumentException::class);
		$kit->expected(['purpose' => 'signing']);
	}

	/** Wherever the change is. */
	public function testTheSameStatementWithOneCharacterChangedIsRefused(): void {
		$kit = new AssertionKit();
		$good = $kit->assertion();
		for ($at = 0; $at < strlen($good); $at += 7) {
			$changed = $good;
			$changed[$at] = $good[$at] === 'A' ? 'B' : 'A';
			self::assertNotSame('accepted', self::outcome($changed, $kit->expected(), self::NOW_MS), "character $at");
		}
	}

	private static function verify(AssertionKit $kit, array $twist = [], array $expected = [], int $nowMs = self::NOW_MS): Verified {
		return AssertionVerifier::verify($kit->assertion($twist), AssertionKit::keySet(), $kit->expected($expected), $nowMs);
	}

	private static function reason(AssertionKit $kit, array $twist = [], array $expected = [], int $nowMs = self::NOW_MS): string {
		return self::outcome($kit->assertion($twist), $kit->expected($expected), $nowMs);
	}

	private static function outcome(string $assertion, Expected $expected, int $nowMs): string {
		try {
			AssertionVerifier::verify($assertion, AssertionKit::keySet(), $expected, $nowMs);
			return 'accepted';
		} catch (Refused $refused) {
			return $refused->reason;
		}
	}

	/** S + L: the same signature spelled a second time, which lax verifiers accept (RFC 8032 §8.4). */
	private static function plusOrder(string $signature): string {
		$order = strrev(hex2bin('1000000000000000000000000000000014def9dea2f79cd65812631a5cf5d3ed'));
		$carry = 0;
		for ($i = 0; $i < 32; $i++) {
			$sum = ord($signature[32 + $i]) + ord($order[$i]) + $carry;
			$signature[32 + $i] = chr($sum & 0xff);
			$carry = $sum >> 8;
		}
		return $signature;
	}
}
