<?php

declare(strict_types=1);

// Who may do what is decided here, on the server, and exactly as the settings say.

namespace OCA\Countersign\Tests\Links;

use OCA\Countersign\Links\Origin;
use OCA\Countersign\Settings\BackupCodes;
use OCA\Countersign\Settings\Scope;
use OCA\Countersign\Settings\Settings;
use PHPUnit\Framework\TestCase;

final class PermissionsTest extends TestCase {
	private World $world;

	protected function setUp(): void {
		$this->world = new World($this);
	}

	public function testByDefaultEverybodyMayUseItAndNobodyMayDoAnythingByThemself(): void {
		$alice = $this->world->user('alice', groups: ['admin']);
		$may = $this->world->permissions;
		$this->assertTrue($may->mayUse($alice));
		$this->assertFalse($may->mayEdit($alice));
		$this->assertFalse($may->mayOnboard($alice));
		$this->assertFalse($may->mayChooseId($alice));
		$this->assertFalse($may->mayHave($alice, 'alice'));
	}

	public function testAnAdministratorGetsNoExceptionForThemself(): void {
		$root = $this->world->user('root', groups: ['admin']);
		$this->world->set(new Settings(useGroups: ['staff'], edit: Scope::Everybody, onboarding: Scope::Everybody));
		$this->assertFalse($this->world->permissions->mayUse($root));
		$this->assertFalse($this->world->permissions->mayEdit($root));
		$this->assertFalse($this->world->permissions->mayOnboard($root));
	}

	public function testGroupsDecide(): void {
		$alice = $this->world->user('alice', groups: ['staff', 'editors']);
		$bob = $this->world->user('bob', groups: ['staff', 'newcomers']);
		$carol = $this->world->user('carol', groups: ['editors', 'newcomers']);
		$this->world->set(new Settings(
			useGroups: ['staff'],
			edit: Scope::Groups,
			editGroups: ['editors'],
			onboarding: Scope::Groups,
			onboardingGroups: ['newcomers'],
		));
		$may = $this->world->permissions;
		$this->assertSame([true, true, false], [$may->mayUse($alice), $may->mayEdit($alice), $may->mayOnboard($alice)]);
		$this->assertSame([true, false, true], [$may->mayUse($bob), $may->mayEdit($bob), $may->mayOnboard($bob)]);
		// In both groups, but not in one that may use it at all.
		$this->assertSame([false, false, false], [$may->mayUse($carol), $may->mayEdit($carol), $may->mayOnboard($carol)]);
	}

	public function testGroupsWithoutANameMeanNobody(): void {
		$alice = $this->world->user('alice', groups: ['staff']);
		$this->world->set(new Settings(edit: Scope::Groups, onboarding: Scope::Groups));
		$this->assertFalse($this->world->permissions->mayEdit($alice));
		$this->assertFalse($this->world->permissions->mayOnboard($alice));
	}

	public function testAGroupThatIsGoneLetsNobodyInInsteadOfEverybody(): void {
		$alice = $this->world->user('alice', groups: ['staff']);
		$this->world->set(new Settings(useGroups: ['staff']));
		unset($this->world->groups['staff']);
		$this->assertFalse($this->world->permissions->mayUse($alice));
	}

	public function testOnboardingIsForWhoeverHasNoIdYet(): void {
		$alice = $this->world->user('alice');
		$this->world->set(new Settings(onboarding: Scope::Everybody, mayChooseId: true));
		$this->assertTrue($this->world->permissions->mayOnboard($alice));
		$this->assertTrue($this->world->permissions->mayChooseId($alice));
		$this->world->links->assign('alice', 'alice', Origin::Admin, false);
		$this->assertFalse($this->world->permissions->mayOnboard($alice));
		$this->assertFalse($this->world->permissions->mayChooseId($alice));
	}

	public function testWhoIsOnboardedGetsThePatternsIdAndNoOther(): void {
		$alice = $this->world->user('alice', 'a.miller@example.org');
		$this->world->set(new Settings(onboarding: Scope::Everybody, idPattern: '{emailname}@id'));
		$this->assertTrue($this->world->permissions->mayHave($alice, 'a.miller@id'));
		$this->assertFalse($this->world->permissions->mayHave($alice, 'alice'));
		$bob = $this->world->user('bob');
		$this->assertFalse($this->world->permissions->mayHave($bob, '@id'));
	}

	public function testWhoMayEditMayTakeAnyIdAndWhoMayNotKeepsTheirOwn(): void {
		$alice = $this->world->user('alice');
		$this->world->links->assign('alice', 'assigned', Origin::Admin, true);
		$this->assertTrue($this->world->permissions->mayHave($alice, 'assigned'));
		$this->assertFalse($this->world->permissions->mayHave($alice, 'other'));
		$this->world->set(new Settings(edit: Scope::Everybody));
		$this->assertTrue($this->world->permissions->mayHave($alice, 'other'));
	}

	public function testBackupCodesAreNeededOnlyWhereRequiredAndMissing(): void {
		$alice = $this->world->user('alice');
		$this->assertFalse($this->world->permissions->needsBackupCodes($alice));
		$this->world->set(new Settings(backupCodes: BackupCodes::Require));
		$this->assertTrue($this->world->permissions->needsBackupCodes($alice));
		$this->world->registered['alice'] = ['backup_codes' => false];
		$this->assertTrue($this->world->permissions->needsBackupCodes($alice));
		$this->world->registered['alice'] = ['backup_codes' => true];
		$this->assertFalse($this->world->permissions->needsBackupCodes($alice));
	}
}
