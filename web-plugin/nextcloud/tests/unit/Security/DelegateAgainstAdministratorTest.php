<?php

declare(strict_types=1);

// Attack: a delegate of the settings page, who is no administrator, gives an administrator an ID of the delegate's own (or switches the
// administrator's second factor off), and then needs only the password.

namespace OCA\Countersign\Tests\Security;

use OCA\Countersign\Links\Origin;
use OCA\Countersign\People\Action;
use OCA\Countersign\People\Change;
use OCA\Countersign\Tests\Links\World;
use OCA\Countersign\Tests\People\PeopleWorld;
use PHPUnit\Framework\TestCase;

final class DelegateAgainstAdministratorTest extends TestCase {
	/** @dataProvider actions */
	public function testNothingOfAnAdministratorIsChangedByADelegate(Action $action): void {
		$world = new PeopleWorld($this);
		$world->user('root');
		$world->user('alice');
		$world->world->links->assign('root', 'roots-own', Origin::Admin, true);
		$world->world->links->prove('root', 'roots-own', World::ACCOUNT, 'phone');
		$before = $world->world->links->find('root');
		self::assertSame('admin_spared', $world->apply(new Change('root', $action, 'delegates-own'), false)->code);
		self::assertEquals($before, $world->world->links->find('root'));
		self::assertNotSame('admin_spared', $world->apply(new Change('alice', $action, 'alice'), false)->code);
	}

	/** @return iterable<string, list<Action>> */
	public function actions(): iterable {
		foreach (Action::cases() as $action) {
			yield $action->value => [$action];
		}
	}
}
