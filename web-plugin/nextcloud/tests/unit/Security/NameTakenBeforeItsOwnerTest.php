<?php

declare(strict_types=1);

// Somebody who may choose an ID of their own has one *made* at the server, by the name of a colleague who has none yet, and pairs a phone of
// their own with it. When the colleague is given that ID, it is the thief's phone that is asked and, being the first, linked; at other apps
// of the same server, too. Where the colleague's own set-up is half done, the server would even hand its link to the thief, since it is
// the same app that asks. So a name of one's own can only be proven, never made; what is made is the admin's pattern.

namespace OCA\Countersign\Tests\Security;

use OCA\Countersign\Links\Origin;
use OCA\Countersign\Personal\PersonalFault;
use OCA\Countersign\Settings\Scope;
use OCA\Countersign\Tests\Personal\Desk;
use OCP\IUser;
use PHPUnit\Framework\TestCase;

final class NameTakenBeforeItsOwnerTest extends TestCase {
	private Desk $desk;
	private IUser $mallory;

	protected function setUp(): void {
		$this->desk = new Desk($this);
		$this->mallory = $this->desk->world->user('mallory', 'alice@evil.example');
		$this->desk->world->user('alice');
		$this->desk->set(['edit' => Scope::Everybody, 'onboarding' => Scope::Everybody, 'mayChooseId' => true, 'setUpAtLogin' => true]);
	}

	public function testANameOfOnesOwnIsNotMadeInTheSettings(): void {
		$this->assertSame('only_by_pattern', $this->fault(fn () => $this->desk->wishes()->create($this->mallory, 'alice')));
		$this->assertSame([], $this->desk->server->calls);
		// To prove that it is theirs, whoever may choose can still name it.
		$this->assertSame('alice', $this->desk->wishes()->choose($this->mallory, 'alice')->userId);
	}

	public function testNorAtALogin(): void {
		$this->desk->logsIn($this->mallory);
		$this->assertSame('only_by_pattern', $this->fault(fn () => $this->desk->setUps()->create($this->mallory, 'alice')));
		$this->assertSame([], $this->desk->server->calls);
	}

	/** People may change their own email address, as Nextcloud is by default. */
	public function testAPatternThatGivesSomebodyElsesIdMakesNothing(): void {
		$this->desk->set(['edit' => Scope::Everybody, 'idPattern' => '{emailname}']);
		$this->desk->world->links->assign('alice', 'alice', Origin::Admin, true);
		$this->assertSame('only_by_pattern', $this->fault(fn () => $this->desk->wishes()->create($this->mallory, null)));
		$this->assertFalse($this->desk->standings()->of($this->mallory)->mayCreate);
		$this->assertSame([], $this->desk->server->calls);
	}

	public function testOnesOwnIsMadeTypedOrNot(): void {
		foreach ([null, 'mallory', ' Mallory '] as $typed) {
			$this->assertSame(Desk::SET_UP_PAGE, $this->desk->wishes()->create($this->mallory, $typed));
		}
		$this->assertTrue($this->desk->standings()->of($this->mallory)->mayCreate);
	}

	public function testSoIsWhatAnAdminGave(): void {
		$this->desk->world->links->assign('mallory', 'm.allory', Origin::Admin, true);
		$this->assertSame(Desk::SET_UP_PAGE, $this->desk->wishes()->create($this->mallory, 'm.allory'));
	}

	private function fault(\Closure $wish): string {
		try {
			$wish();
		} catch (PersonalFault $fault) {
			return $fault->reason;
		}
		return 'none';
	}
}
