<?php

declare(strict_types=1);

// The admin's pattern makes `sam` of sam@example.org and of sam@example.com. The second Sam would be asked on the first one's phone, and one
// tap there would link it to the second one's account. An ID that nobody chose belongs to one user only.

namespace OCA\Countersign\Tests\Security;

use OCA\Countersign\Links\Actor;
use OCA\Countersign\Links\AssignmentFault;
use OCA\Countersign\Links\Origin;
use OCA\Countersign\Settings\Scope;
use OCA\Countersign\Settings\Settings;
use OCA\Countersign\Tests\Links\World;
use PHPUnit\Framework\TestCase;

final class PatternSharedByTwoTest extends TestCase {
	private World $world;

	protected function setUp(): void {
		$this->world = new World($this);
	}

	public function testAnAdminWhoEnablesTheSecondIsTold(): void {
		$this->world->set(new Settings(onboarding: Scope::Everybody, idPattern: '{emailname}'));
		$this->world->assignments->enable($this->world->user('sam', 'sam@example.org'), Actor::commandLine());
		$other = $this->world->user('sam2', 'sam@example.com');
		try {
			$this->world->assignments->enable($other, Actor::commandLine());
			$this->fail('a refusal expected');
		} catch (AssignmentFault $fault) {
			$this->assertSame('id_taken', $fault->reason);
		}
		$this->assertNull($this->world->links->find('sam2'));
		$this->assertFalse($this->world->isOn('sam2'));
	}

	/** Two people called sam before different domains: the set-up of the second must not ring the first one's phone. */
	public function testThePatternsIdOfAnotherUserIsNotOneToBeOnboardedWith(): void {
		$this->world->set(new Settings(onboarding: Scope::Everybody, idPattern: '{emailname}'));
		$this->world->links->assign('sam', 'sam', Origin::Pattern, true);
		$other = $this->world->user('sam2', 'sam@example.com');
		$this->assertTrue($this->world->permissions->mayOnboard($other));
		$this->assertFalse($this->world->permissions->mayHave($other, 'sam'));
	}

	public function testNeitherDoesAnApprovalGiveIt(): void {
		$this->world->set(new Settings(onboarding: Scope::Everybody, idPattern: '{emailname}'));
		$this->world->links->assign('sam', 'sam', Origin::Pattern, true);
		$other = $this->world->user('sam2', 'sam@example.com');
		$this->assertFalse($this->world->linking->adopted($other, $this->world->approval('sam'), 'sam', null));
		$this->assertNull($this->world->links->find('sam2'));
	}
}
