<?php

declare(strict_types=1);

// One browser, two people: Alice leaves a login half done, Bob signs in in the same session. What was asked, approved or proven for her
// must be worth nothing to him, and the other way round.

namespace OCA\Countersign\Tests\Security;

use OCA\Countersign\Tests\Login\LoginTestCase;

final class UserSwitchedInSessionTest extends LoginTestCase {
	protected function setUp(): void {
		parent::setUp();
		$this->link('alice', 'alice@example.org');
		$this->link('bob', 'bob@example.org');
	}

	public function testTheNextPersonStartsOver(): void {
		$browser = $this->browser('alice');
		$browser->say('start');
		$this->server->approve();
		$browser->uid = 'bob';

		self::assertSame('nothing_asked', $browser->say('state')['code']);
		self::assertSame('nothing_asked', $browser->say('complete')['code']);
		$browser->say('start');
		self::assertSame('bob@example.org', $this->server->challenges[$this->server->last()]['body']['userId']);
		self::assertSame(2, $this->server->rings());
		self::assertNotSame('in', $browser->submit());
	}

	public function testWhatWasProvenForOneOpensNothingForTheOther(): void {
		$browser = $this->browser('alice');
		$browser->say('start');
		$this->server->approve();
		$browser->say('complete');
		$browser->uid = 'bob';

		self::assertSame('pending', $browser->say('start')['state']);
		self::assertNotSame('in', $browser->submit());
		$browser->uid = 'alice';
		self::assertNotSame('in', $browser->submit());
	}

	public function testWhereOneWantedToGoIsNotWhereTheOtherIsLed(): void {
		$browser = $this->browser('alice');
		$page = fn (string $uid, array $query): ?string => $browser->provider($query)->getTemplate($this->user($uid))->vars['keptRedirectUrl'];

		self::assertSame('/apps/files/?dir=/Dismissals', $page('alice', ['redirect_url' => '/apps/files/?dir=/Dismissals']));
		self::assertNull($page('bob', []));
		self::assertSame('/apps/files/?dir=/Dismissals', $page('alice', []));
	}

	/** Two users of this Nextcloud may be one person with one ID. */
	public function testTheSameIdOfAnotherUserDoesNotCarryOver(): void {
		$this->link('alice-admin', 'alice@example.org');
		$browser = $this->browser('alice');
		$browser->say('start');
		$this->server->approve();
		$browser->uid = 'alice-admin';

		self::assertSame('nothing_asked', $browser->say('complete')['code']);
	}
}
