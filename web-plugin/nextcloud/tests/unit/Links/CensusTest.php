<?php

declare(strict_types=1);

// What an admin is shown: counts over all directories, who is enforced and has no ID, and where the registry is out of step.

namespace OCA\Countersign\Tests\Links;

use OCA\Countersign\Links\Census;
use OCA\Countersign\Links\Origin;
use OCA\Countersign\Settings\Settings;
use PHPUnit\Framework\TestCase;

final class CensusTest extends TestCase {
	private World $world;

	protected function setUp(): void {
		$this->world = new World($this);
		$this->world->system = ['twofactor_enforced' => 'true', 'twofactor_enforced_groups' => ['staff']];
	}

	public function testWhoIsEnforcedAndHasNoIdIsNamed(): void {
		$this->world->user('alice', groups: ['staff']);
		$this->world->user('bob', groups: ['staff']);
		$this->world->user('carol');
		$this->world->user('7', groups: ['staff']);
		$this->world->links->assign('alice', 'alice', Origin::Admin, true);
		$this->world->links->prove('alice', 'alice', World::ACCOUNT, 'phone');
		$this->world->registered['alice'] = ['countersign' => true];
		$this->assertSame([
			'assigned' => 1,
			'proven' => 1,
			'enabled' => 1,
			'enforcedWithoutId' => ['bob', '7'],
			'outOfStep' => [],
			'withoutUser' => [],
		], $this->census()->take());
	}

	public function testWhoMayNotUseItIsNotMissingAnId(): void {
		$this->world->set(new Settings(useGroups: ['testers']));
		$this->world->user('bob', groups: ['staff']);
		$this->assertSame([], $this->census()->take()['enforcedWithoutId']);
	}

	public function testDriftIsFoundInBothDirectionsAndRepairedOnlyWhenAsked(): void {
		foreach (['alice', 'bob', 'carol', 'dave'] as $uid) {
			$this->world->user($uid);
		}
		$this->world->links->assign('alice', 'alice', Origin::Admin, true);
		$this->world->links->assign('bob', 'bob', Origin::Admin, false);
		$this->world->registered['bob'] = ['countersign' => true];
		// No ID at all, as after a restored backup: whoever is registered so could not sign in.
		$this->world->registered['carol'] = ['countersign' => true];
		$this->world->registered['dave'] = ['countersign' => false, 'totp' => true];
		$this->assertSame(['alice', 'bob', 'carol'], $this->census()->take()['outOfStep']);
		$this->assertSame(['alice', 'bob', 'carol'], $this->census()->take(repair: true)['outOfStep']);
		$this->assertSame([], $this->census()->take()['outOfStep']);
		$this->assertSame([true, false, false], [$this->world->isOn('alice'), $this->world->isOn('bob'), $this->world->isOn('carol')]);
		$this->assertTrue($this->world->registered['dave']['totp']);
	}

	/** A directory may be away for a moment: links are shown, never dropped for it. */
	public function testALinkWithoutUserIsShownAndKept(): void {
		$this->world->links->assign('gone', 'gone', Origin::Admin, true);
		$this->assertSame(['gone'], $this->census()->take(repair: true)['withoutUser']);
		$this->assertNotNull($this->world->links->find('gone'));
	}

	public function testMoreUsersThanAPage(): void {
		for ($number = 0; $number < 1100; $number++) {
			$this->world->user('user' . $number, groups: $number % 2 === 0 ? ['staff'] : []);
			if ($number % 4 === 0) {
				$this->world->links->assign('user' . $number, 'id' . $number, Origin::Admin, false);
			}
		}
		$census = $this->census()->take();
		$this->assertSame(275, $census['assigned']);
		$this->assertCount(275, $census['enforcedWithoutId']);
	}

	private function census(): Census {
		$world = $this->world;
		return new Census($world->links, $world->state, $world->permissions, $world->enforcement, $world->userManager);
	}
}
