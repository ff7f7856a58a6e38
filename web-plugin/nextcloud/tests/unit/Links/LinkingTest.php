<?php

declare(strict_types=1);

// An approval becomes a link only for the ID it was asked for, and only while that is still right.

namespace OCA\Countersign\Tests\Links;

use OCA\Countersign\Links\Origin;
use OCA\Countersign\Settings\Scope;
use OCA\Countersign\Settings\Settings;
use PHPUnit\Framework\TestCase;

final class LinkingTest extends TestCase {
	private World $world;

	protected function setUp(): void {
		$this->world = new World($this);
	}

	public function testTheFirstApprovalLinksThePhoneAndThePersonIsTold(): void {
		$alice = $this->world->user('alice');
		$this->world->links->assign('alice', 'alice', Origin::Admin, true);
		$this->assertTrue($this->world->linking->linked($alice, $this->world->approval('alice'), 'alice'));
		$link = $this->world->links->find('alice');
		$this->assertSame(['phone'], $link?->phones);
		$this->assertSame(World::ACCOUNT, $link->accountId);
		$this->assertSame(['linked'], $this->world->toldTo('alice'));
		$this->assertSame(['Phone "phone" linked for user "alice" with Countersign ID "alice"'], $this->world->audited);
	}

	public function testWhoIsOnboardedAdoptsThePatternsIdByProvingIt(): void {
		$alice = $this->world->user('alice');
		$this->world->set(new Settings(onboarding: Scope::Everybody));
		$this->assertTrue($this->world->linking->adopted($alice, $this->world->approval('alice'), 'alice', null));
		$link = $this->world->links->find('alice');
		$this->assertSame([Origin::Person, ['phone']], [$link?->origin, $link?->phones]);
		$this->assertTrue($this->world->isOn('alice'));
		$this->assertSame(['linked'], $this->world->toldTo('alice'));
	}

	public function testNobodyAdoptsAnIdThatIsNotPermitted(): void {
		$alice = $this->world->user('alice');
		$this->assertFalse($this->world->linking->adopted($alice, $this->world->approval('alice'), 'alice', null));
		$this->world->set(new Settings(onboarding: Scope::Everybody));
		$this->assertFalse($this->world->linking->adopted($alice, $this->world->approval('mallory'), 'mallory', null));
		$this->assertNull($this->world->links->find('alice'));
	}

	public function testAChangeByOnesOwnHandForgetsTheOldPhones(): void {
		$alice = $this->world->user('alice');
		$this->world->set(new Settings(edit: Scope::Everybody));
		$this->world->links->assign('alice', 'old', Origin::Admin, true);
		$this->world->links->prove('alice', 'old', World::ACCOUNT, 'old phone');
		$this->assertTrue($this->world->linking->adopted($alice, $this->world->approval('new', 'new phone', World::OTHER_ACCOUNT), 'new', 'old'));
		$link = $this->world->links->find('alice');
		$this->assertSame(['new', World::OTHER_ACCOUNT, ['new phone']], [$link?->userId, $link?->accountId, $link?->phones]);
	}

	public function testAFurtherPhoneOfTheSameIdDoesNotSwitchOnWhatAnAdminSwitchedOff(): void {
		$alice = $this->world->user('alice');
		$this->world->links->assign('alice', 'alice', Origin::Admin, false);
		$this->assertTrue($this->world->linking->linked($alice, $this->world->approval('alice'), 'alice'));
		$this->assertFalse($this->world->isOn('alice'));
	}
}
