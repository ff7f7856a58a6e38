<?php

declare(strict_types=1);

// The routes of a login run before the second factor, so Nextcloud opens them to everybody with a session: also to whoever copied the
// cookie of somebody who is fully signed in, and to every client with an app password. They ask for no fresh password and no backup codes,
// and they note a phone: of an ID that was assigned and not proven yet, or, through the set-up at a login, of one that the thief pairs.
// So they answer only while Nextcloud itself says that this login wants its second factor.

namespace OCA\Countersign\Tests\Security;

use OCA\Countersign\Tests\Login\LoginTestCase;

final class LoginRoutesOfASignedInPersonTest extends LoginTestCase {
	/** @dataProvider routes */
	public function testNobodyIsAskedAndNothingIsTold(string $route): void {
		$this->set(['setUpAtLogin' => true]);
		$this->assign('alice', 'alice@example.org');
		$browser = $this->browser('alice');
		$browser->isOutstanding = false;

		self::assertSame('first_factor_missing', $browser->say($route)['code']);
		self::assertSame(0, $this->server->rings());
	}

	/** @return iterable<array{string}> */
	public static function routes(): iterable {
		foreach (['start', 'state', 'cancel', 'ways', 'complete'] as $route) {
			yield [$route];
		}
	}

	public function testAnApprovalOfALoginThatEndedMeanwhileLinksNoPhone(): void {
		$this->assign('alice', 'alice@example.org');
		$browser = $this->browser('alice');
		$browser->say('start');
		$this->server->approve();
		$browser->isOutstanding = false;

		self::assertSame('first_factor_missing', $browser->say('complete')['code']);
		self::assertFalse($this->links->find('alice')->isProven());
	}
}
