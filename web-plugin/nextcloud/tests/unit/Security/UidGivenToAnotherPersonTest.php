<?php

declare(strict_types=1);

// Somebody leaves, and later the same user name is given to another person. The ID and the phone of the one before must not open, nor be
// asked for, the new account; also where the app was disabled when the first one was deleted.

namespace OCA\Countersign\Tests\Security;

use OCA\Countersign\Links\Actor;
use OCA\Countersign\Links\Origin;
use OCA\Countersign\Listener\UserListener;
use OCA\Countersign\Tests\Links\World;
use OCP\User\Events\UserCreatedEvent;
use OCP\User\Events\UserDeletedEvent;
use PHPUnit\Framework\TestCase;

final class UidGivenToAnotherPersonTest extends TestCase {
	private World $world;

	protected function setUp(): void {
		$this->world = new World($this);
	}

	public function testNothingOfADeletedUserStays(): void {
		$alice = $this->world->user('alice');
		$this->world->assignments->assign($alice, 'alice', Origin::Admin, true, Actor::admin('root'));
		(new UserListener($this->world->assignments))->handle(new UserDeletedEvent($alice));
		$this->assertNull($this->world->links->find('alice'));
		$this->assertSame(['alice'], $this->world->withdrawn);
		$this->assertStringContainsString('removed from user "alice" by system', $this->world->audited[1]);
	}

	/** Somebody is deleted while the app is disabled, and the uid is given to another person: the former owner's phone opens nothing. */
	public function testAUidThatStartsAnewHasNoIdOfThePersonBefore(): void {
		$alice = $this->world->user('alice');
		$this->world->assignments->assign($alice, 'alice', Origin::Admin, true, Actor::admin('root'));
		$this->world->links->prove('alice', 'alice', World::ACCOUNT, 'phone of the former owner');
		(new UserListener($this->world->assignments))->handle(new UserCreatedEvent($alice, ''));
		$this->assertNull($this->world->links->find('alice'));
		$this->assertFalse($this->world->state->isOnFor($alice));
	}
}
