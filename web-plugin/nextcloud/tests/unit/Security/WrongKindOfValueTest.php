<?php

declare(strict_types=1);

// Attack: lists, objects, numbers and bytes where a page sends texts, so that a route breaks down, or takes for a yes what is none. Nextcloud
// parses the JSON and hands over whatever it was. Each is as good as nothing: an answer of the route, no exception, no phone that rings twice.

namespace OCA\Countersign\Tests\Security;

use OCA\Countersign\Settings\Scope;
use OCA\Countersign\Tests\Login\LoginTestCase;
use OCA\Countersign\Tests\Personal\Desk;

final class WrongKindOfValueTest extends LoginTestCase {
	/** @dataProvider kinds */
	public function testTheLoginTakesItForNothing(mixed $value): void {
		$this->link('alice', 'alice@example.org');
		$browser = $this->browser('alice');
		$body = ['again' => $value, 'sameDevice' => $value, 'mayScan' => $value, 'typed' => $value, 'page' => $value, 'returnCode' => $value];

		self::assertSame('pending', $browser->say('start', $body)['state']);
		self::assertSame('pending', $browser->say('start', $body)['state']);
		self::assertSame(1, $this->server->rings());
		self::assertArrayNotHasKey('sameDevice', $this->server->challenges[$this->server->last()]['body']);
		$this->server->approve();
		self::assertSame('passed', $browser->say('complete', $body)['state']);
	}

	/** @dataProvider kinds */
	public function testAWishThatIsNoTextIsNoWish(mixed $value): void {
		$desk = new Desk($this);
		$alice = $desk->world->user('alice');
		$desk->set(['edit' => Scope::Everybody, 'onboarding' => Scope::Everybody, 'mayChooseId' => true, 'setUpAtLogin' => true]);
		$desk->logsIn($alice);
		foreach (['choose', 'create'] as $route) {
			self::assertSame('id_malformed', $desk->personal($alice, ['userId' => $value])->$route()->getData()['code'], $route);
			self::assertSame('id_malformed', $desk->setUp($alice, ['userId' => $value])->$route()->getData()['code'], $route);
		}
		self::assertSame('not_set_up', $desk->personal($alice, ['thumbprint' => $value])->forget()->getData()['code']);
		self::assertSame([], $desk->server->calls);
	}

	/** @return iterable<string, array{mixed}> */
	public static function kinds(): iterable {
		yield 'a list' => [['alice']];
		yield 'an object' => [['a' => ['b' => 'alice']]];
		yield 'a number' => [1];
		yield 'a fraction' => [1.5];
		yield 'no' => [false];
		yield 'bytes' => ["\xff\xfe"];
		yield 'a zero byte' => ["a\0b"];
		yield 'much' => [str_repeat('x', 100_000)];
	}
}
