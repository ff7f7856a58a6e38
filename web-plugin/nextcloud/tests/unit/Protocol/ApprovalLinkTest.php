<?php

declare(strict_types=1);

// The link to an authenticator on the same phone ([LK2], [LK6]), and the access passes that a page draws ([SY2], [SY3]).

namespace OCA\Countersign\Tests\Protocol;

use OCA\Countersign\Protocol\AccessPasses;
use OCA\Countersign\Protocol\ApprovalLink;
use OCA\Countersign\Protocol\Choice;
use PHPUnit\Framework\TestCase;

final class ApprovalLinkTest extends TestCase {
	/** [LK2] */
	public function testTheLinkIsThatOfTheVectors(): void {
		$links = Vectors::file('links');

		self::assertSame(
			$links['link'],
			ApprovalLink::format('https://id.example.org', $links['challengeId'], $links['secret'], $links['back']),
		);
	}

	/** [LK3]: what an approve holds is the link's secret and the hash of the return code. */
	public function testTheChoiceOfALinkIsThatOfTheVectors(): void {
		$links = Vectors::file('links');
		$chosen = Choice::ofMatch(['mode' => 'link', 'secret' => $links['secret']]) . Choice::returnCodeHash($links['returnCode']);

		self::assertSame($links['chosen'], bin2hex($chosen));
	}

	/** [LK6] */
	public function testOnlyPlainPathsAreGoneBackTo(): void {
		$links = Vectors::file('links');
		foreach ($links['goodPaths'] as $path) {
			self::assertTrue(ApprovalLink::isBackPath($path), $path);
		}
		foreach ([...$links['badPaths'], "/a\n", "/a\0", '/é', "/\u{212a}"] as $path) {
			self::assertFalse(ApprovalLink::isBackPath($path), $path);
		}
		self::assertTrue(ApprovalLink::isBackPath('/' . str_repeat('a', 255)));
		self::assertFalse(ApprovalLink::isBackPath('/' . str_repeat('a', 256)));
	}

	/** [LK6] */
	public function testNoLinkIsMadeOfWhatIsNone(): void {
		['challengeId' => $id, 'secret' => $secret] = Vectors::file('links');
		foreach ([[$id, $secret, '//evil.example'], [$id, $secret, ''], [$id, 'short', '/'], ["$id&", $secret, '/']] as [$one, $two, $back]) {
			try {
				ApprovalLink::format('https://id.example.org', $one, $two, $back);
				self::fail("made: $one $two $back");
			} catch (\InvalidArgumentException $fault) {
				self::assertStringEndsWith('expected', $fault->getMessage());
			}
		}
	}

	/** [SY2] [SY3] */
	public function testAnAccessPassHasANameInBothLanguagesAndADrawing(): void {
		$pass = AccessPasses::byId(1);

		self::assertSame(['en' => 'Fox', 'de' => 'Fuchs'], $pass['name']);
		self::assertStringStartsWith('M', $pass['path']);
		foreach ([0, -1, 65_535] as $unknown) {
			self::assertNull(AccessPasses::byId($unknown));
		}
	}

	/** The checks decide by bytes and numbers alone: nothing of Nextcloud can change a verdict. */
	public function testNothingOfNextcloudIsAskedByTheProtocol(): void {
		foreach (glob(__DIR__ . '/../../../lib/Protocol/*.php') as $file) {
			self::assertDoesNotMatchRegularExpression('/\b(?:OCP?|Psr|Symfony)\\\\/', file_get_contents($file), basename($file));
		}
	}
}
