<?php

declare(strict_types=1);

// The server, or whoever speaks in its place, answers a request for approval with something that was not asked for: a waiver ("let them
// in without a phone"), a page to go to, a picture of somewhere else. Here nothing of it is followed.

namespace OCA\Countersign\Tests\Security;

use OCA\Countersign\Tests\Login\LoginTestCase;

final class UnaskedAnswerTest extends LoginTestCase {
	private const PAGE = ['decision' => 'setUp', 'link' => self::FIRST . '/set-up/#secret', 'expiresAtMs' => 1_790_000_600_000, 'laterUntilMs' => 1_790_009_000_000];

	/** @dataProvider unasked */
	public function testAnAnswerThatWasNotAskedForIsNone(array $answer): void {
		$this->link('alice', 'alice@example.org');
		$this->server->says['POST /v1/challenges'] = [201, $answer];
		$browser = $this->browser('alice');

		$said = $browser->post('start');

		self::assertSame([503, 'unreachable'], [$said->getStatus(), $said->getData()['code']]);
		self::assertSame('nothing_asked', $browser->say('complete')['code']);
		self::assertNotSame('in', $browser->submit());
	}

	/** @return iterable<string, array{array<string, mixed>}> */
	public static function unasked(): iterable {
		yield 'a waiver' => [['decision' => 'waived', 'because' => 'knownBrowser', 'statement' => 'a.b.c']];
		yield 'a set-up' => [self::PAGE];
		yield 'a decision of a later version' => [['decision' => 'trust', 'challengeId' => 'fbd1be30-7603-4f91-0b6a-56f8238711b7']];
	}

	public function testASetUpThatWasAskedForLeadsToTheServerAndHasNoLater(): void {
		$this->set(['setUpAtLogin' => true]);
		$this->assign('alice', 'alice@example.org');
		$this->server->says['POST /v1/challenges'] = [201, self::PAGE];
		$browser = $this->browser('alice');

		self::assertSame(
			['state' => 'set_up', 'link' => self::FIRST . '/set-up/#secret', 'goodForMs' => 600_000, 'laterUntilMs' => null],
			$browser->say('start', ['setUpLater' => true]),
		);
		self::assertArrayNotHasKey('setUpLater', $this->server->calls[0]['body']);
		self::assertSame('nothing_asked', $browser->say('complete')['code']);
	}

	public function testAWaiverIsRefusedAlsoWhereASetUpWasAskedFor(): void {
		$this->set(['setUpAtLogin' => true]);
		$this->assign('alice', 'alice@example.org');
		$this->server->says['POST /v1/challenges'] = [201, ['decision' => 'waived', 'because' => 'bypass', 'statement' => 'a.b.c'] + self::PAGE];

		self::assertSame('unreachable', $this->browser('alice')->say('start')['code']);
	}

	/** @dataProvider foreignPages */
	public function testASetUpPageAnywhereElseIsNotGoneTo(string $link): void {
		$this->set(['setUpAtLogin' => true]);
		$this->assign('alice', 'alice@example.org');
		$this->server->says['POST /v1/challenges'] = [201, ['link' => $link] + self::PAGE];

		self::assertSame('unreachable', $this->browser('alice')->say('start')['code']);
	}

	/** @return iterable<array{string}> */
	public static function foreignPages(): iterable {
		yield ['https://evil.example/set-up/'];
		yield ['https://id.example.org.evil.example/'];
		yield ['https://id.example.org@evil.example/'];
		yield ['https://id.example.org:444/'];
		yield ['http://id.example.org/'];
		yield ['javascript:alert(1)'];
		yield ['//id.example.org/'];
		yield ["https://id.example.org\\@evil.example/"];
		yield ["https://id.example.org\t/"];
	}

	public function testALogoOfAnywhereElseIsNotShown(): void {
		$this->link('alice', 'alice@example.org');
		$app = ['name' => 'Files', 'colour' => '', 'helpText' => '', 'supportContact' => ''];
		$this->server->says['GET /v1/app'] = [200, ['logoUrl' => 'https://evil.example/l.png'] + $app];
		self::assertNull($this->browser('alice')->say('ways')['look']['logoUrl']);

		$this->time->seconds += 300;
		$this->server->says['GET /v1/app'] = [200, ['logoUrl' => self::FIRST . '/l.png'] + $app];
		self::assertSame(self::FIRST . '/l.png', $this->browser('alice')->say('ways')['look']['logoUrl']);
	}
}
