<?php

declare(strict_types=1);

// A login page on the phone that approves: a link there, and a return code back to this very browser.

namespace OCA\Countersign\Tests\Login;

use OCA\Countersign\Protocol\Base64Url;

final class SameDeviceTest extends LoginTestCase {
	private string $code;

	protected function setUp(): void {
		parent::setUp();
		$this->code = Base64Url::encode(str_repeat("\x5a", 16));
		$this->link('alice', 'alice@example.org');
	}

	public function testTheLinkLeadsToTheAuthenticatorAndBackToThePage(): void {
		$said = $this->browser('alice')->say('start', ['sameDevice' => true, 'page' => '/login/challenge/countersign']);

		self::assertSame('link', $said['match']['mode']);
		self::assertStringStartsWith(self::FIRST . '/authenticator/#approve=', $said['match']['href']);
		self::assertStringEndsWith('&back=/login/challenge/countersign', $said['match']['href']);
		self::assertTrue($this->server->calls[0]['body']['sameDevice']);
	}

	/** @dataProvider foreignPages */
	public function testAPageThatIsNoPlainPathBecomesOurOwn(mixed $page): void {
		$said = $this->browser('alice')->say('start', ['sameDevice' => true, 'page' => $page]);

		self::assertStringEndsWith('&back=/index.php/login/challenge/countersign', $said['match']['href']);
	}

	/** @return iterable<array{mixed}> */
	public static function foreignPages(): iterable {
		yield ['//evil.example/'];
		yield ['https://evil.example/'];
		yield ['/login?redirect_url=//evil.example'];
		yield [['/login']];
		yield [null];
	}

	public function testOnlyTheBrowserWithTheReturnCodeFinishes(): void {
		$browser = $this->browser('alice');
		$browser->say('start', ['sameDevice' => true]);
		$this->server->approve([], $this->code);
		$calls = count($this->server->calls);

		// A page that was made to send nothing, or what is no code, costs no call.
		self::assertSame('not_confirmed', $browser->say('complete')['code']);
		self::assertSame('not_confirmed', $browser->say('complete', ['returnCode' => 'short'])['code']);
		self::assertSame('not_confirmed', $browser->say('complete', ['returnCode' => [$this->code]])['code']);
		self::assertCount($calls, $this->server->calls);
		self::assertSame('not_confirmed', $browser->say('complete', ['returnCode' => Base64Url::encode(str_repeat("\x5b", 16))])['code']);
		// Whoever has the right one may still come.
		self::assertSame('passed', $browser->say('complete', ['returnCode' => $this->code])['state']);
		self::assertSame('in', $browser->submit());
	}

	public function testAReturnCodeWhereNoneBelongsIsRefused(): void {
		$browser = $this->browser('alice');
		$browser->say('start');
		$this->server->approve();

		self::assertSame('not_confirmed', $browser->say('complete', ['returnCode' => $this->code])['code']);
		self::assertSame('passed', $browser->say('complete')['state']);
	}

	public function testAReloadShowsTheSameLink(): void {
		$browser = $this->browser('alice');
		$first = $browser->say('start', ['sameDevice' => true, 'page' => '/a']);

		self::assertSame($first['match'], $browser->say('start', ['page' => '/a'])['match']);
		self::assertSame(1, $this->server->rings());
	}
}
