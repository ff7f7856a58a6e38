<?php

declare(strict_types=1);

// Which keys and signatures are refused before sodium is asked ([KE1], [KE2]).

namespace OCA\Countersign\Tests\Protocol;

use OCA\Countersign\Protocol\DeviceThumbprint;
use OCA\Countersign\Protocol\Ed25519;
use PHPUnit\Framework\TestCase;

final class Ed25519Test extends TestCase {
	/** [KE2] */
	public function testEveryKeyOfLowOrderAndEveryOtherSpellingIsRefused(): void {
		$vectors = Vectors::file('ed25519');
		self::assertCount(14, array_unique($vectors['lowOrderPublicKeys']));

		foreach ([...$vectors['lowOrderPublicKeys'], ...$vectors['nonCanonicalPublicKeys']] as $key) {
			self::assertFalse(Ed25519::isAcceptableKey(hex2bin($key)), $key);
		}
	}

	/** [KE2]: y = p − 1 is of low order, y = p − 2 the highest that is not; with either sign of x. */
	public function testKeysBelowThePrimeAreAccepted(): void {
		$below = static fn (string $last): string => "\xeb" . str_repeat("\xff", 30) . $last;

		self::assertTrue(Ed25519::isAcceptableKey($below("\x7f")));
		self::assertTrue(Ed25519::isAcceptableKey($below("\xff")));
		foreach (['root', 'challenge', 'device', 'otherDevice'] as $name) {
			self::assertTrue(Ed25519::isAcceptableKey(hex2bin(Vectors::file('keys')[$name]['publicKey'])), $name);
		}
	}

	/** [KE2] */
	public function testKeysOfAnotherLengthAreRefused(): void {
		$key = hex2bin(Vectors::file('keys')['device']['publicKey']);

		foreach (['', substr($key, 1), "$key\x00"] as $other) {
			self::assertFalse(Ed25519::isAcceptableKey($other));
			self::assertFalse(Ed25519::isSignedBy($other, 'message', str_repeat("\x00", 64)));
		}
	}

	/** [KE1] */
	public function testTheSignaturesOfTheVectors(): void {
		foreach (Vectors::file('ed25519')['signatures'] as $case) {
			$signed = array_map(hex2bin(...), [$case['publicKey'], $case['message'], $case['signature']]);
			self::assertSame($case['valid'], Ed25519::isSignedBy(...$signed), $case['why']);
		}
	}

	/** [KE1]: S is below L, in 32 bytes; asked before sodium is, which some distributions build to be lax. */
	public function testASignatureHasOneSpelling(): void {
		$order = strrev(hex2bin('1000000000000000000000000000000014def9dea2f79cd65812631a5cf5d3ed'));
		$highest = strrev(hex2bin('1000000000000000000000000000000014def9dea2f79cd65812631a5cf5d3ec'));
		$r = str_repeat("\xff", 32);

		self::assertTrue(Ed25519::isCanonicalSignature($r . str_repeat("\x00", 32)));
		self::assertTrue(Ed25519::isCanonicalSignature($r . $highest));
		self::assertFalse(Ed25519::isCanonicalSignature($r . $order));
		self::assertFalse(Ed25519::isCanonicalSignature($r . $r));
		self::assertFalse(Ed25519::isCanonicalSignature($r . substr($highest, 1)));
		self::assertFalse(Ed25519::isCanonicalSignature($r . $highest . "\x00"));
	}

	/** A key that is no point of the curve signs nothing, and nothing is thrown. */
	public function testAKeyThatIsNoPointSignsNothing(): void {
		$noPoint = "\x02" . str_repeat("\x00", 31);

		self::assertTrue(Ed25519::isAcceptableKey($noPoint));
		self::assertFalse(Ed25519::isSignedBy($noPoint, 'message', str_repeat("\x00", 64)));
	}

	/** [AS7] */
	public function testTheThumbprintIsThatOfTheVectors(): void {
		$keys = Vectors::file('keys');
		$thumbprint = DeviceThumbprint::of(hex2bin($keys['device']['publicKey']));

		self::assertSame($keys['deviceThumbprint'], bin2hex(base64_decode(strtr($thumbprint, '-_', '+/'))));
		self::assertSame(43, strlen($thumbprint));
	}
}
