<?php

declare(strict_types=1);

// Texts: what may be signed ([CB5]), who is the same person ([AP6]), what a browser is called.

namespace OCA\Countersign\Tests\Protocol;

use OCA\Countersign\Protocol\BrowserWords;
use OCA\Countersign\Protocol\SignableText;
use OCA\Countersign\Protocol\UserId;
use PHPUnit\Framework\TestCase;

final class TextsTest extends TestCase {
	/** [CB5] */
	public function testWhatCouldLookLikeSomethingElseIsNotSigned(): void {
		$unfit = [
			"\x00", "\n", "\t", "\x1f", "\x7f", "\u{80}", "\u{9f}", "\u{2028}", "\u{2029}", "\u{61c}", "\u{200e}", "\u{200f}", "\u{202a}",
			"\u{202e}", "\u{2066}", "\u{2069}",
		];
		foreach ($unfit as $character) {
			self::assertFalse(SignableText::fits("a{$character}b", 9), bin2hex($character));
			self::assertSame('a b', SignableText::fit("a{$character}b", 9), bin2hex($character));
		}
		foreach (['', 'plain', 'Ärger', '📱', "\u{feff}a", "\u{200b}", "\u{202f}", "\u{fffd}", "\u{e000}"] as $text) {
			self::assertTrue(SignableText::fits($text, 9), bin2hex($text));
			self::assertSame($text, SignableText::fit($text, 9));
		}
	}

	/** [CB5]: bytes that are no UTF-8, a surrogate and an overlong letter among them. */
	public function testWhatIsNotUtf8IsNotSigned(): void {
		foreach (["\xff", "a\xc3", "\xed\xa0\x80", "\xc1\xa1", "\xf4\x90\x80\x80", "\xe2\x82"] as $bytes) {
			self::assertFalse(SignableText::fits($bytes, 9), bin2hex($bytes));
			self::assertTrue(SignableText::fits(SignableText::fit($bytes, 9), 9), bin2hex($bytes));
		}
		self::assertMatchesRegularExpression('/^a.+b\z/u', SignableText::fit("a\xffb", 9));
	}

	/** [CB5] */
	public function testTextIsNfcAndFitsInBytes(): void {
		self::assertFalse(SignableText::fits("a\u{308}", 9));
		self::assertSame('ä', SignableText::fit("a\u{308}", 9));
		self::assertTrue(SignableText::fits('ää', 4));
		self::assertFalse(SignableText::fits('ää', 3));
		self::assertFalse(SignableText::fits('aaaa', 3));
		self::assertSame('ä', SignableText::fit('ää', 3));
		self::assertSame('', SignableText::fit('📱', 3));
		self::assertSame('aaa', SignableText::fit('aaaa', 3));
	}

	/** [AP6] */
	public function testUserIdsHaveOneSpelling(): void {
		$spellings = [
			'alice' => ['Alice', ' ALICE ', "\u{a0}alice\u{3000}", "\u{feff}Alice\n"],
			'müller' => ['MÜLLER', "Mu\u{308}ller", "MU\u{308}LLER"],
			'οδυσσεας' => ['ΟΔΥΣΣΕΑΣ'],
			"i\u{307}x" => ['İX'],
			'straße' => ['STRAßE'],
			// Lower case undoes NFC: J has no letter with a caron, j has one.
			"\u{1f0}" => ["J\u{30c}", "j\u{30c}"],
		];
		foreach ($spellings as $one => $others) {
			foreach ($others as $other) {
				self::assertSame($one, UserId::normalise($other));
				self::assertTrue(UserId::same($one, $other), $other);
			}
		}
	}

	/** [AP6]: NFKC would make one ID of two that a directory keeps apart. */
	public function testDifferentPeopleStayDifferent(): void {
		foreach ([['alice', 'bob'], ['ﬁnn', 'finn'], ['a b', 'ab'], ['straße', 'strasse'], ['αs', 'ας'], ['ı', 'i'], ['', 'a']] as [$a, $b]) {
			self::assertFalse(UserId::same($a, $b), "$a and $b");
		}
	}

	/** What has no spelling is nobody, not even itself. */
	public function testBytesThatAreNoTextAreNobody(): void {
		self::assertFalse(UserId::same("\xff", "\xff"));
		self::assertFalse(UserId::same('alice', "alice\xff"));
		$this->expectException(\UnexpectedValueException::class);
		UserId::normalise("\xff");
	}

	public static function browsers(): array {
		$mozilla = 'Mozilla/5.0';
		return [
			['', null],
			['', ''],
			['Firefox on Linux', "$mozilla (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"],
			['Firefox on iPhone', "$mozilla (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 FxiOS/140.0 Mobile Safari/605.1"],
			['Edge on Windows', "$mozilla (Windows NT 10.0; Win64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0"],
			['Edge on Android', "$mozilla (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36 EdgA/140.0"],
			['Opera on Windows', "$mozilla (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 OPR/120.0"],
			['Samsung Internet on Android', "$mozilla (Linux; Android 15) SamsungBrowser/28.0 Chrome/130.0 Mobile Safari/537.36"],
			['Chrome on ChromeOS', "$mozilla (X11; CrOS x86_64 16000.0.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36"],
			['Chrome on iPad', "$mozilla (iPad; CPU OS 18_0 like Mac OS X) AppleWebKit/605.1 CriOS/140.0 Safari/604.1"],
			['Safari on macOS', "$mozilla (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.0 Safari/605.1.15"],
			['Chrome', 'Chrome/140.0'],
			['A browser on Linux', "$mozilla (X11; Linux x86_64) Something/1.0"],
			['curl', 'curl/8.5.0'],
			['Nextcloud', 'Nextcloud Talk/20'],
			['', '/leading'],
			['NotEdg', 'NotEdg/1.0'],
			['x y', "x\u{200e}y(z)"],
		];
	}

	/** @dataProvider browsers */
	public function testABrowserIsCalledByWordsAPersonKnows(string $words, ?string $userAgent): void {
		self::assertSame($words, BrowserWords::of($userAgent));
	}

	public function testAToolWhoseNameEndsLikeABrowsersIsNone(): void {
		$browsers = [
			'Edg', 'EdgA', 'EdgiOS', 'OPR', 'SamsungBrowser', 'Firefox', 'FxiOS', 'Chrome', 'CriOS', 'Chromium', 'Safari', 'iPad', 'iPhone',
			'Android', 'CrOS', 'Windows', 'Macintosh', 'Linux',
		];
		foreach ($browsers as $name) {
			self::assertSame("x$name", BrowserWords::of("x$name/1.0"));
		}
		self::assertSame('A browser on macOS', BrowserWords::of('Mac OS X/1.0'));
		self::assertSame('Mac', BrowserWords::of('Mac OS Xy/1.0'));
	}

	/** A User-Agent is bytes from a stranger: whatever they are, what is shown can be signed. */
	public function testWhatAStrangerSendsBecomesSignable(): void {
		foreach (["\xff\xfe\x00", str_repeat('ä', 500), "tool\x1b[31m/1", "\u{202e}gnp", "a\u{308}/1"] as $userAgent) {
			self::assertTrue(SignableText::fits(BrowserWords::of($userAgent), 128), bin2hex($userAgent));
		}
		self::assertStringStartsWith('tool', BrowserWords::of("tool\xff/1"));
	}
}
