<?php

declare(strict_types=1);

// The readers of signed documents against the public vectors: every value of the good ones, none of the malformed ([CB1]–[CB7]).

namespace OCA\Countersign\Tests\Protocol;

use OCA\Countersign\Protocol\AnswerDocument;
use OCA\Countersign\Protocol\AssertionVerifier;
use OCA\Countersign\Protocol\ChallengeDocument;
use OCA\Countersign\Protocol\Document;
use OCA\Countersign\Protocol\Ed25519;
use OCA\Countersign\Protocol\KeySetDocument;
use OCA\Countersign\Protocol\Refused;
use PHPUnit\Framework\TestCase;

final class DocumentsTest extends TestCase {
	/** What is bytes and no text: the vectors spell it in hex. */
	private const BYTES = [
		'serverId', 'keyId', 'challengeId', 'nonce', 'appNonce', 'accountId', 'deviceId', 'appId', 'challengeHash', 'chosen',
		'publicKey',
	];

	public static function good(): array {
		return self::ofOurKinds(Vectors::file('documents')['documents'], 'name');
	}

	/** @dataProvider good */
	public function testValuesMessageAndSignatureAreThoseOfTheVectors(array $vector): void {
		$document = self::document($vector['domain']);
		$body = hex2bin($vector['body']);

		self::assertSame($vector['values'], self::spelled($document->parse($body)));
		self::assertSame($vector['message'], bin2hex($document->message($body)));
		self::assertSame($vector['sha256'], hash('sha256', $document->message($body)));
		$key = hex2bin(Vectors::file('keys')[$vector['signer']]['publicKey']);
		self::assertTrue(Ed25519::isSignedBy($key, $document->message($body), hex2bin($vector['signature'])));
	}

	public static function malformed(): array {
		return self::ofOurKinds(Vectors::file('malformed')['bodies'], 'why');
	}

	/** @dataProvider malformed */
	public function testEveryMalformedBodyOfTheVectorsIsRefused(array $vector): void {
		self::assertNull(self::document($vector['domain'])->parse(hex2bin($vector['body'])));
	}

	public function testTheVectorsHaveAllThreeKinds(): void {
		self::assertCount(13, self::good());
		self::assertCount(289, self::malformed());
	}

	/** [CB8]: one domain is never the beginning of another. */
	public function testTheBytesOfOneDocumentAreNeverThoseOfAnother(): void {
		$domains = ['keyset', 'challenge', 'answer/k1', 'server-id', 'device-thumbprint', 'return-code'];
		foreach ($domains as $one) {
			foreach (array_diff($domains, [$one]) as $other) {
				$prefix = Document::prefix("countersign/v1/$one");
				self::assertStringStartsNotWith($prefix, Document::prefix("countersign/v1/$other"));
				self::assertSame(strlen($prefix) - 1, ord($prefix[0]));
			}
		}
	}

	/** [CB2]: 4096 bytes at most, and every byte of them read. */
	public function testABodyIsRefusedWhereverItIsCut(): void {
		foreach (self::good() as [$vector]) {
			$body = hex2bin($vector['body']);
			for ($length = 0; $length < strlen($body); $length++) {
				self::assertNull(self::document($vector['domain'])->parse(substr($body, 0, $length)), "$vector[name] at $length");
			}
		}
		self::assertNull(KeySetDocument::document()->parse(str_repeat("\x00", 4097)));
	}

	/** [CB3]: 2^53 − 1 is the last number, and no byte of a larger one is lost on the way. */
	public function testNumbersEndWhereJavaScriptsEnd(): void {
		$good = hex2bin(self::good()['answer deny'][0]['body']);
		$counterAt = strlen($good) - 11 - 8;
		$with = static fn (string $hex): ?array => AnswerDocument::document()->parse(substr_replace($good, hex2bin($hex), $counterAt, 8));

		self::assertSame(9_007_199_254_740_991, $with('001fffffffffffff')['counter']);
		self::assertSame(0x1f420d2a1b3c2e, $with('001f420d2a1b3c2e')['counter']);
		foreach (['0020000000000000', '0100000000000000', '7fffffffffffffff', '8000000000000001', 'ffffffffffffffff'] as $hex) {
			self::assertNull($with($hex), $hex);
		}
	}

	/** Signed by server and device, and no such document all the same: the first field that is wrong. */
	public static function unreadable(): array {
		return [
			'[CB5] text that is not NFC' => [['context' => ['place' => "a\u{308}"]]],
			'[CB5] text that runs the other way' => [['context' => ['appName' => "\u{202e}Files"]]],
			'[CB5] text of two lines' => [['context' => ['browser' => "Firefox\nChrome"]]],
			'[CB5] text that is not UTF-8' => [['context' => ['origin' => "\xff"]]],
			'[CB5] a name of 65 bytes' => [['context' => ['appName' => str_repeat('a', 65)]]],
			'[CB5] an origin of 256 bytes' => [['context' => ['origin' => str_repeat('a', 256)]]],
			'[CB5] a user ID of 255 bytes' => [['context' => ['userId' => str_repeat('a', 255)]]],
			'[CB5] an address of 46 bytes' => [['context' => ['address' => str_repeat('a', 46)]]],
			'[CB5] a browser of 129 bytes' => [['context' => ['browser' => str_repeat('a', 129)]]],
			'[CB5] a place of 129 bytes' => [['context' => ['place' => str_repeat('a', 129)]]],
			'[CB3] a browser known in a fourth way' => [['context' => ['browserKnown' => "\x03"]]],
			'[CB6] half an access pass' => [['challenge' => ['options' => "\x00\x07\x00"]]],
			'[CB6] thirteen access passes' => [['challenge' => ['options' => str_repeat("\x00\x07", 13)]]],
			'[CB3] a purpose that is reserved' => [['challenge' => ['purpose' => "\x04"]]],
			'[CB3] a mode that is unknown' => [['challenge' => ['mode' => "\x05"]]],
			'[CB3] a time beyond 2^53' => [['challenge' => ['sequence' => pack('J', 1 << 53)]]],
			'[CB6] half a transaction' => [['challenge' => ['transaction' => "\x00"]]],
			'[CB6] a transaction without fields' => [['challenge' => ['transaction' => "\x00\x00"]]],
			'[VE1] another version' => [['challenge' => ['version' => "\x02"]]],
		];
	}

	/** @dataProvider unreadable */
	public function testAChallengeThatCouldBeReadInTwoWaysIsRefused(array $twist): void {
		$kit = new AssertionKit();
		$this->expectExceptionObject(new Refused('challenge_malformed'));
		AssertionVerifier::verify($kit->assertion($twist), AssertionKit::keySet(), $kit->expected(), AssertionKit::NOW_MS);
	}

	/** The same of an answer. */
	public static function unreadableAnswers(): array {
		return [
			'[CB4] 33 bytes chosen' => ['chosen', str_repeat("\x00", 33)],
			'[CB3] a decision that nobody knows' => ['decision', "\x04"],
			'[CB3] no decision' => ['decision', "\x00"],
			'[CB3] a counter of seven bytes' => ['counter', str_repeat("\x00", 7)],
			'[CB4] a hash of 31 bytes' => ['challengeHash', str_repeat("\x00", 31)],
			'[VE1] another version' => ['version', "\x02"],
		];
	}

	/** @dataProvider unreadableAnswers */
	public function testAnAnswerThatIsNoneIsRefused(string $field, string $bytes): void {
		$kit = new AssertionKit();
		$this->expectExceptionObject(new Refused('answer_malformed'));
		$assertion = $kit->assertion(['answer' => [$field => $bytes]]);
		AssertionVerifier::verify($assertion, AssertionKit::keySet(), $kit->expected(), AssertionKit::NOW_MS);
	}

	private static function ofOurKinds(array $vectors, string $name): array {
		$ours = array_filter($vectors, static fn (array $vector): bool => self::document($vector['domain']) !== null);
		return array_combine(array_column($ours, $name), array_map(static fn (array $vector): array => [$vector], $ours));
	}

	private static function document(string $domain): ?Document {
		return match ($domain) {
			'countersign/v1/keyset' => KeySetDocument::document(),
			'countersign/v1/challenge' => ChallengeDocument::document(),
			'countersign/v1/answer/k1' => AnswerDocument::document(),
			default => null,
		};
	}

	private static function spelled(array $values): array {
		foreach ($values as $name => $value) {
			$values[$name] = match (true) {
				is_array($value) => self::spelled($value),
				in_array($name, self::BYTES, true) => bin2hex($value),
				default => $value,
			};
		}
		return $values;
	}
}
