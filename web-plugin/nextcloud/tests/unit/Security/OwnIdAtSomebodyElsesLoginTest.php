<?php

declare(strict_types=1);

// Everybody has an ID at the server, and the pattern finds it: at the first login that demands a second factor, its phone confirms it.
// People may also change their ID in the settings. Mallory has Alice's password and a Countersign ID of her own: at Alice's set-up she
// types her own ID, and her own phone confirms it. So at a login the right to change one's ID is worth nothing; only the admin's
// "let people choose" opens it, for people without any other factor.

namespace OCA\Countersign\Tests\Security;

use OCA\Countersign\Personal\PersonalFault;
use OCA\Countersign\Settings\Scope;
use OCA\Countersign\Tests\Personal\Desk;
use OCP\IUser;
use PHPUnit\Framework\TestCase;

final class OwnIdAtSomebodyElsesLoginTest extends TestCase {
	private Desk $desk;
	private IUser $alice;

	protected function setUp(): void {
		$this->desk = new Desk($this);
		$this->alice = $this->desk->world->user('alice');
		$this->desk->logsIn($this->alice);
	}

	public function testTheRightToChangeOnesIdIsNoneAtALogin(): void {
		$this->open(['edit' => Scope::Everybody]);

		$this->assertFalse($this->desk->setUps()->of($this->alice)->mayTypeId);
		$this->assertSame('not_allowed', $this->fault('mallory'));
		$this->assertNull($this->desk->setUps()->of($this->alice)->pending);
	}

	public function testThePatternsIdIsConfirmedTypedOrNot(): void {
		$this->open(['edit' => Scope::Everybody]);

		$this->assertSame('alice', $this->desk->setUps()->choose($this->alice, null)->userId);
		$this->assertSame('alice', $this->desk->setUps()->choose($this->alice, 'Alice')->userId);
	}

	public function testWhereTheAdminLetsPeopleChooseTheyDo(): void {
		$this->open(['mayChooseId' => true]);

		$this->assertSame('none', $this->fault('mallory'));
	}

	/** @param array<string, mixed> $change */
	private function open(array $change): void {
		$this->desk->set(['onboarding' => Scope::Everybody, 'setUpAtLogin' => true] + $change);
	}

	private function fault(string $typed): string {
		try {
			$this->desk->setUps()->choose($this->alice, $typed);
		} catch (PersonalFault $fault) {
			return $fault->reason;
		}
		return 'none';
	}
}
