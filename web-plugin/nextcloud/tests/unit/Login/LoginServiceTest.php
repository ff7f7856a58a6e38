<?php

declare(strict_types=1);

// A login from the first look at the page to Nextcloud's own form, as the element and the phone play it.

namespace OCA\Countersign\Tests\Login;

final class LoginServiceTest extends LoginTestCase {
	public function testAnApprovalOnTheLinkedPhoneLetsInOnce(): void {
		$this->link('alice', 'alice@example.org');
		$browser = $this->browser('alice');

		$started = $browser->post('start');
		self::assertSame(200, $started->getStatus());
		self::assertSame('no-store', $started->getHeaders()['Cache-Control']);
		$this->server->approve();
		self::assertSame(
			['state' => 'passed', 'redirectTo' => '/index.php/login/challenge/countersign'],
			$browser->say('complete'),
		);
		self::assertSame('in', $browser->submit());
		self::assertNotSame('in', $browser->submit());
	}

	public function testStartAnswersWhatTheElementDrawsAndNothingThatNamesTheRequest(): void {
		$this->link('alice', 'alice@example.org');

		$said = $this->browser('alice')->say('start');

		self::assertSame(
			['watchUrl', 'watchToken', 'match', 'delivery', 'issuedAtMs', 'expiresAtMs', 'nowMs', 'state', 'progress', 'otherWays', 'look'],
			array_keys($said),
		);
		self::assertSame(self::FIRST . '/v1/watch', $said['watchUrl']);
		self::assertSame(['mode', 'name', 'path'], array_keys($said['match']));
		self::assertSame('symbol', $said['match']['mode']);
		self::assertSame(['en', 'de'], array_keys($said['match']['name']));
		self::assertSame(['pending', 'waiting', []], [$said['state'], $said['progress'], $said['otherWays']]);
		self::assertSame(['accent' => null, 'logoUrl' => null, 'help' => 'Room 12'], $said['look']);
		$text = json_encode($said);
		self::assertStringNotContainsString($this->server->last(), $text);
		self::assertStringNotContainsString($this->server->calls[0]['body']['appNonce'], $text);
	}

	public function testTheServerIsToldOfTheBrowserByItsConnection(): void {
		$this->link('alice', 'alice@example.org');
		$browser = $this->browser('alice');
		$browser->address = '::ffff:198.51.100.4';

		$browser->say('start', ['userId' => 'mallory', 'context' => ['address' => '10.0.0.1']]);

		self::assertSame('alice@example.org', $this->server->calls[0]['body']['userId']);
		self::assertSame(['address' => '198.51.100.4', 'browser' => 'Firefox on Linux'], $this->server->calls[0]['body']['context']);
	}

	public function testACodeIsShownWhereTheServerWantsOne(): void {
		$this->link('alice', 'alice@example.org');
		$this->server->mode = 'code';
		$browser = $this->browser('alice');

		self::assertSame(['mode' => 'code', 'code' => '123456'], $browser->say('start')['match']);
		$this->server->approve();
		self::assertSame('passed', $browser->say('complete')['state']);
	}
}
