<?php

declare(strict_types=1);

// Wrong, wrong, right: a server refuses the wrong access pass and leaves the request open, so that every button can be tried. Here the
// first wrong pick ends it, reloads do not make another, and a server that calls a wrong pick right is not believed.

namespace OCA\Countersign\Tests\Security;

use OCA\Countersign\Tests\Login\LoginTestCase;

final class EveryButtonCanBeTriedTest extends LoginTestCase {
	protected function setUp(): void {
		parent::setUp();
		$this->link('alice', 'alice@example.org');
	}

	public function testAWrongPickEndsTheRequestAndOnlyTheirOwnWordMakesAnother(): void {
		$browser = $this->browser('alice');
		$browser->say('start');
		$this->server->decide('mismatched');

		self::assertSame('mismatched', $browser->say('state')['state']);
		self::assertSame('challenge_final', $browser->say('complete')['code']);
		self::assertSame('mismatched', $browser->say('start')['state']);
		self::assertSame('mismatched', $browser->say('start', ['again' => 'true'])['state']);
		self::assertSame(1, $this->server->rings());

		self::assertSame('pending', $browser->say('start', ['again' => true])['state']);
		self::assertSame(2, $this->server->rings());
		self::assertNotSame('in', $browser->submit());
	}

	public function testAServerThatCallsAWrongPickRightIsNotBelieved(): void {
		$browser = $this->browser('alice');
		foreach ([3, 11, 19] as $wrong) {
			$browser->say('start', ['again' => true]);
			$this->server->approve(['answer' => ['chosen' => pack('n', $wrong)]]);
			self::assertSame('not_confirmed', $browser->say('complete')['code']);
			self::assertSame('nothing_asked', $browser->say('complete')['code']);
		}
		self::assertNotSame('in', $browser->submit());
	}

	public function testAPassThatThePhoneNeverOfferedIsNoApproval(): void {
		$browser = $this->browser('alice');
		$browser->say('start');
		$this->server->approve(['challenge' => ['options' => pack('n*', 3, 11, 19)]]);

		self::assertSame('not_confirmed', $browser->say('complete')['code']);
		self::assertStringContainsString('choice_not_offered', implode('', $this->log->lines));
	}
}
