<?php

declare(strict_types=1);

// Nextcloud draws the challenge page again after each reload and each refused form. A plugin that asks while it draws rings the phone each
// time, until its owner taps "approve" to have peace.

namespace OCA\Countersign\Tests\Security;

use OCA\Countersign\Tests\Login\LoginTestCase;
use OCA\Countersign\Tests\Login\ScriptedServer;

final class ReloadRingsAgainTest extends LoginTestCase {
	protected function setUp(): void {
		parent::setUp();
		$this->link('alice', 'alice@example.org');
	}

	public function testAReloadShowsTheSameRequest(): void {
		$browser = $this->browser('alice');
		$first = $browser->say('start');
		$this->time->seconds += 5;
		$again = $browser->say('start');

		self::assertSame(1, $this->server->rings());
		self::assertSame($first['watchToken'], $again['watchToken']);
		self::assertSame($first['match'], $again['match']);
		self::assertSame($first['nowMs'] + 5_000, $again['nowMs']);
		self::assertSame('sent', $again['progress']);
	}

	/** @dataProvider decided */
	public function testWhatWasDecidedStaysOnTheScreen(string $state): void {
		$browser = $this->browser('alice');
		$browser->say('start');
		$this->server->decide($state);

		self::assertSame($state, $browser->say('start')['state']);
		self::assertSame(1, $this->server->rings());
	}

	/** @return iterable<array{string}> */
	public static function decided(): iterable {
		yield ['denied'];
		yield ['reported'];
		yield ['mismatched'];
		yield ['approved'];
	}

	/** @dataProvider over */
	public function testWhatIsOverWithoutADecisionMakesWayForANewOne(string $state): void {
		$browser = $this->browser('alice');
		$browser->say('start');
		$this->server->decide($state);

		self::assertSame('pending', $browser->say('start')['state']);
		self::assertSame(2, $this->server->rings());
	}

	/** @return iterable<array{string}> */
	public static function over(): iterable {
		yield ['expired'];
		yield ['lapsed'];
		yield ['cancelled'];
		yield ['redeemed'];
	}

	public function testARequestThatTheServerKnowsNoMoreIsOver(): void {
		$browser = $this->browser('alice');
		$browser->say('start');
		$this->server->challenges = [];

		self::assertSame('pending', $browser->say('start')['state']);
	}

	public function testWhileTheServerDoesNotSayHowItStandsNothingNewIsAsked(): void {
		$browser = $this->browser('alice');
		$browser->say('start');
		$this->server->says['GET /v1/challenges/*'] = ScriptedServer::problem(500, 'internal');

		self::assertSame('unreachable', $browser->say('start')['code']);
		self::assertSame(1, $this->server->rings());
	}

	public function testAWithdrawnRequestIsGoneFromThePhones(): void {
		$browser = $this->browser('alice');
		$browser->say('start');

		self::assertSame(['state' => 'cancelled'], $browser->say('cancel'));
		self::assertSame('cancelled', $this->server->challenges[$this->server->last()]['state']);
		self::assertSame('nothing_asked', $browser->say('state')['code']);
		self::assertSame(['state' => 'cancelled'], $browser->say('cancel'));
	}

	/** Nextcloud takes five forms in a hundred seconds, right ones too, and refuses an approval after that. */
	public function testWhatGoesWrongNeverSubmitsNextcloudsForm(): void {
		$browser = $this->browser('alice');
		for ($try = 0; $try < 8; $try++) {
			$browser->say('start', ['again' => true]);
			$this->server->decide('denied');
			$browser->say('complete');
			self::assertFalse($browser->provider()->getTemplate($this->user('alice'))->vars['proven']);
		}
		$browser->say('start', ['again' => true]);
		$this->server->approve();
		$browser->say('complete');
		self::assertTrue($browser->provider()->getTemplate($this->user('alice'))->vars['proven']);
		self::assertSame('in', $browser->submit());
	}
}
