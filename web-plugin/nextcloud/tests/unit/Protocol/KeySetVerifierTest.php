<?php

declare(strict_types=1);

// A key set counts for the pinned server alone: every check of [KS1] to [KS3] refuses in its turn.

namespace OCA\Countersign\Tests\Protocol;

use OCA\Countersign\Protocol\AssertionVerifier;
use OCA\Countersign\Protocol\Base64Url;
use OCA\Countersign\Protocol\Id;
use OCA\Countersign\Protocol\KeySetVerifier;
use OCA\Countersign\Protocol\Refused;
use PHPUnit\Framework\TestCase;

final class KeySetVerifierTest extends TestCase {
	private const KEY_ID = '5822ebee-2ee6-3229-2f2b-1136c5a2cdb5';
	/** The identity point: under it R = identity, S = 0 fits every message in lax verifiers. */
	private const IDENTITY = "\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00";

	/** [KS1] */
	public function testTheSetOfTheVectorsIsGoodForItsServerAndNoOther(): void {
		$signed = Vectors::file('assertions')['keySet'];
		$serverId = Base64Url::encode(hex2bin(Vectors::file('keys')['serverId']));

		self::assertSame(7, KeySetVerifier::verify($signed, $serverId)->version());
		self::assertSame('server_other', self::reason($signed, AssertionKit::serverId()));
		self::assertSame('server_other', self::reason(AssertionKit::signedKeySet(), $serverId));
	}

	/** [KS1]: what a cache kept is what the server signed, and is checked again. */
	public function testTheSignedFormComesBackUnchanged(): void {
		$signed = AssertionKit::signedKeySet();
		$keySet = KeySetVerifier::verify($signed, AssertionKit::serverId());

		self::assertSame($signed, $keySet->toArray());
		self::assertEquals($keySet, KeySetVerifier::verify($keySet->toArray(), AssertionKit::serverId()));
	}

	/** [KS2] */
	public function testAVersionThatFellIsRefused(): void {
		$signed = AssertionKit::signedKeySet();

		self::assertSame(3, KeySetVerifier::verify($signed, AssertionKit::serverId(), 3)->version());
		self::assertSame('version_fell', self::reason($signed, AssertionKit::serverId(), 4));
	}

	/** [KS1] */
	public function testAnotherRootOrAnotherSignatureIsRefused(): void {
		$signed = AssertionKit::signedKeySet();
		$evil = AssertionKit::signedKeySet([], [], 'evil');
		$body = Base64Url::decode($signed['body']);
		$body[-1] = chr(ord($body[-1]) ^ 1);

		self::assertSame('server_other', self::reason($evil));
		self::assertSame('signature_wrong', self::reason(['rootKey' => $signed['rootKey']] + $evil));
		self::assertSame('signature_wrong', self::reason(['body' => Base64Url::encode($body)] + $signed));
		self::assertSame('signature_wrong', self::reason(['signature' => $evil['signature']] + $signed));
	}

	/** [KE2]: a root of low order, under which every signature fits, stands for nobody, even where it is the pinned one. */
	public function testARootOfLowOrderIsRefused(): void {
		$weak = [
			'rootKey' => Base64Url::encode(self::IDENTITY),
			'signature' => Base64Url::encode(self::IDENTITY . str_repeat("\x00", 32)),
		] + AssertionKit::signedKeySet();

		self::assertSame('signature_wrong', self::reason($weak, AssertionKit::serverIdOf(self::IDENTITY)));
	}

	/** [KE2]: the same of a challenge key that the root did sign. */
	public function testAChallengeKeyOfLowOrderSignsNothing(): void {
		$keySet = KeySetVerifier::verify(AssertionKit::signedKeySet([], ['publicKey' => self::IDENTITY]), AssertionKit::serverId());
		$kit = new AssertionKit();
		$assertion = $kit->assertion(['signature' => static fn (): string => self::IDENTITY . str_repeat("\x00", 32)]);

		$this->expectExceptionObject(new Refused('server_signature_wrong'));
		AssertionVerifier::verify($assertion, $keySet, $kit->expected(), AssertionKit::NOW_MS);
	}

	/** A key of another kind of 133 bytes is a key that nobody can check. */
	public function testALongerChallengeKeySignsNothing(): void {
		$long = AssertionKit::publicKey('challenge') . "\x00";
		$keySet = KeySetVerifier::verify(AssertionKit::signedKeySet([], ['publicKey' => $long]), AssertionKit::serverId());
		$kit = new AssertionKit();

		$this->expectExceptionObject(new Refused('server_signature_wrong'));
		AssertionVerifier::verify($kit->assertion(), $keySet, $kit->expected(), AssertionKit::NOW_MS);
	}

	/** [KS1] [CB1] [CB2]: signed by the root, and no key set all the same. */
	public function testASetThatTheRootSignedButThatDoesNotParseIsRefused(): void {
		$other = ['serverId' => str_repeat("\x4d", 32)];
		$twice = substr(Base64Url::decode(AssertionKit::signedKeySet()['body']), -87);

		self::assertSame('server_other', self::reason(AssertionKit::signedKeySet($other)));
		self::assertSame('malformed', self::reason(AssertionKit::signedKeySet(['version' => "\x02"])));
		self::assertSame('malformed', self::reason(AssertionKit::signedKeySet(['keySetVersion' => "\x00"])));
		self::assertSame('malformed', self::reason(AssertionKit::signedKeySet(['keys' => "\x00"])));
		self::assertSame('malformed', self::reason(AssertionKit::signedKeySet(['keys' => "\x00\x01"])));
		self::assertSame('malformed', self::reason(AssertionKit::signedKeySet(['keys' => "$twice\x00"])));
		self::assertSame('malformed', self::reason(AssertionKit::signedKeySet([], ['role' => "\x03"])));
		self::assertSame('malformed', self::reason(AssertionKit::signedKeySet([], ['algorithm' => "\x03"])));
		self::assertSame('malformed', self::reason(AssertionKit::signedKeySet([], ['publicKey' => str_repeat("\x01", 31)])));
		self::assertSame('malformed', self::reason(AssertionKit::signedKeySet([], ['publicKey' => str_repeat("\x01", 134)])));
	}

	/** [CB6]: sixteen keys, and no seventeenth. */
	public function testASetHasAtMostSixteenKeys(): void {
		$one = AssertionKit::signedKeySet();
		$entry = substr(Base64Url::decode($one['body']), -86);
		self::assertSame(84, unpack('n', $entry)[1]);

		$most = AssertionKit::signedKeySet(['keys' => str_repeat($entry, 16)]);
		self::assertSame(3, KeySetVerifier::verify($most, AssertionKit::serverId())->version());
		self::assertSame('malformed', self::reason(AssertionKit::signedKeySet(['keys' => str_repeat($entry, 17)])));
	}

	/** What is not exactly a root key, a body and a signature. */
	public function testAnswersOfAnotherShapeAreMalformed(): void {
		$signed = AssertionKit::signedKeySet();
		$shapes = [
			[], ['more' => ''] + $signed, ['rootKey' => null] + $signed, ['rootKey' => 5] + $signed, ['rootKey' => [1]] + $signed,
			['rootKey' => $signed['rootKey'] . '='] + $signed, ['rootKey' => 'AA'] + $signed, ['body' => ''] + $signed,
			['body' => Base64Url::encode(str_repeat("\x00", 4097))] + $signed, ['signature' => 'AA'] + $signed,
			['rootkey' => $signed['rootKey'], 'body' => $signed['body'], 'signature' => $signed['signature']],
			array_values($signed),
		];

		foreach ($shapes as $shape) {
			self::assertSame('malformed', self::reason($shape), json_encode($shape));
		}
		foreach (['short', 'A', 'äää', "$signed[rootKey]="] as $serverId) {
			self::assertSame('malformed', self::reason($signed, $serverId));
		}
		self::assertSame('server_other', self::reason($signed, ''));
		self::assertSame('server_other', self::reason($signed, 'AAAA'));
	}

	/** [KS3] */
	public function testAKeySignsOnlyInItsTime(): void {
		$keySet = AssertionKit::keySet();
		$id = Id::toBytes(self::KEY_ID);
		$from = AssertionKit::NOW_MS - 3_600_000;
		$until = AssertionKit::NOW_MS + 3_600_000;

		self::assertSame(AssertionKit::publicKey('challenge'), $keySet->challengeKeyAt($id, $from));
		self::assertSame(AssertionKit::publicKey('challenge'), $keySet->challengeKeyAt($id, $until));
		self::assertNull($keySet->challengeKeyAt($id, $from - 1));
		self::assertNull($keySet->challengeKeyAt($id, $until + 1));
		self::assertNull($keySet->challengeKeyAt(str_repeat("\x00", 16), AssertionKit::NOW_MS));
		self::assertNull($keySet->challengeKeyAt('', AssertionKit::NOW_MS));
	}

	/** Whoever else made a KeySet would have checked nothing. */
	public function testNothingButTheVerifierMakesAKeySet(): void {
		$makers = [];
		foreach (new \RecursiveIteratorIterator(new \RecursiveDirectoryIterator(__DIR__ . '/../../../lib')) as $file) {
			if ($file->getExtension() === 'php' && preg_match('/\bnew\s+(?:\\\\?\w+\\\\)*KeySet\s*\(/', file_get_contents($file->getPathname())) === 1) {
				$makers[] = $file->getFilename();
			}
		}
		self::assertSame(['KeySetVerifier.php'], $makers);
	}

	private static function reason(array $signed, ?string $serverId = null, int $lowestVersion = 0): string {
		try {
			KeySetVerifier::verify($signed, $serverId ?? AssertionKit::serverId(), $lowestVersion);
			return 'accepted';
		} catch (Refused $refused) {
			return $refused->reason;
		}
	}
}
