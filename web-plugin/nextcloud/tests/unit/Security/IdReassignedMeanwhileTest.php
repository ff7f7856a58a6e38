<?php

declare(strict_types=1);

// An approval takes a while, and what it was asked for may be wrong by the time it comes: the admin has given another ID because the phone
// was stolen, the account at the server belongs to somebody else by now, the person has left the group. What a phone signed for the old state
// changes nothing of the new one.

namespace OCA\Countersign\Tests\Security;

use OCA\Countersign\Links\Actor;
use OCA\Countersign\Links\Origin;
use OCA\Countersign\Settings\Scope;
use OCA\Countersign\Settings\Settings;
use OCA\Countersign\Tests\Links\World;
use PHPUnit\Framework\TestCase;

final class IdReassignedMeanwhileTest extends TestCase {
	private World $world;

	protected function setUp(): void {
		$this->world = new World($this);
	}

	/** The thief has the password and the stolen phone; the admin gives another ID while the approval is under way. */
	public function testAnIdThatIsReassignedWhileAnApprovalIsUnderWayIsNotProven(): void {
		$alice = $this->world->user('alice');
		// Even somebody who may edit: at a login nobody changes an ID.
		$this->world->set(new Settings(edit: Scope::Everybody));
		$this->world->links->assign('alice', 'stolen', Origin::Admin, true);
		$this->world->assignments->assign($alice, 'fresh', Origin::Admin, true, Actor::admin('root'));
		$this->world->told = [];
		$this->assertFalse($this->world->linking->linked($alice, $this->world->approval('stolen'), 'stolen'));
		$link = $this->world->links->find('alice');
		$this->assertSame('fresh', $link?->userId);
		$this->assertSame([], $link->phones);
		$this->assertSame([], $this->world->told);
	}

	/** The ID was deleted at the server and given to somebody else: the same name, another account. */
	public function testAnotherAccountBehindTheIdIsRefused(): void {
		$alice = $this->world->user('alice');
		$this->world->links->assign('alice', 'alice', Origin::Admin, true);
		$this->world->links->prove('alice', 'alice', World::ACCOUNT, 'phone');
		$foreign = $this->world->approval('alice', 'foreign phone', World::OTHER_ACCOUNT);
		$this->assertFalse($this->world->linking->linked($alice, $foreign, 'alice'));
		$this->assertFalse($this->world->linking->adopted($alice, $foreign, 'alice', 'alice'));
		$this->assertSame(['phone'], $this->world->links->find('alice')?->phones);
	}

	public function testAGroupThatIsTakenAwayWhileAnApprovalIsUnderWayCounts(): void {
		$alice = $this->world->user('alice', groups: ['staff']);
		$this->world->set(new Settings(useGroups: ['staff'], onboarding: Scope::Everybody));
		$this->world->links->assign('alice', 'alice', Origin::Admin, true);
		$this->world->leave('alice', 'staff');
		$this->assertFalse($this->world->linking->linked($alice, $this->world->approval('alice'), 'alice'));
		$this->world->links->remove('alice');
		$this->assertFalse($this->world->linking->adopted($alice, $this->world->approval('alice'), 'alice', null));
		$this->assertNull($this->world->links->find('alice'));
	}

	public function testAnIdThatAnAdminAssignedMeanwhileIsNotOverwritten(): void {
		$alice = $this->world->user('alice');
		$this->world->set(new Settings(edit: Scope::Everybody));
		$this->world->links->assign('alice', 'by the admin', Origin::Admin, true);
		$this->assertFalse($this->world->linking->adopted($alice, $this->world->approval('mine'), 'mine', null));
		$this->assertFalse($this->world->linking->adopted($alice, $this->world->approval('mine'), 'mine', 'older'));
		$this->assertSame('by the admin', $this->world->links->find('alice')?->userId);
	}
}
