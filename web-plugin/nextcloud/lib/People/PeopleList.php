<?php

declare(strict_types=1);

// Lists the users of all directories with their Countersign IDs, page by page; the directories themselves search.

namespace OCA\Countersign\People;

use OCA\Countersign\Links\Link;
use OCA\Countersign\Links\LinkStore;
use OCA\Countersign\Links\Permissions;
use OCA\Countersign\Settings\Enforcement;
use OCP\IGroupManager;
use OCP\IUser;
use OCP\IUserManager;

class PeopleList {
	/** So many of each directory at a time: each of them counts its own offset. */
	private const BATCH = 50;
	/** A filter that few people pass must not hold a worker: the page asks again from where it stopped. */
	private const LOOKED_AT_MAX = 1_000;

	public function __construct(
		private readonly IUserManager $users,
		private readonly IGroupManager $groups,
		private readonly LinkStore $links,
		private readonly Permissions $permissions,
		private readonly Enforcement $enforcement,
	) {
	}

	/**
	 * @param ?string $gid only members of this group; null: everybody
	 * @param int $offset `next` of the page before, else 0
	 * @return array{people: list<Person>, next: ?int, lookedAt: int} next: where to go on; null: that is everybody
	 */
	public function page(string $search, ?string $gid, Filter $filter, int $offset): array {
		$people = [];
		$lookedAt = 0;
		do {
			$users = $this->batch($search, $gid, $offset);
			$offset += self::BATCH;
			$lookedAt += count($users);
			$isLast = count($users) < self::BATCH;
			foreach ($this->peopleOf($users) as $person) {
				if ($this->passes($person, $filter)) {
					$people[] = $person;
				}
			}
		} while (!$isLast && count($people) < self::BATCH && $lookedAt < self::LOOKED_AT_MAX);
		return ['people' => $people, 'next' => $isLast ? null : $offset, 'lookedAt' => $lookedAt];
	}

	public function person(IUser $user): Person {
		return $this->personOf($user, $this->links->find($user->getUID()));
	}

	/** @return list<IUser> */
	private function batch(string $search, ?string $gid, int $offset): array {
		if ($gid === null) {
			return array_values($this->users->searchDisplayName($search, self::BATCH, $offset));
		}
		return array_values($this->groups->get($gid)?->searchUsers($search, self::BATCH, $offset) ?? []);
	}

	/**
	 * @param list<IUser> $users
	 * @return list<Person> each user once, also if two directories know the uid
	 */
	private function peopleOf(array $users): array {
		$byUid = [];
		foreach ($users as $user) {
			// The letter keeps a uid like "1" a text.
			$byUid['u' . $user->getUID()] ??= $user;
		}
		$links = $this->links->findMany(array_map(static fn (IUser $user): string => $user->getUID(), array_values($byUid)));
		return array_map(fn (IUser $user): Person => $this->personOf($user, $links[$user->getUID()] ?? null), array_values($byUid));
	}

	private function personOf(IUser $user, ?Link $link): Person {
		return new Person(
			uid: $user->getUID(),
			name: $user->getDisplayName(),
			backend: (string)$user->getBackendClassName(),
			link: $link,
			mayUse: $this->permissions->mayUse($user),
			isEnforced: $this->enforcement->isFor($user),
		);
	}

	private function passes(Person $person, Filter $filter): bool {
		return match ($filter) {
			Filter::All => true,
			Filter::WithId => $person->link !== null,
			Filter::WithoutId => $person->link === null,
			Filter::Missing => $person->isMissing(),
		};
	}
}
