<?php

declare(strict_types=1);

// Every byte string has one text, and no other text is read ([CB9]).

namespace OCA\Countersign\Tests\Protocol;

use OCA\Countersign\Protocol\Base64Url;
use OCA\Countersign\Protocol\Id;
use PHPUnit\Framework\TestCase;

final class Base64UrlTest extends TestCase {
	public function testBytesComeBack(): void {
		for ($length = 0; $length < 70; $length++) {
			$bytes = substr(hash('sha512', "a$length", true) . hash('sha512', "b$length", true), 0, $length);
			self::assertSame($bytes, Base64Url::decode(Base64Url::encode($bytes)));
		}
		self::assertSame('_w', Base64Url::encode("\xff"));
		self::assertSame('-_8', Base64Url::encode("\xfb\xff"));
		self::assertSame('', Base64Url::encode(''));
	}

	/** [CB9] */
	public function testEveryOtherSpellingIsRefused(): void {
		foreach (['QQ==', 'QR', 'Q', 'QUFBQ', 'Q+', 'Q/', 'Q Q', "QQ\n", "QQ\0", 'QQ=', '=', 'ää', '*', 'QUJ', ' QQ'] as $text) {
			self::assertNull(Base64Url::decode($text), $text);
		}
		self::assertSame('A', Base64Url::decode('QQ'));
		self::assertSame('', Base64Url::decode(''));
	}

	public function testAMemberHasItsLengthAndIsText(): void {
		self::assertSame('AB', Base64Url::decodeBetween('QUI', 2, 2));
		self::assertSame('AB', Base64Url::decodeBetween('QUI', 1, 3));
		foreach ([['QUI', 3, 3], ['QUI', 1, 1], [null, 0, 9], [12, 0, 9], [['QUI'], 0, 9], [true, 0, 9]] as [$value, $min, $max]) {
			self::assertNull(Base64Url::decodeBetween($value, $min, $max));
		}
	}

	/** [CB7] */
	public function testIdsAreUuidsInLowerCase(): void {
		$id = 'fbd1be30-7603-4f91-0b6a-56f8238711b7';
		self::assertTrue(Id::isId($id));
		self::assertSame('fbd1be3076034f910b6a56f8238711b7', bin2hex(Id::toBytes($id)));
		foreach ([strtoupper($id), "$id\n", substr($id, 1), "{$id}0", str_replace('-', '', $id), "{{$id}}", 'g' . substr($id, 1), '', null, 5] as $other) {
			self::assertFalse(Id::isId($other));
		}
		$this->expectException(\InvalidArgumentException::class);
		Id::toBytes(strtoupper($id));
	}
}
