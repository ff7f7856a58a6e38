<?php

declare(strict_types=1);

// The list of people: all directories, searched by them, page by page, and what is known of each.

namespace OCA\Countersign\Tests\People;

use OCA\Countersign\Links\Origin;
use OCA\Countersign\People\Filter;
use OCA\Countersign\People\Person;
use OCA\Countersign\Settings\Settings;
use PHPUnit\Framework\TestCase;

final class PeopleListTest extends TestCase {
	private PeopleWorld $world;

	protected function setUp(): void {
		$this->world = new PeopleWorld($this);
	}

	public function testThreeHundredPeopleComePageByPageAndEachOnce(): void {
		for ($i = 0; $i < 320; $i++) {
			$this->world->user(sprintf('user%03d', $i));
		}
		$seen = [];
		for ($offset = 0; $offset !== null;) {
			['people' => $people, 'next' => $offset] = $this->world->list->page('', null, Filter::All, $offset);
			self::assertLessThanOrEqual(50, count($people));
			array_push($seen, ...array_map(static fn (Person $person): string => $person->uid, $people));
		}
		self::assertCount(320, array_unique($seen));
		self::assertSame(count(array_unique($seen)), count($seen));
	}

	public function testTheDirectorySearchesAndTheGroupLimits(): void {
		$this->world->user('a', 'Anna', groups: ['staff']);
		$this->world->user('b', 'Björn', groups: ['staff'], directory: 'LDAP');
		$this->world->user('c', 'Björn too');
		self::assertSame(['b', 'c'], $this->uids('Björn', null));
		self::assertSame(['b'], $this->uids('Björn', 'staff'));
		self::assertSame([], $this->uids('', 'nothing'));
		self::assertSame('LDAP', $this->world->list->page('', 'staff', Filter::All, 0)['people'][1]->backend);
	}

	public function testFiltersLookFurtherThanOnePageButNotForEver(): void {
		for ($i = 0; $i < 1_500; $i++) {
			$this->world->user("user$i");
		}
		$this->world->world->links->assign('user70', 'x', Origin::Admin, true);
		$this->world->world->links->assign('user1300', 'y', Origin::Admin, true);
		$first = $this->world->list->page('', null, Filter::WithId, 0);
		self::assertSame(['user70'], array_map(static fn (Person $person): string => $person->uid, $first['people']));
		self::assertSame(1_000, $first['lookedAt']);
		$second = $this->world->list->page('', null, Filter::WithId, (int)$first['next']);
		self::assertSame(['user1300'], array_map(static fn (Person $person): string => $person->uid, $second['people']));
		self::assertNull($second['next']);
	}

	public function testWhoIsMissingIsSomebodyOfWhomAFactorIsDemandedAndWhoIsNotAsked(): void {
		$this->world->world->system = ['twofactor_enforced' => 'true', 'twofactor_enforced_excluded_groups' => ['guests']];
		foreach (['none', 'linked', 'off', 'guest'] as $uid) {
			$this->world->user($uid, groups: $uid === 'guest' ? ['guests'] : []);
		}
		$this->world->world->links->assign('linked', 'a', Origin::Admin, true);
		$this->world->world->links->assign('off', 'b', Origin::Admin, false);
		self::assertSame(['none', 'off'], $this->uids('', null, Filter::Missing));
		self::assertSame(['none', 'guest'], $this->uids('', null, Filter::WithoutId));
	}

	public function testEnforcedGroupsOverrideExcludedOnes(): void {
		$this->world->world->system = ['twofactor_enforced' => 'true', 'twofactor_enforced_groups' => ['staff'], 'twofactor_enforced_excluded_groups' => ['staff']];
		$this->world->user('a', groups: ['staff']);
		$this->world->user('b');
		self::assertSame(['a'], $this->uids('', null, Filter::Missing));
	}

	public function testEachStateHasItsWord(): void {
		$this->world->world->set(new Settings(useGroups: ['staff']));
		foreach (['none', 'assigned', 'linked', 'off', 'outside'] as $uid) {
			$this->world->user($uid, groups: $uid === 'outside' ? [] : ['staff']);
			if ($uid !== 'none') {
				$this->world->world->links->assign($uid, "id-$uid", Origin::Admin, $uid !== 'off');
			}
		}
		$this->world->world->links->prove('linked', 'id-linked', '0191d2f0-0000-7000-8000-000000000001', 'phone');
		foreach ($this->world->list->page('', null, Filter::All, 0)['people'] as $person) {
			self::assertSame($person->uid, $person->state());
			self::assertSame($person->uid === 'linked' ? 1 : 0, $person->jsonSerialize()['phones']);
		}
	}

	public function testAUidOfDigitsIsText(): void {
		$this->world->user('7');
		$this->world->world->links->assign('7', 'seven', Origin::Admin, true);
		self::assertSame('"7"', json_encode($this->world->list->page('', null, Filter::All, 0)['people'][0]->jsonSerialize()['uid']));
		self::assertSame(['7'], $this->uids('', null, Filter::WithId));
	}

	/** @return list<string> */
	private function uids(string $search, ?string $gid, Filter $filter = Filter::All): array {
		return array_map(static fn (Person $person): string => $person->uid, $this->world->list->page($search, $gid, $filter, 0)['people']);
	}
}
