<?php

declare(strict_types=1);

// What a phone's approval changes in the settings and at a set-up: the ID that was chosen, and nothing before it.

namespace OCA\Countersign\Tests\Personal;

use OCA\Countersign\Links\Origin;
use OCA\Countersign\Login\LoginFault;
use OCA\Countersign\Login\Place;
use OCA\Countersign\Settings\Scope;
use OCA\Countersign\Settings\Trust;
use OCA\Countersign\Tests\Links\World;
use OCA\Countersign\Tests\Login\ScriptedServer;
use OCA\Countersign\Tests\Protocol\AssertionKit;
use OCP\IUser;
use PHPUnit\Framework\TestCase;

final class ProvingTest extends TestCase {
	private Desk $desk;
	private World $world;
	private IUser $alice;

	protected function setUp(): void {
		$this->desk = new Desk($this);
		$this->world = $this->desk->world;
		$this->alice = $this->world->user('alice');
	}

	public function testAChosenIdBecomesTheirsWhenItsPhoneApproves(): void {
		$this->desk->set(['onboarding' => Scope::Everybody]);
		$this->desk->wishes()->choose($this->alice, null);
		$this->desk->prove($this->alice);

		$link = $this->world->links->find('alice');
		$this->assertSame(['alice', true, true], [$link?->userId, $link?->isProven(), $link?->enabled]);
		$this->assertSame([AssertionKit::thumbprint('device')], $link?->phones);
		$this->assertTrue($this->world->isOn('alice'));
		$this->assertNull($this->desk->standings()->of($this->alice)->pending);
		$this->assertFalse($this->desk->proofs()->has('alice'), 'an approval in the settings is no login');
	}

	public function testTheOldIdStaysUntilTheNewOneIsProven(): void {
		$this->desk->set(['edit' => Scope::Everybody]);
		$this->linkTo('old', 'old-phone');
		$this->desk->wishes()->choose($this->alice, 'new');
		$this->desk->ask($this->alice);
		$this->assertSame(['old', ['old-phone']], [$this->world->links->find('alice')?->userId, $this->world->links->find('alice')?->phones]);
		$this->assertTrue($this->world->isOn('alice'));

		$this->desk->server->approveBy('device');
		$this->desk->proving()->complete($this->alice, Place::Link, null);
		$this->assertSame(['new', [AssertionKit::thumbprint('device')]], [$this->world->links->find('alice')?->userId, $this->world->links->find('alice')?->phones]);
	}

	public function testAFurtherPhoneOfTheSameAccountJoins(): void {
		$this->linkTo('alice', 'first');
		$this->desk->wishes()->confirm($this->alice);
		$this->desk->prove($this->alice, phone: 'second');
		$this->assertCount(2, $this->world->links->find('alice')?->phones ?? []);
	}

	public function testAPhoneOfAnotherAccountDoesNotJoin(): void {
		$this->world->links->assign('alice', 'alice', Origin::Admin, true);
		$this->world->links->prove('alice', 'alice', World::OTHER_ACCOUNT, 'first');
		$this->desk->wishes()->confirm($this->alice);
		$this->assertSame('not_confirmed', $this->fault(fn () => $this->desk->prove($this->alice)));
		$this->assertSame(['first'], $this->world->links->find('alice')?->phones);
	}

	public function testAtASetUpAFirstIdIsProvenLinkedAndLogsIn(): void {
		$this->desk->set(['onboarding' => Scope::Everybody, 'setUpAtLogin' => true]);
		$this->desk->logsIn($this->alice);
		$this->desk->setUps()->choose($this->alice, null);
		$this->desk->prove($this->alice, Place::SetUp);
		$this->assertTrue($this->world->isOn('alice'));
		$this->assertTrue($this->desk->proofs()->take('alice'));
	}

	public function testAtASetUpAnAssignedIdIsSwitchedOnByItsPhone(): void {
		$this->world->links->assign('alice', 'hers', Origin::Admin, false);
		$this->desk->logsIn($this->alice);
		$this->desk->setUps()->choose($this->alice, null);
		$this->desk->prove($this->alice, Place::SetUp);
		$link = $this->world->links->find('alice');
		$this->assertSame(['hers', true, true], [$link?->userId, $link?->enabled, $link?->isProven()]);
		$this->assertTrue($this->desk->proofs()->has('alice'));
	}

	public function testAtASetUpOnlyKnownPhonesCountWhereSomeAreKnown(): void {
		$this->world->links->assign('alice', 'alice', Origin::Admin, false);
		$this->world->links->prove('alice', 'alice', ScriptedServer::ACCOUNT_ID, AssertionKit::thumbprint('known'));
		$this->desk->logsIn($this->alice);
		$this->desk->setUps()->choose($this->alice, null);
		$this->assertSame('device_not_linked', $this->fault(fn () => $this->desk->prove($this->alice, Place::SetUp, 'mallory')));
		$this->assertFalse($this->world->isOn('alice'));
		$this->assertFalse($this->desk->proofs()->has('alice'));

		$this->desk->prove($this->alice, Place::SetUp, 'known');
		$this->assertTrue($this->world->isOn('alice'));
		$this->assertSame([AssertionKit::thumbprint('known')], $this->world->links->find('alice')?->phones);
	}

	public function testWhereTheServerIsTrustedAnyPhoneOfTheAccountWillDo(): void {
		$this->desk->set(['trust' => Trust::Server]);
		$this->world->links->assign('alice', 'alice', Origin::Admin, false);
		$this->world->links->prove('alice', 'alice', ScriptedServer::ACCOUNT_ID, AssertionKit::thumbprint('known'));
		$this->desk->logsIn($this->alice);
		$this->desk->setUps()->choose($this->alice, null);
		$this->desk->prove($this->alice, Place::SetUp, 'new');
		$this->assertTrue($this->world->isOn('alice'));
	}

	private function linkTo(string $userId, string $phone): void {
		$this->world->links->assign('alice', $userId, Origin::Admin, true);
		$this->world->links->prove('alice', $userId, ScriptedServer::ACCOUNT_ID, $phone);
		$this->world->state->sync($this->alice);
	}

	private function fault(\Closure $act): string {
		try {
			$act();
			return 'none';
		} catch (LoginFault $fault) {
			return $fault->reason;
		}
	}
}
