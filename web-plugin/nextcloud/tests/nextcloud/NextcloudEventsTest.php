<?php

declare(strict_types=1);

// What happens to users and groups of a real Nextcloud is followed: its own events, its own registry.

namespace OCA\Countersign\Tests;

use OCA\Countersign\Links\Actor;
use OCA\Countersign\Links\Assignments;
use OCA\Countersign\Links\LinkStore;
use OCA\Countersign\Links\Origin;
use OCA\Countersign\Links\ProviderState;
use OCA\Countersign\Provider\CountersignProvider;
use OCA\Countersign\Settings\Settings;
use OCA\Countersign\Settings\SettingsStore;
use OCP\Authentication\TwoFactorAuth\IRegistry;
use OCP\IDBConnection;
use OCP\IGroup;
use OCP\IGroupManager;
use OCP\IUser;
use OCP\IUserManager;
use OCP\Server;
use PHPUnit\Framework\TestCase;

final class NextcloudEventsTest extends TestCase {
	private const UID = 'countersign-test-user';
	private const GID = 'countersign-test-group';

	private IUser $user;
	private IGroup $group;
	private SettingsStore $settings;
	private Settings $before;

	protected function setUp(): void {
		$users = Server::get(IUserManager::class);
		$users->get(self::UID)?->delete();
		$this->user = $users->createUser(self::UID, bin2hex(random_bytes(16)) . 'aA1!');
		$this->group = Server::get(IGroupManager::class)->createGroup(self::GID);
		$this->settings = Server::get(SettingsStore::class);
		$this->before = $this->settings->settings();
		$this->settings->save(new Settings());
	}

	protected function tearDown(): void {
		$this->settings->save($this->before);
		Server::get(IUserManager::class)->get(self::UID)?->delete();
		Server::get(IGroupManager::class)->get(self::GID)?->delete();
	}

	public function testAnAssignmentIsInTheRegistry(): void {
		$this->assign();
		$this->assertTrue($this->registered());
		Server::get(Assignments::class)->disable($this->user, Actor::commandLine());
		$this->assertFalse($this->registered());
	}

	public function testMembershipIsFollowed(): void {
		$this->settings->save(new Settings(useGroups: [self::GID]));
		$this->assign();
		$this->assertFalse($this->registered() ?? false);
		$this->group->addUser($this->user);
		$this->assertTrue($this->registered());
		$this->group->removeUser($this->user);
		$this->assertFalse($this->registered());
	}

	public function testADeletedGroupIsFollowed(): void {
		$this->settings->save(new Settings(useGroups: [self::GID]));
		$this->group->addUser($this->user);
		$this->assign();
		$this->assertTrue($this->registered());
		$this->group->delete();
		$this->assertFalse($this->registered());
	}

	public function testChangedSettingsAreFollowed(): void {
		$this->assign();
		$this->settings->save(new Settings(useGroups: [self::GID]));
		Server::get(ProviderState::class)->syncAll();
		$this->assertFalse($this->registered());
		$this->settings->save(new Settings());
		Server::get(ProviderState::class)->syncAll();
		$this->assertTrue($this->registered());
	}

	public function testNothingOfADeletedUserStaysAnywhere(): void {
		$this->assign();
		Server::get(LinkStore::class)->prove(self::UID, 'test-id', '0191d2f0-0000-7000-8000-000000000001', 'phone');
		$this->user->delete();
		foreach (['countersign_links' => 'uid', 'countersign_phones' => 'uid', 'twofactor_providers' => 'uid', 'notifications' => 'user'] as $table => $column) {
			$this->assertSame(0, $this->rowsIn($table, $column), $table);
		}
	}

	public function testAUidThatStartsAnewHasNoId(): void {
		// As if the app had been disabled when the user before was deleted.
		$this->user->delete();
		Server::get(LinkStore::class)->assign(self::UID, 'of-the-person-before', Origin::Admin, true);
		$this->user = Server::get(IUserManager::class)->createUser(self::UID, bin2hex(random_bytes(16)) . 'aA1!');
		$this->assertNull(Server::get(LinkStore::class)->find(self::UID));
		$this->assertFalse($this->registered() ?? false);
	}

	private function assign(): void {
		Server::get(Assignments::class)->assign($this->user, 'test-id', Origin::Admin, true, Actor::commandLine());
	}

	private function registered(): ?bool {
		return Server::get(IRegistry::class)->getProviderStates($this->user)['countersign'] ?? null;
	}

	private function rowsIn(string $table, string $column): int {
		$qb = Server::get(IDBConnection::class)->getQueryBuilder();
		$qb->select($qb->func()->count('*'))->from($table)->where($qb->expr()->eq($column, $qb->createNamedParameter(self::UID)));
		$result = $qb->executeQuery();
		$count = (int)$result->fetchOne();
		$result->closeCursor();
		return $count;
	}
}
