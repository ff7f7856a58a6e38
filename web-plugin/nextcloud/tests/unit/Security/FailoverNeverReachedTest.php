<?php

declare(strict_types=1);

// A fallback address is configured, and the code that should use it is never reached: it waits for a null where the client returns
// false. Found out on the day the first server is down. Here the first is stopped, and people log in.

namespace OCA\Countersign\Tests\Security;

use OCA\Countersign\Tests\Login\LoginTestCase;
use OCA\Countersign\Tests\Login\MemoryCaches;
use OCA\Countersign\Tests\Login\ScriptedServer;

final class FailoverNeverReachedTest extends LoginTestCase {
	protected function setUp(): void {
		parent::setUp();
		$this->set(['fallbackUrl' => self::SECOND]);
		$this->link('alice', 'alice@example.org');
	}

	/** @dataProvider waysToBeDown */
	public function testAWholeLoginGoesThroughTheSecondAddress(string $down): void {
		$this->server->down = [self::FIRST => $down];
		$browser = $this->browser('alice');

		$started = $browser->say('start');
		self::assertSame(self::SECOND . '/v1/watch', $started['watchUrl']);
		$this->server->approve();
		self::assertSame('passed', $browser->say('complete')['state']);
		self::assertSame('in', $browser->submit());

		self::assertSame(1, $this->server->rings());
		// Tried once, then left alone: nobody waits for it at each step.
		self::assertSame(['POST /v1/challenges'], $this->server->asked(self::FIRST));
	}

	/** @return iterable<string, array{string}> */
	public static function waysToBeDown(): iterable {
		yield 'nothing listens' => ['refused'];
		yield 'no answer in time' => ['timeout'];
		yield 'a proxy in front of it' => ['502'];
		yield 'a proxy that gave up' => ['504'];
	}

	public function testAMinuteLaterTheFirstIsAskedAgain(): void {
		$this->server->down = [self::FIRST => 'refused'];
		$this->browser('alice')->say('start');
		$this->server->down = [];
		$this->time->seconds += 61;
		$this->server->calls = [];

		$this->browser('alice')->say('start');

		self::assertContains('POST /v1/challenges', $this->server->asked(self::FIRST));
		self::assertSame([], $this->server->asked(self::SECOND));
	}

	public function testWithoutACacheTheSecondIsReachedAllTheSame(): void {
		$this->caches = new MemoryCaches($this->time, keeps: false);
		$this->server->down = [self::FIRST => 'refused'];
		$browser = $this->browser('alice');

		$browser->say('start');
		$this->server->approve();

		self::assertSame('passed', $browser->say('complete')['state']);
	}

	public function testWhenBothAreDownNobodyIsLetIn(): void {
		$browser = $this->browser('alice');
		$browser->say('start');
		$this->server->approve();
		$this->server->down = [self::FIRST => 'refused', self::SECOND => '503'];

		foreach (['start', 'state', 'complete'] as $route) {
			$said = $browser->post($route);
			self::assertSame([503, 'unreachable'], [$said->getStatus(), $said->getData()['code']], $route);
		}
		self::assertNotSame('in', $browser->submit());
		// Both were tried each time: what was down a moment ago is better than nothing.
		self::assertContains('GET /v1/challenges/*', $this->server->asked(self::SECOND));

		$this->server->down = [];
		self::assertSame('passed', $browser->say('complete')['state']);
	}

	/** @dataProvider refusals */
	public function testWhatTheServerSaysIsAnAnswerAndNoReasonToAskElsewhere(array $problem, int $status, string $code): void {
		$this->server->says['POST /v1/challenges'] = $problem;

		$said = $this->browser('alice')->post('start');

		self::assertSame([$status, $code], [$said->getStatus(), $said->getData()['code']]);
		self::assertSame(['POST /v1/challenges'], $this->server->asked(self::FIRST));
		self::assertSame([], $this->server->asked(self::SECOND));
	}

	/** @return iterable<string, array{array{int, mixed}, int, string}> */
	public static function refusals(): iterable {
		yield 'too many' => [ScriptedServer::problem(429, 'too_many_requests', 30), 429, 'too_many_requests'];
		yield 'too many open' => [ScriptedServer::problem(429, 'too_many_open_challenges'), 429, 'too_many_open_challenges'];
		yield 'the API key is wrong: the matter of the admin' => [ScriptedServer::problem(401, 'unauthorized'), 503, 'unreachable'];
		yield 'a fault of the server' => [ScriptedServer::problem(500, 'internal'), 503, 'unreachable'];
	}

	public function testAServerThatIsStoppingSaysSoAndTheNextIsAsked(): void {
		$this->server->says['POST /v1/challenges'] = ScriptedServer::problem(503, 'draining');
		$this->browser('alice')->say('start');

		self::assertSame(['POST /v1/challenges'], $this->server->asked(self::SECOND));
	}

	public function testTheBrowserIsSentToTheAddressForBrowsersWhateverIsDown(): void {
		$this->set(['fallbackUrl' => self::SECOND, 'browserUrl' => 'https://login.example.org']);
		$this->server->down = [self::FIRST => 'refused'];

		self::assertSame('https://login.example.org/v1/watch', $this->browser('alice')->say('start')['watchUrl']);
	}
}
