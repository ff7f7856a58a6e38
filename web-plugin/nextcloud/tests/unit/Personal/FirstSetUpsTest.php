<?php

declare(strict_types=1);

// Who may set up a phone in the middle of a login, with which ID.

namespace OCA\Countersign\Tests\Personal;

use OCA\Countersign\Links\Origin;
use OCA\Countersign\Personal\PersonalFault;
use OCA\Countersign\Settings\BackupCodes;
use OCA\Countersign\Settings\Scope;
use OCA\Countersign\Tests\Links\World;
use OCP\IUser;
use PHPUnit\Framework\TestCase;

final class FirstSetUpsTest extends TestCase {
	private Desk $desk;
	private World $world;
	private IUser $alice;

	protected function setUp(): void {
		$this->desk = new Desk($this);
		$this->world = $this->desk->world;
		$this->alice = $this->world->user('alice');
		$this->desk->logsIn($this->alice);
	}

	public function testByDefaultNobody(): void {
		$this->assertFalse($this->desk->setUps()->of($this->alice)->possible);
		$this->assertSame('not_allowed', $this->fault(fn () => $this->desk->setUps()->choose($this->alice, null)));
		$this->assertSame('not_allowed', $this->fault(fn () => $this->desk->setUps()->create($this->alice, null)));
	}

	public function testOpenInTheSettingsIsNotOpenAtALogin(): void {
		$this->desk->set(['onboarding' => Scope::Everybody]);
		$this->assertFalse($this->desk->setUps()->of($this->alice)->possible);
		$this->assertSame('not_allowed', $this->fault(fn () => $this->desk->setUps()->create($this->alice, null)));
	}

	public function testThePatternsIdIsTheOnlyOne(): void {
		$this->open();
		$page = $this->desk->setUps()->of($this->alice);
		$this->assertSame([true, 'alice', false, false, true], [$page->possible, $page->userId, $page->isAssigned, $page->mayTypeId, $page->mayCreate]);
		$this->assertSame('not_allowed', $this->fault(fn () => $this->desk->setUps()->choose($this->alice, 'mallory')));
		$this->assertSame('not_allowed', $this->fault(fn () => $this->desk->setUps()->create($this->alice, 'mallory')));
		$this->assertSame('alice', $this->desk->setUps()->choose($this->alice, null)->userId);
	}

	public function testWhoMayChooseTypesOne(): void {
		$this->open(['mayChooseId' => true]);
		$this->assertTrue($this->desk->setUps()->of($this->alice)->mayTypeId);
		$this->assertSame('ally', $this->desk->setUps()->choose($this->alice, 'ally')->userId);
	}

	public function testAnIdIsMadeAtTheServerAndLeadsBackToTheBarePath(): void {
		$this->open();
		$this->assertSame(Desk::SET_UP_PAGE, $this->desk->setUps()->create($this->alice, null));
		$this->assertSame('https://cloud.example.org/login/setupchallenge/countersign', $this->desk->server->calls[0]['body']['returnTo']);
		$this->assertTrue($this->desk->setUps()->of($this->alice)->pending?->created);
	}

	public function testAnAssignedIdAndNoOther(): void {
		$this->open(['mayChooseId' => true, 'edit' => Scope::Everybody]);
		$this->world->links->assign('alice', 'hers', Origin::Admin, false);
		$page = $this->desk->setUps()->of($this->alice);
		$this->assertSame(['hers', true, false, false], [$page->userId, $page->isAssigned, $page->mayTypeId, $page->mayCreate]);
		$this->assertSame('hers', $this->desk->setUps()->choose($this->alice, 'mallory')->userId);
		$this->assertSame('not_allowed', $this->fault(fn () => $this->desk->setUps()->create($this->alice, 'mallory')));
	}

	public function testAnAssignedIdNeedsNoOnboarding(): void {
		$this->world->links->assign('alice', 'hers', Origin::Admin, false);
		$this->assertTrue($this->desk->setUps()->of($this->alice)->possible);
	}

	public function testBackupCodesAreNotAskedForWhereTheyCannotBeMade(): void {
		$this->open(['backupCodes' => BackupCodes::Require]);
		$this->assertSame('alice', $this->desk->setUps()->choose($this->alice, null)->userId);
	}

	public function testWhereThePatternMakesNothingOfAPersonTheyAskTheAdmins(): void {
		$this->open(['idPattern' => '{email}']);
		$this->assertFalse($this->desk->setUps()->of($this->alice)->possible);
		$this->assertSame('id_malformed', $this->fault(fn () => $this->desk->setUps()->choose($this->alice, null)));
	}

	public function testWithoutAServerThereIsNothingToSetUp(): void {
		$this->open(['serverUrl' => '']);
		$this->assertFalse($this->desk->setUps()->of($this->alice)->possible);
		$this->assertSame('unreachable', $this->fault(fn () => $this->desk->setUps()->choose($this->alice, null)));
	}

	/** @param array<string, mixed> $more */
	private function open(array $more = []): void {
		$this->desk->set(['onboarding' => Scope::Everybody, 'setUpAtLogin' => true] + $more);
	}

	private function fault(\Closure $wish): string {
		try {
			$wish();
			return 'none';
		} catch (PersonalFault $fault) {
			return $fault->reason;
		}
	}
}
