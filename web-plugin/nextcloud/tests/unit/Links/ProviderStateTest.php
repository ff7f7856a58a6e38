<?php

declare(strict_types=1);

// Nextcloud asks once and then goes by its registry: whatever decides, the registry follows, and no drift costs the second factor.

namespace OCA\Countersign\Tests\Links;

use OCA\Countersign\BackgroundJob\Resync;
use OCA\Countersign\BackgroundJob\Sweep;
use OCA\Countersign\Links\Origin;
use OCA\Countersign\Listener\GroupListener;
use OCA\Countersign\Listener\LoginListener;
use OCA\Countersign\Settings\Settings;
use OCP\Group\Events\GroupDeletedEvent;
use OCP\Group\Events\UserAddedEvent;
use OCP\Group\Events\UserRemovedEvent;
use OCP\IGroup;
use OCP\IUser;
use OCP\User\Events\PostLoginEvent;
use PHPUnit\Framework\TestCase;

final class ProviderStateTest extends TestCase {
	private World $world;

	protected function setUp(): void {
		$this->world = new World($this);
	}

	public function testItIsOnForWhoHasAnEnabledIdAndMayUseIt(): void {
		$this->world->set(new Settings(useGroups: ['staff']));
		$alice = $this->world->user('alice', groups: ['staff']);
		$bob = $this->world->user('bob');
		$this->assertFalse($this->world->state->isOnFor($alice));
		$this->world->links->assign('alice', 'alice', Origin::Admin, false);
		$this->assertFalse($this->world->state->isOnFor($alice));
		$this->world->links->setEnabled('alice', true);
		$this->assertTrue($this->world->state->isOnFor($alice));
		$this->world->links->assign('bob', 'bob', Origin::Admin, true);
		$this->assertFalse($this->world->state->isOnFor($bob));
	}

	public function testTheRegistryIsToldOfChangesOnly(): void {
		$alice = $this->world->user('alice');
		$this->assertFalse($this->world->state->sync($alice));
		$this->assertSame([], $this->world->registered);
		$this->world->links->assign('alice', 'alice', Origin::Admin, true);
		$this->assertTrue($this->world->state->sync($alice));
		$this->assertTrue($this->world->isOn('alice'));
		$this->assertFalse($this->world->state->sync($alice));
		$this->world->links->remove('alice');
		$this->assertTrue($this->world->state->sync($alice));
		$this->assertFalse($this->world->isOn('alice'));
	}

	public function testAChangeWhileTheRegistryIsWrittenIsSeen(): void {
		$alice = $this->world->user('alice');
		$this->world->links->assign('alice', 'alice', Origin::Admin, false);
		$this->world->registered['alice'] = ['countersign' => true];
		$this->world->whileTold = fn () => $this->world->links->setEnabled('alice', true);
		$this->world->state->sync($alice);
		$this->assertTrue($this->world->isOn('alice'));
	}

	public function testWhoJoinsAGroupIsAskedAndWhoLeavesIsNot(): void {
		$this->world->set(new Settings(useGroups: ['staff']));
		$alice = $this->world->user('alice');
		$this->world->links->assign('alice', 'alice', Origin::Admin, true);
		$listener = new GroupListener($this->world->state, $this->world->members);
		$this->world->groups['staff'] = ['alice'];
		$listener->handle(new UserAddedEvent($this->group('staff'), $alice));
		$this->assertTrue($this->world->isOn('alice'));
		$this->world->leave('alice', 'staff');
		$listener->handle(new UserRemovedEvent($this->group('staff'), $alice));
		$this->assertFalse($this->world->isOn('alice'));
		$this->assertCount(2, $this->world->audited);
		$this->assertStringContainsString('no longer asked at logins of user "alice"', $this->world->audited[1]);
	}

	/** Nextcloud 31 sends its events while its group manager still shows what was before. */
	public function testAnEventCountsMoreThanWhatTheGroupManagerStillShows(): void {
		$this->world->set(new Settings(useGroups: ['staff']));
		$alice = $this->world->user('alice');
		$this->world->links->assign('alice', 'alice', Origin::Admin, true);
		$listener = new GroupListener($this->world->state, $this->world->members);
		$listener->handle(new UserAddedEvent($this->group('staff'), $alice));
		$this->assertTrue($this->world->isOn('alice'));
		$this->world->groups['staff'] = ['alice'];
		$listener->handle(new UserRemovedEvent($this->group('staff'), $alice));
		$this->assertFalse($this->world->isOn('alice'));
		$listener->handle(new UserAddedEvent($this->group('staff'), $alice));
		$listener->handle(new GroupDeletedEvent($this->group('staff')));
		$this->assertFalse($this->world->isOn('alice'));
		$listener->handle(new UserAddedEvent($this->group('staff'), $alice));
		$this->assertTrue($this->world->isOn('alice'));
	}

	public function testAGroupThatIsDeletedIsFollowedForAllItsMembers(): void {
		$this->world->set(new Settings(useGroups: ['staff']));
		foreach (['alice', 'bob'] as $uid) {
			$this->world->state->sync($this->world->user($uid, groups: ['staff']));
			$this->world->links->assign($uid, $uid, Origin::Admin, true);
		}
		$this->world->state->syncAll();
		$this->assertTrue($this->world->isOn('bob'));
		$this->world->audited = [];
		unset($this->world->groups['staff']);
		(new GroupListener($this->world->state, $this->world->members))->handle(new GroupDeletedEvent($this->group('staff')));
		$this->assertFalse($this->world->isOn('alice'));
		$this->assertFalse($this->world->isOn('bob'));
		$this->assertCount(2, $this->world->audited);
		$this->assertSame(['staff'], $this->world->settings->settings()->useGroups);
	}

	public function testManyUsersAreSyncedPageByPageInTheBackground(): void {
		for ($number = 0; $number < 1234; $number++) {
			$this->world->user('user' . $number);
			$this->world->links->assign('user' . $number, 'id' . $number, Origin::Admin, true);
		}
		$this->world->links->assign('gone', 'gone', Origin::Admin, true);
		$this->world->state->syncAll();
		$this->assertCount(1, $this->world->jobs);
		for ($run = 0; $run < count($this->world->jobs); $run++) {
			[$job, $argument] = $this->world->jobs[$run];
			$this->assertSame(Resync::class, $job);
			$this->perform(new Resync($this->world->time, $this->world->state, $this->world->jobList), $argument);
		}
		$this->assertCount(3, $this->world->jobs);
		for ($number = 0; $number < 1234; $number++) {
			$this->assertTrue($this->world->isOn('user' . $number));
		}
	}

	public function testTheSweepLooksAtEverybodyAndDropsUsedApprovals(): void {
		$this->world->links->spend('challenge', $this->world->now - 1);
		$this->perform(new Sweep($this->world->time, $this->world->links, $this->world->jobList), null);
		$this->assertSame([[Resync::class, ['after' => null]]], $this->world->jobs);
		$this->assertTrue($this->world->links->spend('challenge', $this->world->now));
	}

	public function testAnAppPasswordIsNotLookedAt(): void {
		$alice = $this->world->user('alice');
		$this->world->links->assign('alice', 'alice', Origin::Admin, true);
		$this->world->registered['alice'] = ['countersign' => false];
		$this->login($alice, isToken: true);
		$this->assertFalse($this->world->isOn('alice'));
	}

	private function login(IUser $user, bool $isToken = false): void {
		$listener = new LoginListener($this->world->state);
		$listener->handle(new PostLoginEvent($user, $user->getUID(), '', $isToken));
	}

	private function group(string $gid): IGroup {
		return $this->world->with(IGroup::class, ['getGID' => static fn (): string => $gid]);
	}

	private function perform(object $job, mixed $argument): void {
		(new \ReflectionMethod($job, 'run'))->invoke($job, $argument);
	}
}
