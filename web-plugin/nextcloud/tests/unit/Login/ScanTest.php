<?php

declare(strict_types=1);

// A login by QR code: the page gets a link to draw, the person a way to type instead, and only the scanned secret lets in.

namespace OCA\Countersign\Tests\Login;

final class ScanTest extends LoginTestCase {
	protected function setUp(): void {
		parent::setUp();
		$this->link('alice', 'alice@example.org');
		$this->server->mode = 'qr';
	}

	public function testThePageDrawsALinkToTheAuthenticator(): void {
		$said = $this->browser('alice')->say('start', ['mayScan' => true]);

		self::assertSame('qr', $said['match']['mode']);
		self::assertMatchesRegularExpression('~^' . preg_quote(self::FIRST) . '/authenticator/#scan=[\w-]{22}\.DQ0NDQ0NDQ0NDQ0NDQ0NDQ$~', $said['match']['href']);
		self::assertTrue($this->server->calls[0]['body']['mayScan']);
	}

	public function testTheScannedSecretLetsIn(): void {
		$browser = $this->browser('alice');
		$browser->say('start', ['mayScan' => true]);
		$this->server->approve();

		self::assertSame('passed', $browser->say('complete')['state']);
		self::assertSame('in', $browser->submit());
	}

	/** [QR1]: an element of an older release cannot draw one, and is never given one. */
	public function testAPageThatCannotDrawOneDoesNotAskForOne(): void {
		$this->server->mode = 'symbol';
		$this->browser('alice')->say('start');

		self::assertArrayNotHasKey('mayScan', $this->server->calls[0]['body']);
		self::assertArrayNotHasKey('atLeast', $this->server->calls[0]['body']);
	}

	public function testWhoCannotScanTypesACode(): void {
		$browser = $this->browser('alice');
		$browser->say('start', ['mayScan' => true]);
		$this->server->mode = 'code';
		$said = $browser->say('start', ['again' => true, 'mayScan' => false, 'typed' => true]);

		self::assertSame(['mode' => 'code', 'code' => '123456'], $said['match']);
		$asked = array_values(array_filter($this->server->calls, static fn (array $call): bool => str_ends_with($call['url'], '/v1/challenges')));
		self::assertSame('code', $asked[1]['body']['atLeast']);
		self::assertArrayNotHasKey('mayScan', $asked[1]['body']);
	}

	public function testWhereOnlyAScannedCodeCountsThePageIsToldSo(): void {
		$this->server->says['POST /v1/challenges'] = [409, '{"code":"scan_needed"}'];

		self::assertSame('scan_needed', $this->browser('alice')->say('start', ['typed' => true])['code']);
	}
}
