<?php

declare(strict_types=1);

// What changes would do is foretold, done one by one, audited, and can be undone where nothing is lost by it.

namespace OCA\Countersign\Tests\People;

use OCA\Countersign\Links\Origin;
use OCA\Countersign\People\Action;
use OCA\Countersign\People\Change;
use OCA\Countersign\Settings\FormFault;
use OCA\Countersign\Settings\Settings;
use OCA\Countersign\Tests\Links\World;
use PHPUnit\Framework\TestCase;

final class ChangesTest extends TestCase {
	private PeopleWorld $world;

	protected function setUp(): void {
		$this->world = new PeopleWorld($this);
		$this->world->user('alice', 'Alice', 'alice@example.org');
		$this->world->user('bob', 'Bob');
		$this->world->user('root', 'Root');
	}

	public function testAnAssignedIdIsStoredAskedAuditedAndCanBeTakenBack(): void {
		$done = $this->world->apply(new Change('alice', Action::Assign, ' Alice@Example.org ', before: ''));
		self::assertSame(['change', 'alice@example.org', 'assigned'], [$done->kind, $done->person?->link?->userId, $done->person?->state()]);
		self::assertTrue($this->world->world->isOn('alice'));
		self::assertSame(['Countersign ID "alice@example.org" assigned to user "alice" by administrator "root"'], $this->world->world->audited);
		$this->world->apply($done->undo ?? self::fail('no way back'));
		self::assertNull($this->world->world->links->find('alice'));
		self::assertFalse($this->world->world->isOn('alice'));
	}

	public function testAPreviewStoresNothing(): void {
		foreach (Action::cases() as $action) {
			$this->world->changes->preview([new Change('alice', $action, 'x')], true);
		}
		self::assertNull($this->world->world->links->find('alice'));
		self::assertSame([], $this->world->world->audited);
	}

	public function testAnotherIdCanBeUndoneUnlessAPhoneIsForgottenByIt(): void {
		$this->world->world->links->assign('alice', 'old', Origin::Admin, false);
		$done = $this->world->apply(new Change('alice', Action::Assign, 'new', false));
		self::assertSame('old', $done->undo?->userId);
		self::assertFalse($done->undo->enabled);
		$this->linked('alice', 'new');
		$plan = $this->world->plan('alice', Action::Assign, 'newer');
		self::assertNull($plan->undo);
		self::assertStringContainsString('forgotten: 1', $plan->note);
	}

	public function testSwitchingOffAndOnKeepsThePhones(): void {
		$this->linked('alice', 'alice');
		$off = $this->world->apply(new Change('alice', Action::Disable));
		self::assertSame('off', $off->person?->state());
		$on = $this->world->apply($off->undo ?? self::fail('no way back'));
		self::assertSame('linked', $on->person?->state());
	}

	public function testWhatCannotBeRestoredHasNoWayBack(): void {
		$this->linked('alice', 'alice');
		self::assertNull($this->world->plan('alice', Action::Unlink)->undo);
		self::assertNull($this->world->plan('alice', Action::ForgetPhones)->undo);
		$this->world->apply(new Change('alice', Action::ForgetPhones));
		self::assertSame([], $this->world->world->links->find('alice')?->phones);
		self::assertSame('alice', $this->world->plan('alice', Action::Unlink)->undo?->userId);
	}

	public function testWhoeverMustHaveAFactorAndLosesItIsToldBefore(): void {
		$this->world->world->system = ['twofactor_enforced' => 'true'];
		$this->linked('alice', 'alice');
		self::assertStringContainsString('demands a second factor', $this->world->plan('alice', Action::Disable)->note);
		self::assertStringContainsString('demands a second factor', $this->world->plan('alice', Action::Unlink)->note);
	}

	public function testThePatternFillsOnlyGapsAndGivesNoIdTwice(): void {
		$this->world->world->set(new Settings(idPattern: '{emailname}'));
		self::assertSame('change', $this->world->plan('alice', Action::Pattern)->kind);
		self::assertSame(['refused', 'no_email'], [$this->world->plan('bob', Action::Pattern)->kind, $this->world->plan('bob', Action::Pattern)->code]);
		$this->world->world->links->assign('bob', 'alice', Origin::Admin, true);
		self::assertSame('id_taken', $this->world->plan('alice', Action::Pattern)->code);
		self::assertSame('same', $this->world->plan('bob', Action::Pattern)->kind);
	}

	/** @dataProvider refusals */
	public function testWhatMakesNoSenseIsRefusedWithItsReason(string $uid, Action $action, string $userId, string $code): void {
		self::assertSame($code, $this->world->plan($uid, $action, $userId)->code);
		$done = $this->world->apply(new Change($uid, $action, $userId));
		self::assertSame('refused', $done->kind);
		self::assertSame([], $this->world->world->audited);
	}

	/** @return iterable<array{string, Action, string, string}> */
	public function refusals(): iterable {
		yield ['nobody', Action::Assign, 'x', 'user_gone'];
		yield ['alice', Action::Assign, 'two words', 'characters'];
		yield ['alice', Action::Assign, '', 'empty'];
		yield ['alice', Action::Assign, str_repeat('x', 300), 'too_long'];
		yield ['alice', Action::Enable, '', 'no_id'];
	}

	public function testSomebodyOutsideTheGroupsGetsAnIdWithAWarningButIsNotSwitchedOn(): void {
		$this->world->world->set(new Settings(useGroups: ['staff']));
		self::assertStringContainsString('Not asked', $this->world->plan('alice', Action::Assign, 'x')->note);
		$this->world->world->links->assign('alice', 'x', Origin::Admin, false);
		self::assertSame('not_in_groups', $this->world->plan('alice', Action::Enable)->code);
	}

	public function testASharedIdIsAllowedAndSaid(): void {
		$this->world->world->links->assign('bob', 'same', Origin::Admin, true);
		$plan = $this->world->plan('alice', Action::Assign, 'same');
		self::assertSame(['change', 'Also the ID of bob.'], [$plan->kind, $plan->note]);
	}

	public function testAnEditOverSomebodyElsesEditIsRefused(): void {
		$this->world->world->links->assign('alice', 'theirs', Origin::Admin, true);
		$done = $this->world->apply(new Change('alice', Action::Assign, 'mine', before: ''));
		self::assertSame('changed_meanwhile', $done->code);
		self::assertSame('theirs', $done->person?->link?->userId);
	}

	public function testOneThatFailsStopsNoOther(): void {
		$changes = [new Change('nobody', Action::Assign, 'a'), new Change('alice', Action::Assign, 'b c'), new Change('bob', Action::Assign, 'bob')];
		$kinds = array_map(static fn ($one): string => $one->kind, $this->world->changes->apply($changes, \OCA\Countersign\Links\Actor::admin('root'), true));
		self::assertSame(['refused', 'refused', 'change'], $kinds);
	}

	/** @dataProvider unreadable */
	public function testWhatIsNoListOfChangesIsRefusedAsAWhole(mixed $given): void {
		$this->expectException(FormFault::class);
		$this->world->changes->read($given);
	}

	/** @return iterable<array{mixed}> */
	public function unreadable(): iterable {
		$good = ['uid' => 'alice', 'action' => 'enable'];
		yield 'nothing' => [null];
		yield 'text' => ['enable'];
		yield 'empty' => [[]];
		yield 'too many' => [array_fill(0, 101, $good)];
		yield 'by name' => [['a' => $good]];
		yield 'one is wrong' => [[$good, ['uid' => 'bob']]];
		yield 'unknown action' => [[['action' => 'delete'] + $good]];
		yield 'uid of another kind' => [[['uid' => ['alice']] + $good]];
		yield 'number as ID' => [[['userId' => 5] + $good]];
		yield 'word as yes' => [[['enabled' => 'yes'] + $good]];
		yield 'broken bytes' => [[['userId' => "\xff"] + $good]];
		yield 'very long' => [[['userId' => str_repeat('x', 1_025)] + $good]];
	}

	private function linked(string $uid, string $userId): void {
		$this->world->world->links->assign($uid, $userId, Origin::Admin, true);
		self::assertTrue($this->world->world->links->prove($uid, $userId, World::ACCOUNT, 'phone'));
	}
}
