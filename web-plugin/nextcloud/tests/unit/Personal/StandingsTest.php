<?php

declare(strict_types=1);

// What the settings page says and offers to whom.

namespace OCA\Countersign\Tests\Personal;

use OCA\Countersign\Links\Origin;
use OCA\Countersign\Login\Place;
use OCA\Countersign\Personal\Standing;
use OCA\Countersign\Personal\State;
use OCA\Countersign\Settings\BackupCodes;
use OCA\Countersign\Settings\Scope;
use OCA\Countersign\Settings\Trust;
use OCA\Countersign\Tests\Links\World;
use OCP\IUser;
use PHPUnit\Framework\TestCase;

final class StandingsTest extends TestCase {
	private Desk $desk;
	private World $world;
	private IUser $alice;

	protected function setUp(): void {
		$this->desk = new Desk($this);
		$this->world = $this->desk->world;
		$this->alice = $this->world->user('alice');
	}

	public function testReadOnlyIsTheDefault(): void {
		$standing = $this->standing();
		$this->assertSame(State::NotSetUp, $standing->state);
		$this->assertFalse($standing->mayLink || $standing->mayConfirm || $standing->mayEnable || $standing->mayDisable || $standing->mayTypeId);
	}

	public function testNotForWhoeverIsInNoneOfTheGroups(): void {
		$this->link();
		$this->desk->set(['useGroups' => ['staff'], 'edit' => Scope::Everybody]);
		$this->assertEquals(new Standing(State::Unavailable), $this->standing());
	}

	public function testAnAssignedIdCanBeConfirmedAtOnce(): void {
		$this->world->links->assign('alice', 'hers', Origin::Admin, true);
		$standing = $this->standing();
		$this->assertSame([State::Assigned, 'hers', true], [$standing->state, $standing->userId, $standing->mayConfirm]);
		$this->assertFalse($standing->mayLink || $standing->mayDisable);
	}

	public function testALinkedIdTakesFurtherPhonesWhereOnlyLinkedOnesCount(): void {
		$this->link();
		$this->assertSame([State::On, true, false], [$this->standing()->state, $this->standing()->mayConfirm, $this->standing()->mayForget]);
		$this->world->links->prove('alice', 'alice', World::ACCOUNT, 'second');
		$this->assertTrue($this->standing()->mayForget);
		$this->desk->set(['trust' => Trust::Server]);
		$this->assertFalse($this->standing()->mayConfirm);
	}

	public function testAFirstIdIsOfferedWhereOnboardingIsOpen(): void {
		$this->desk->set(['onboarding' => Scope::Everybody]);
		$this->assertSame([true, false, 'alice'], [$this->standing()->mayLink, $this->standing()->mayTypeId, $this->standing()->proposedId]);
		$this->desk->set(['onboarding' => Scope::Everybody, 'mayChooseId' => true]);
		$this->assertTrue($this->standing()->mayTypeId);
		$this->desk->set(['onboarding' => Scope::Everybody, 'idPattern' => '{email}']);
		$this->assertFalse($this->standing()->mayLink);
		$this->link();
		$this->desk->set(['onboarding' => Scope::Everybody, 'mayChooseId' => true]);
		$this->assertFalse($this->standing()->mayLink);
	}

	public function testWhoMayEditIsOfferedToSwitch(): void {
		$this->desk->set(['edit' => Scope::Everybody]);
		$this->link();
		$this->assertSame([true, false, true], [$this->standing()->mayDisable, $this->standing()->mayEnable, $this->standing()->mayLink]);
		$this->world->links->setEnabled('alice', false);
		$this->assertSame([State::Off, false, true], [$this->standing()->state, $this->standing()->mayDisable, $this->standing()->mayEnable]);
	}

	public function testWhyItCannotBeSwitchedOffIsSaid(): void {
		$this->desk->set(['edit' => Scope::Everybody]);
		$this->link();
		$this->world->system['twofactor_enforced'] = 'true';
		$this->assertSame([false, true], [$this->standing()->mayDisable, $this->standing()->mustStayOn]);
	}

	public function testAServerThatIsNotThereAnyMoreLeavesWhatIsLinkedToBeSeen(): void {
		$this->desk->set(['serverUrl' => '']);
		$this->assertSame(State::Unavailable, $this->standing()->state);
		$this->link();
		$this->assertSame([State::On, false], [$this->standing()->state, $this->standing()->mayConfirm]);
	}

	public function testBackupCodesAreSpokenOfUntilThereAreSome(): void {
		$this->assertSame(BackupCodes::Remind, $this->standing()->backupCodes);
		$this->world->registered['alice']['backup_codes'] = true;
		$this->assertSame(BackupCodes::Ignore, $this->standing()->backupCodes);
	}

	public function testWhatWasChosenIsShownWhileItIsGood(): void {
		$this->desk->pending()->put(Place::Link, 'alice', 'hers', null, created: false);
		$this->assertSame('hers', $this->standing()->pending?->userId);
		$this->desk->later(1801);
		$this->assertNull($this->standing()->pending);
	}

	private function standing(): Standing {
		return $this->desk->standings()->of($this->alice);
	}

	private function link(): void {
		$this->world->links->assign('alice', 'alice', Origin::Admin, true);
		$this->world->links->prove('alice', 'alice', World::ACCOUNT, 'phone');
	}
}
