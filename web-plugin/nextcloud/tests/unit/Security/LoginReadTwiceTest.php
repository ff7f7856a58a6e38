<?php

declare(strict_types=1);

// The result of one approval is read twice and logs in two browsers: by a second request at the same moment, by a server that hands the
// assertion out again, by a proof that is kept for later or for somebody else.

namespace OCA\Countersign\Tests\Security;

use OCA\Countersign\Login\AttemptStore;
use OCA\Countersign\Login\Place;
use OCA\Countersign\Tests\Login\LoginTestCase;

final class LoginReadTwiceTest extends LoginTestCase {
	protected function setUp(): void {
		parent::setUp();
		$this->link('alice', 'alice@example.org');
	}

	public function testTwoRequestsAtTheSameMomentPassOnce(): void {
		$browser = $this->browser('alice');
		$browser->say('start');
		$this->server->approve();
		$subject = $this->subjects()->forLogin($this->user('alice'));
		$attempt = (new AttemptStore($browser->session))->find($subject);
		self::assertNotNull($attempt);

		self::assertSame('passed', $browser->say('complete')['state']);
		self::assertSame('in', $browser->submit());
		// The other request had read the session before; and this server hands the same assertion out again.
		(new AttemptStore($browser->session))->put(Place::Login, $attempt);
		$this->server->decide('approved');
		self::assertSame('not_confirmed', $browser->say('complete')['code']);
		self::assertNotSame('in', $browser->submit());
		self::assertStringContainsString('refused, spent', implode('', $this->log->lines));
	}

	public function testAnotherServerOfThisNextcloudKnowsWhatWasUsed(): void {
		$browser = $this->browser('alice');
		$browser->say('start');
		$this->links->spend($this->server->last(), $this->time->seconds + 100);
		$this->server->approve();

		self::assertSame('not_confirmed', $browser->say('complete')['code']);
		self::assertNotSame('in', $browser->submit());
	}

	public function testASecondCompleteOfTheSamePageAsksForNothingMore(): void {
		$browser = $this->browser('alice');
		$browser->say('start');
		$this->server->approve();
		$browser->say('complete');
		$calls = count($this->server->calls);

		self::assertSame('passed', $browser->say('complete')['state']);
		self::assertSame('passed', $browser->say('state')['state']);
		self::assertSame('passed', $browser->say('start')['state']);
		self::assertCount($calls, $this->server->calls);
	}

	public function testAProofIsGoodForAMinuteAndForItsPersonOnly(): void {
		$browser = $this->browser('alice');
		$proofs = $browser->proofs();

		$proofs->put('alice', 'fbd1be30-7603-4f91-0b6a-56f8238711b7');
		$this->time->seconds += 60;
		self::assertTrue($proofs->take('alice'));
		self::assertFalse($proofs->take('alice'));

		$proofs->put('alice', 'fbd1be30-7603-4f91-0b6a-56f8238711b7');
		$this->time->seconds += 61;
		self::assertFalse($proofs->take('alice'));

		$proofs->put('alice', 'fbd1be30-7603-4f91-0b6a-56f8238711b7');
		self::assertFalse($proofs->take('bob'));
		self::assertFalse($proofs->take('alice'), 'a proof that somebody else held out is gone');

		$proofs->put('alice', 'fbd1be30-7603-4f91-0b6a-56f8238711b7');
		$this->time->seconds -= 1;
		self::assertFalse($proofs->take('alice'), 'a proof of the future is none');
	}

	public function testAFormWithoutAProofSaysWhatToDo(): void {
		self::assertSame('There is no fresh approval of your phone. Please ask it again.', $this->browser('alice')->submit());
	}
}
