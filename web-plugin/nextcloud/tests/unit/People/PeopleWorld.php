<?php

declare(strict_types=1);

// Users of two directories, groups and links, with everything that lists and changes them.

namespace OCA\Countersign\Tests\People;

use OCA\Countersign\Links\Actor;
use OCA\Countersign\People\Action;
use OCA\Countersign\People\Change;
use OCA\Countersign\People\Changes;
use OCA\Countersign\People\Outlook;
use OCA\Countersign\People\PeopleCsv;
use OCA\Countersign\People\PeopleList;
use OCA\Countersign\People\Plans;
use OCA\Countersign\Settings\Enforcement;
use OCA\Countersign\Settings\Settings;
use OCA\Countersign\Tests\Links\World;
use OCA\Countersign\Tests\Server\ConnectionWorld;
use OCP\IConfig;
use OCP\IGroup;
use OCP\IGroupManager;
use OCP\IUser;
use OCP\IUserManager;
use PHPUnit\Framework\TestCase;
use Psr\Log\LoggerInterface;

final class PeopleWorld {
	public readonly World $world;
	public readonly PeopleList $list;
	public readonly Plans $plans;
	public readonly Changes $changes;
	public readonly PeopleCsv $csv;
	/** @var list<array{string, int, int}> what the directories were asked: text, limit, offset */
	public array $searches = [];
	/** @var array<string, IUser> */
	private array $users = [];

	public function __construct(TestCase $test) {
		$this->world = new World($test);
		$this->world->set(new Settings());
		$users = $this->world->with(IUserManager::class, [
			'get' => fn ($uid): ?IUser => $this->users[$uid] ?? null,
			'searchDisplayName' => fn ($text, $limit, $offset): array => $this->found($text, $limit, $offset, array_values($this->users)),
		]);
		$groups = $this->world->with(IGroupManager::class, [
			'isAdmin' => static fn ($uid): bool => $uid === 'root',
			'getUserGroupIds' => fn (IUser $user): array => array_keys(array_filter($this->world->groups, static fn (array $uids): bool => in_array($user->getUID(), $uids, true))),
			'get' => fn ($gid): ?IGroup => isset($this->world->groups[$gid]) ? $this->world->with(IGroup::class, [
				'searchUsers' => fn ($text, $limit, $offset): array => $this->found($text, $limit, $offset, array_map(fn (string $uid): IUser => $this->users[$uid], $this->world->groups[$gid])),
			]) : null,
		]);
		$enforcement = new Enforcement($this->world->with(IConfig::class, ['getSystemValue' => fn ($key, $default = '') => $this->world->system[$key] ?? $default]), $groups);
		$l = ConnectionWorld::words($test);
		$this->list = new PeopleList($users, $groups, $this->world->links, $this->world->permissions, $enforcement);
		$this->plans = new Plans($this->world->links, $this->world->permissions, $enforcement, $this->world->settings, $groups, $l);
		$this->changes = new Changes($this->plans, $this->world->assignments, $this->list, $users, $this->world->with(LoggerInterface::class, []), $l);
		$this->csv = new PeopleCsv($this->world->links, $l);
	}

	/** @param list<string> $groups */
	public function user(string $uid, string $name = '', ?string $email = null, array $groups = [], string $directory = 'Database'): IUser {
		foreach ($groups as $gid) {
			$this->world->groups[$gid][] = $uid;
		}
		return $this->users[$uid] = $this->world->users[$uid] = $this->world->with(IUser::class, [
			'getUID' => static fn (): string => $uid,
			'getDisplayName' => static fn (): string => $name === '' ? $uid : $name,
			'getEMailAddress' => static fn (): ?string => $email,
			'getBackendClassName' => static fn (): string => $directory,
		]);
	}

	public function plan(string $uid, Action $action, string $userId = '', ?string $before = null, bool $byAdmin = true): Outlook {
		return $this->plans->of(new Change($uid, $action, $userId, true, $before), $this->users[$uid] ?? null, $byAdmin);
	}

	public function apply(Change $change, bool $byAdmin = true): Outlook {
		return $this->changes->apply([$change], Actor::admin('root'), $byAdmin)[0];
	}

	/**
	 * As a directory searches.
	 *
	 * @param list<IUser> $users
	 * @return list<IUser>
	 */
	private function found(string $text, int $limit, int $offset, array $users): array {
		$this->searches[] = [$text, $limit, $offset];
		$fit = array_filter($users, static fn (IUser $user): bool => $text === '' || str_contains($user->getDisplayName(), $text));
		return array_slice(array_values($fit), $offset, $limit);
	}
}
