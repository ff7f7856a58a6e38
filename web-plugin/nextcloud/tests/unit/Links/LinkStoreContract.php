<?php

declare(strict_types=1);

// What every LinkStore promises; run against the memory's here and against the database's inside a real Nextcloud.

namespace OCA\Countersign\Tests\Links;

use OCA\Countersign\Links\Link;
use OCA\Countersign\Links\LinkStore;
use OCA\Countersign\Links\Origin;
use PHPUnit\Framework\TestCase;

abstract class LinkStoreContract extends TestCase {
	protected const NOW = 1_790_000_000;
	private const ACCOUNT = '0191d2f0-0000-7000-8000-000000000001';
	private const OTHER_ACCOUNT = '0191d2f0-0000-7000-8000-000000000002';
	private const CHALLENGE = '0191d2f0-0000-7000-8000-00000000000c';
	private const LATER = self::NOW + 300;

	protected LinkStore $store;

	/** An empty store whose clock stands at NOW. */
	abstract protected function store(): LinkStore;

	protected function setUp(): void {
		$this->store = $this->store();
	}

	public function testAnIdThatIsAssignedIsFoundAndNotProven(): void {
		$link = $this->store->assign('alice', 'alice@example.org', Origin::Admin, true);
		$this->assertEquals(new Link('alice', 'alice@example.org', null, true, Origin::Admin, self::NOW, null, []), $link);
		$this->assertEquals($link, $this->store->find('alice'));
		$this->assertFalse($link->isProven());
		$this->assertNull($this->store->find('bob'));
	}

	public function testUidsAreToldApartByCaseAndMayBeNumbers(): void {
		$this->store->assign('Alice', 'one', Origin::Admin, true);
		$this->store->assign('alice', 'two', Origin::Admin, true);
		$this->store->assign('007', 'bond', Origin::Admin, true);
		$this->store->assign('7', 'seven', Origin::Admin, true);
		$this->assertSame('one', $this->store->find('Alice')?->userId);
		$this->assertSame('two', $this->store->find('alice')?->userId);
		$this->assertSame('bond', $this->store->find('007')?->userId);
		$found = $this->store->findMany(['7', '007', 'nobody', '7']);
		$this->assertCount(2, $found);
		$this->assertSame('seven', $found['7']->userId);
	}

	public function testMoreUsersThanOneListTakesAreFound(): void {
		$uids = [];
		for ($number = 0; $number < 1005; $number++) {
			$uids[] = 'user' . $number;
		}
		$this->store->assign('user1', 'one', Origin::Admin, true);
		$this->store->assign('user1004', 'last', Origin::Admin, true);
		$this->store->prove('user1004', 'last', self::ACCOUNT, 'phone');
		$found = $this->store->findMany($uids);
		$this->assertCount(2, $found);
		$this->assertSame(['phone'], $found['user1004']->phones);
		$this->assertSame([], $this->store->findMany([]));
	}

	public function testPagesFollowTheUidWithoutGapOrDouble(): void {
		foreach (['carol', 'alice', 'erin', 'bob', 'dave'] as $uid) {
			$this->store->assign($uid, $uid, Origin::Admin, true);
		}
		$seen = [];
		for ($after = null; ($page = $this->store->page($after, 2)) !== []; $after = $page[count($page) - 1]->uid) {
			$this->assertLessThanOrEqual(2, count($page));
			array_push($seen, ...array_map(static fn (Link $link): string => $link->uid, $page));
		}
		$this->assertSame(['alice', 'bob', 'carol', 'dave', 'erin'], $seen);
	}

	public function testTwoUsersMayHaveOneId(): void {
		$this->store->assign('bob', 'shared', Origin::Admin, true);
		$this->store->assign('alice', 'shared', Origin::Admin, true);
		$this->assertSame(['alice', 'bob'], $this->store->usersOf('shared'));
		$this->assertSame([], $this->store->usersOf('nobody'));
	}

	public function testNoMoreThanTenUsersOfAnIdAreNamed(): void {
		for ($number = 10; $number < 22; $number++) {
			$this->store->assign('user' . $number, 'shared', Origin::Admin, true);
		}
		$this->assertCount(10, $this->store->usersOf('shared'));
	}

	public function testAProvenPhoneIsNotedOnce(): void {
		$this->store->assign('alice', 'alice', Origin::Admin, true);
		$this->assertTrue($this->store->prove('alice', 'alice', self::ACCOUNT, 'phone-1'));
		$this->assertTrue($this->store->prove('alice', 'alice', self::ACCOUNT, 'phone-1'));
		$this->assertTrue($this->store->prove('alice', 'alice', self::ACCOUNT, 'phone-2'));
		$link = $this->store->find('alice');
		$this->assertSame(['phone-1', 'phone-2'], $link?->phones);
		$this->assertSame(self::ACCOUNT, $link->accountId);
		$this->assertSame(self::NOW, $link->linkedAt);
	}

	public function testNobodyIsProvenForAnIdThatIsNotTheirs(): void {
		$this->assertFalse($this->store->prove('alice', 'alice', self::ACCOUNT, 'phone'));
		$this->store->assign('alice', 'alice', Origin::Admin, true);
		$this->assertFalse($this->store->prove('alice', 'mallory', self::ACCOUNT, 'phone'));
		$this->assertEquals([], $this->store->find('alice')?->phones);
		$this->assertNull($this->store->find('alice')?->accountId);
	}

	public function testAnotherAccountBehindTheSameIdIsRefused(): void {
		$this->store->assign('alice', 'alice', Origin::Admin, true);
		$this->store->prove('alice', 'alice', self::ACCOUNT, 'phone');
		$this->assertFalse($this->store->prove('alice', 'alice', self::OTHER_ACCOUNT, 'other-phone'));
		$link = $this->store->find('alice');
		$this->assertSame(self::ACCOUNT, $link?->accountId);
		$this->assertSame(['phone'], $link->phones);
	}

	public function testAnotherIdForgetsPhonesAndAccount(): void {
		$this->store->assign('alice', 'alice', Origin::Admin, true);
		$this->store->prove('alice', 'alice', self::ACCOUNT, 'phone');
		$link = $this->store->assign('alice', 'alice2', Origin::Person, false);
		$this->assertEquals(new Link('alice', 'alice2', null, false, Origin::Person, self::NOW, null, []), $link);
		$this->assertFalse($this->store->prove('alice', 'alice', self::ACCOUNT, 'phone'));
	}

	public function testTheSameIdAgainKeepsPhonesAndAccount(): void {
		$this->store->assign('alice', 'alice', Origin::Pattern, true);
		$this->store->prove('alice', 'alice', self::ACCOUNT, 'phone');
		$link = $this->store->assign('alice', 'alice', Origin::Admin, false);
		$this->assertEquals(new Link('alice', 'alice', self::ACCOUNT, false, Origin::Admin, self::NOW, self::NOW, ['phone']), $link);
	}

	public function testWhenEachPhoneWasLinkedIsKept(): void {
		$this->assertSame([], $this->store->phoneTimes('alice'));
		$this->store->assign('alice', 'alice', Origin::Admin, true);
		$this->store->prove('alice', 'alice', self::ACCOUNT, 'phone');
		$this->store->prove('alice', 'alice', self::ACCOUNT, 'second');
		$this->assertSame(['phone' => self::NOW, 'second' => self::NOW], $this->store->phoneTimes('alice'));
		$this->store->forgetPhone('alice', 'phone');
		$this->assertSame(['second' => self::NOW], $this->store->phoneTimes('alice'));
		$this->store->assign('alice', 'another', Origin::Admin, true);
		$this->assertSame([], $this->store->phoneTimes('alice'));
	}

	public function testAClaimTakesAFreePlaceOnly(): void {
		$this->assertTrue($this->store->claim('alice', null, 'mine'));
		$this->assertFalse($this->store->claim('alice', null, 'other'));
		$link = $this->store->find('alice');
		$this->assertEquals(new Link('alice', 'mine', null, true, Origin::Person, self::NOW, null, []), $link);
	}

	public function testAClaimChangesOnlyTheIdThatWasSeen(): void {
		$this->store->assign('alice', 'old', Origin::Admin, true);
		$this->store->prove('alice', 'old', self::ACCOUNT, 'phone');
		$this->assertFalse($this->store->claim('alice', 'older', 'new'));
		$this->assertFalse($this->store->claim('bob', 'old', 'new'));
		$this->assertTrue($this->store->claim('alice', 'old', 'new'));
		$link = $this->store->find('alice');
		$this->assertEquals(new Link('alice', 'new', null, true, Origin::Person, self::NOW, null, []), $link);
	}

	public function testEnablingKeepsEverythingElse(): void {
		$this->store->assign('alice', 'alice', Origin::Admin, false);
		$this->store->prove('alice', 'alice', self::ACCOUNT, 'phone');
		$this->store->setEnabled('alice', true);
		$link = $this->store->find('alice');
		$this->assertTrue($link?->enabled);
		$this->assertSame(['phone'], $link->phones);
		$this->store->setEnabled('nobody', true);
		$this->assertNull($this->store->find('nobody'));
	}

	public function testAllPhonesForgottenMeansToBeginAnew(): void {
		$this->store->assign('alice', 'alice', Origin::Admin, true);
		$this->store->prove('alice', 'alice', self::ACCOUNT, 'phone');
		$this->store->forgetPhones('alice');
		$link = $this->store->find('alice');
		$this->assertEquals(new Link('alice', 'alice', null, true, Origin::Admin, self::NOW, null, []), $link);
		$this->assertTrue($this->store->prove('alice', 'alice', self::OTHER_ACCOUNT, 'phone-2'));
	}

	public function testOnePhoneForgottenLeavesTheOthersAndTheAccount(): void {
		$this->store->assign('alice', 'alice', Origin::Admin, true);
		$this->store->assign('bob', 'bob', Origin::Admin, true);
		$this->store->prove('alice', 'alice', self::ACCOUNT, 'phone-1');
		$this->store->prove('alice', 'alice', self::ACCOUNT, 'phone-2');
		$this->store->prove('bob', 'bob', self::OTHER_ACCOUNT, 'phone-1');
		$this->store->forgetPhone('alice', 'phone-1');
		$this->assertSame(['phone-2'], $this->store->find('alice')?->phones);
		$this->assertSame(self::ACCOUNT, $this->store->find('alice')?->accountId);
		$this->assertSame(['phone-1'], $this->store->find('bob')?->phones);
	}

	public function testNothingOfARemovedUserComesBackWithTheUid(): void {
		$this->store->assign('alice', 'alice', Origin::Admin, true);
		$this->store->prove('alice', 'alice', self::ACCOUNT, 'phone');
		$this->store->remove('alice');
		$this->assertNull($this->store->find('alice'));
		$this->assertFalse($this->store->prove('alice', 'alice', self::ACCOUNT, 'phone'));
		$link = $this->store->assign('alice', 'alice', Origin::Admin, true);
		$this->assertSame([], $link->phones);
		$this->assertNull($link->accountId);
	}

	public function testCounts(): void {
		$this->assertSame(['assigned' => 0, 'proven' => 0, 'enabled' => 0], $this->store->counts());
		$this->store->assign('alice', 'alice', Origin::Admin, true);
		$this->store->assign('bob', 'bob', Origin::Admin, false);
		$this->store->assign('carol', 'carol', Origin::Admin, true);
		$this->store->prove('carol', 'carol', self::ACCOUNT, 'phone');
		$this->assertSame(['assigned' => 3, 'proven' => 1, 'enabled' => 2], $this->store->counts());
	}

	public function testAnApprovalIsUsedOnce(): void {
		$this->assertTrue($this->store->spend(self::CHALLENGE, self::LATER));
		$this->assertFalse($this->store->spend(self::CHALLENGE, self::LATER));
		$this->assertFalse($this->store->spend(self::CHALLENGE, self::LATER + 1));
	}

	public function testASweepDropsOnlyWhatNothingWouldAccept(): void {
		$this->store->spend(self::CHALLENGE, self::LATER);
		$this->store->sweep(self::LATER);
		$this->assertFalse($this->store->spend(self::CHALLENGE, self::LATER));
		$this->store->sweep(self::LATER + 1);
		$this->assertTrue($this->store->spend(self::CHALLENGE, self::LATER));
	}

	public function testTextsOfEveryScriptAndSqlStayTexts(): void {
		$id = "o'brien\"`;--ünïcødé😀%_";
		$this->store->assign("a'b", $id, Origin::Admin, true);
		$this->assertSame($id, $this->store->find("a'b")?->userId);
		$this->assertSame(["a'b"], $this->store->usersOf($id));
		$this->assertTrue($this->store->prove("a'b", $id, self::ACCOUNT, 'phone'));
	}

	public function testTheLongestTextsFit(): void {
		$uid = str_repeat('u', 64);
		$id = str_repeat('i', 190);
		$thumbprint = str_repeat('t', 43);
		$this->store->assign($uid, $id, Origin::Pattern, true);
		$this->assertTrue($this->store->prove($uid, $id, self::ACCOUNT, $thumbprint));
		$this->assertSame($id, $this->store->find($uid)?->userId);
		$this->assertSame([$thumbprint], $this->store->find($uid)?->phones);
	}
}
