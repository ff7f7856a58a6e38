<?php

declare(strict_types=1);

// Origins as browsers see them; where two readers of an address could differ, there is none.

namespace OCA\Countersign\Tests\Server;

use OCA\Countersign\Server\WebOrigin;
use PHPUnit\Framework\TestCase;

final class WebOriginTest extends TestCase {
	/** @dataProvider addresses */
	public function testAnAddressHasTheOriginThatABrowserSees(string $url, ?string $origin): void {
		self::assertSame($origin, WebOrigin::of($url));
	}

	/** @return iterable<array{string, ?string}> */
	public static function addresses(): iterable {
		yield ['https://id.example.org', 'https://id.example.org'];
		yield ['HTTPS://ID.Example.org:443/a?b#c', 'https://id.example.org'];
		yield ['http://10.0.0.7:8080/', 'http://10.0.0.7:8080'];
		yield ['http://[::1]:80/x', 'http://[::1]'];
		yield ['http://id.example.org:443', 'http://id.example.org:443'];
		yield ['https://user@id.example.org', null];
		yield ['https://user:pass@id.example.org', null];
		yield ['https://id.example.org\\@evil.example', null];
		yield ["https://id.example.org\n.evil.example", null];
		yield ['https://id.example.org; script-src *', null];
		yield ["https://id.example.org'", null];
		yield ['https://*.example.org', null];
		yield ['//id.example.org', null];
		yield ['javascript:alert(1)', null];
		yield ['ftp://id.example.org', null];
		yield ['https://', null];
		yield ['', null];
		yield ['https://bücher.example', null];
	}
}
