<?php

declare(strict_types=1);

// Attack: whoever copied the cookie of a signed-in session, within the half hour in which Nextcloud takes the password for fresh, switches
// the second factor off in the person's own name, and comes back later with the password. Nothing tells that session from the person's, so
// the person is told, in words that fit whoever did it: a notice of one's own deed costs a click.

namespace OCA\Countersign\Tests\Security;

use OCA\Countersign\Links\Actor;
use OCA\Countersign\Links\Origin;
use OCA\Countersign\Tests\Links\World;
use PHPUnit\Framework\TestCase;

final class SwitchedOffBehindOnesBackTest extends TestCase {
	public function testThePersonIsToldWhoeverSeemsToHaveDoneIt(): void {
		$world = new World($this);
		$alice = $world->user('alice');
		$world->links->assign('alice', 'alice', Origin::Person, true);

		$world->assignments->disable($alice, Actor::person('alice'));

		$this->assertSame([['uid' => 'alice', 'subject' => 'switched_off', 'facts' => []]], $world->told);
	}

	public function testOnceAndNotForWhatWasOffAlready(): void {
		$world = new World($this);
		$alice = $world->user('alice');
		$world->links->assign('alice', 'alice', Origin::Person, false);

		$world->assignments->disable($alice, Actor::person('alice'));

		$this->assertSame([], $world->told);
	}
}
