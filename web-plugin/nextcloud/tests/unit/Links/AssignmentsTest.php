<?php

declare(strict_types=1);

// Every change of an ID is stored, told to the registry, audited, and told to the person.

namespace OCA\Countersign\Tests\Links;

use OCA\Countersign\Links\Actor;
use OCA\Countersign\Links\AssignmentFault;
use OCA\Countersign\Links\IdFault;
use OCA\Countersign\Links\Origin;
use OCA\Countersign\Settings\Scope;
use OCA\Countersign\Settings\Settings;
use PHPUnit\Framework\TestCase;

final class AssignmentsTest extends TestCase {
	private World $world;
	private Actor $admin;

	protected function setUp(): void {
		$this->world = new World($this);
		$this->admin = Actor::admin('root');
	}

	public function testAnAssignmentIsStoredRegisteredAuditedAndTold(): void {
		$link = $this->world->assignments->assign($this->world->user('alice'), ' Alice@Example.org', Origin::Admin, true, $this->admin);
		$this->assertSame('alice@example.org', $link->userId);
		$this->assertTrue($this->world->isOn('alice'));
		$this->assertSame(['Countersign ID "alice@example.org" assigned to user "alice" by administrator "root"'], $this->world->audited);
		$this->assertSame([['uid' => 'alice', 'subject' => 'assigned', 'facts' => ['id' => 'alice@example.org']]], $this->world->told);
	}

	public function testTheSameAgainIsNoNews(): void {
		$alice = $this->world->user('alice');
		$this->world->assignments->assign($alice, 'alice', Origin::Admin, true, $this->admin);
		$this->world->assignments->assign($alice, 'ALICE', Origin::Admin, true, $this->admin);
		$this->assertCount(1, $this->world->audited);
		$this->assertCount(1, $this->world->told);
	}

	public function testAnotherIdAndASwitchAreTwoPiecesOfNews(): void {
		$alice = $this->world->user('alice');
		$this->world->assignments->assign($alice, 'alice', Origin::Admin, true, $this->admin);
		$this->world->assignments->assign($alice, 'alice2', Origin::Admin, false, $this->admin);
		$this->assertSame(['assigned', 'changed', 'disabled'], $this->world->toldTo('alice'));
		$this->assertCount(3, $this->world->audited);
		$this->assertFalse($this->world->isOn('alice'));
	}

	public function testAnIdThatTheServerWouldNotTakeChangesNothing(): void {
		$alice = $this->world->user('alice');
		foreach (['', 'two words', str_repeat('a', 191), "a\nb"] as $bad) {
			try {
				$this->world->assignments->assign($alice, $bad, Origin::Admin, true, $this->admin);
				$this->fail('a fault expected');
			} catch (IdFault) {
				$this->assertNull($this->world->links->find('alice'));
			}
		}
		$this->assertSame([], $this->world->audited);
	}

	public function testWhoChangesTheirOwnIsNotToldOfIt(): void {
		$alice = $this->world->user('alice');
		$this->world->assignments->assign($alice, 'alice', Origin::Person, true, Actor::person('alice'));
		$this->world->assignments->enable($alice, Actor::person('alice'));
		$this->assertSame([], $this->world->told);
		$this->assertCount(1, $this->world->audited);
	}

	public function testDisablingKeepsIdAndPhones(): void {
		$alice = $this->world->user('alice');
		$this->world->assignments->assign($alice, 'alice', Origin::Admin, true, $this->admin);
		$this->world->links->prove('alice', 'alice', World::ACCOUNT, 'phone');
		$this->world->assignments->disable($alice, $this->admin);
		$this->assertFalse($this->world->isOn('alice'));
		$this->assertSame(['phone'], $this->world->links->find('alice')?->phones);
		$this->world->assignments->enable($alice, $this->admin);
		$this->assertTrue($this->world->isOn('alice'));
		$this->assertSame(['assigned', 'disabled', 'enabled'], $this->world->toldTo('alice'));
	}

	public function testUnlinkingTakesEverything(): void {
		$alice = $this->world->user('alice');
		$this->world->assignments->assign($alice, 'alice', Origin::Admin, true, $this->admin);
		$this->world->assignments->unlink($alice, $this->admin);
		$this->assertNull($this->world->links->find('alice'));
		$this->assertFalse($this->world->isOn('alice'));
		$this->assertSame(['assigned', 'unlinked'], $this->world->toldTo('alice'));
		$this->world->assignments->unlink($alice, $this->admin);
		$this->assertCount(2, $this->world->audited);
	}

	public function testForgottenPhonesAreTold(): void {
		$alice = $this->world->user('alice');
		$this->world->assignments->forgetPhones($alice, $this->admin);
		$this->assertSame([], $this->world->audited);
		$this->world->assignments->assign($alice, 'alice', Origin::Admin, true, $this->admin);
		$this->world->links->prove('alice', 'alice', World::ACCOUNT, 'phone');
		$this->world->assignments->forgetPhones($alice, $this->admin);
		$this->assertSame([], $this->world->links->find('alice')?->phones);
		$this->assertFalse($this->world->links->find('alice')?->isProven());
		$this->assertSame(['assigned', 'forgotten'], $this->world->toldTo('alice'));
	}

	/** `occ twofactorauth:enable` notes the provider as soon as this returns: it must not, where nobody could pass it. */
	public function testEnablingWithoutAnIdIsRefusedInWords(): void {
		$alice = $this->world->user('alice');
		$this->assertRefused('no_id', fn () => $this->world->assignments->enable($alice, Actor::commandLine()));
		$this->world->set(new Settings(useGroups: ['staff']));
		$this->world->links->assign('alice', 'alice', Origin::Admin, false);
		$this->assertRefused('not_in_groups', fn () => $this->world->assignments->enable($alice, Actor::commandLine()));
		$this->assertFalse($this->world->links->find('alice')?->enabled);
	}

	public function testEnablingGivesThePatternsIdWhereOnboardingIsOpen(): void {
		$alice = $this->world->user('alice');
		$this->world->set(new Settings(onboarding: Scope::Everybody, idPattern: '{uid}@cloud'));
		$link = $this->world->assignments->enable($alice, Actor::commandLine());
		$this->assertSame('alice@cloud', $link->userId);
		$this->assertSame(Origin::Pattern, $link->origin);
		$this->assertTrue($this->world->isOn('alice'));
	}

	public function testAnAdminMayGiveTwoUsersOneId(): void {
		$this->world->assignments->assign($this->world->user('alice'), 'alice', Origin::Admin, true, $this->admin);
		$this->world->assignments->assign($this->world->user('alice-admin'), 'alice', Origin::Admin, true, $this->admin);
		$this->assertSame(['alice', 'alice-admin'], $this->world->links->usersOf('alice'));
	}

	/** A plugin of this kind crashed here: an admin's command for somebody without a row of their own. */
	public function testAUserWithoutAnIdIsNoTroubleToAnyCommand(): void {
		$alice = $this->world->user('alice');
		$this->world->registered['alice'] = ['countersign' => true];
		$this->world->assignments->disable($alice, Actor::commandLine());
		$this->assertFalse($this->world->isOn('alice'));
		$this->world->assignments->unlink($alice, Actor::commandLine());
		$this->world->assignments->forgetPhones($alice, Actor::commandLine());
		$this->world->assignments->forgetUser('alice');
		$this->assertNull($this->world->links->find('alice'));
		$this->assertSame([], $this->world->audited);
	}

	private function assertRefused(string $reason, \Closure $act): void {
		try {
			$act();
			$this->fail('a refusal expected');
		} catch (AssignmentFault $fault) {
			$this->assertSame($reason, $fault->reason);
			$this->assertNotSame('', $fault->getMessage());
		}
	}
}
