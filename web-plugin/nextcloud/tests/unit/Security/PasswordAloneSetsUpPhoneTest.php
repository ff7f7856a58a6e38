<?php

declare(strict_types=1);

// A set-up at login believes whoever knows the password. Somebody who stole one would use it to walk round a second factor that is there
// already, or, with somebody else's open session, round the fresh password that the settings demand.

namespace OCA\Countersign\Tests\Security;

use OCA\Countersign\Links\Origin;
use OCA\Countersign\Personal\PersonalFault;
use OCA\Countersign\Settings\Scope;
use OCA\Countersign\Tests\Links\World;
use OCA\Countersign\Tests\Personal\Desk;
use OCP\IUser;
use PHPUnit\Framework\TestCase;

final class PasswordAloneSetsUpPhoneTest extends TestCase {
	private Desk $desk;
	private World $world;
	private IUser $alice;

	protected function setUp(): void {
		$this->desk = new Desk($this);
		$this->desk->set(['edit' => Scope::Everybody, 'onboarding' => Scope::Everybody, 'setUpAtLogin' => true, 'mayChooseId' => true]);
		$this->world = $this->desk->world;
		$this->alice = $this->world->user('alice');
	}

	public function testWhoeverIsFullySignedInHasTheSettingsAndNotTheseRoutes(): void {
		$this->assertRefused('not_allowed', 'not_allowed');
		$this->assertFalse($this->desk->setUps()->isUnderWay($this->alice));
		$this->desk->session->set('two_factor_auth_passed', 'alice');
		$this->assertRefused('not_allowed', 'not_allowed');
	}

	public function testNorWhoeverFollowsSomebodyElsesLoginInTheSameBrowser(): void {
		$this->desk->logsIn($this->world->user('bob'));
		$this->assertRefused('not_allowed', 'not_allowed');
	}

	public function testAnotherFactorEndsItWhateverNextcloudLetsThrough(): void {
		$this->desk->logsIn($this->alice);
		$this->world->registered['alice']['totp'] = true;
		$this->assertRefused('not_allowed', 'not_allowed');
	}

	public function testBackupCodesAreAnotherFactorForEveryPhoneThatNobodyKnows(): void {
		$this->desk->logsIn($this->alice);
		$this->world->registered['alice']['backup_codes'] = true;
		$this->assertRefused('other_factor', 'other_factor');
		$this->assertFalse($this->desk->setUps()->of($this->alice)->mayCreate);
		$this->assertFalse($this->desk->setUps()->of($this->alice)->mayTypeId);
		// The ID that the admin's pattern gives is hers: only her phone can confirm it.
		$this->assertSame('alice', $this->desk->setUps()->choose($this->alice, null)->userId);
	}

	public function testWhatIsSwitchedOnIsAskedAtTheLoginAndNotSetUpAgain(): void {
		$this->desk->logsIn($this->alice);
		$this->world->links->assign('alice', 'alice', Origin::Admin, true);
		$this->assertRefused('not_allowed', 'not_allowed');
	}

	private function assertRefused(string $chosen, string $created): void {
		foreach (['choose' => $chosen, 'create' => $created] as $wish => $reason) {
			try {
				$this->desk->setUps()->$wish($this->alice, 'mallory');
				$this->fail("$wish was let through");
			} catch (PersonalFault $fault) {
				$this->assertSame($reason, $fault->reason, $wish);
			}
		}
		$this->assertSame([], $this->desk->server->calls);
	}
}
