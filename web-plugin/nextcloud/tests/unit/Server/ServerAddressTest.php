<?php

declare(strict_types=1);

// The address is asked from inside the network, with a key: an admin's typing slip, or a delegate's intent, must not send it anywhere odd.

namespace OCA\Countersign\Tests\Server;

use OCA\Countersign\Server\ServerAddress;
use PHPUnit\Framework\TestCase;

final class ServerAddressTest extends TestCase {
	/** @dataProvider good */
	public function testAnAddressOfAServerIsTaken(string $address): void {
		self::assertNull(ServerAddress::fault(ServerAddress::normalised($address)));
	}

	/** @return iterable<list<string>> */
	public function good(): iterable {
		yield ['https://id.example.org'];
		yield [' HTTPS://ID.Example.org/ '];
		yield ['https://id.example.org:8443'];
		yield ['https://203.0.113.7'];
		yield ['https://[2001:db8::1]:8420'];
		yield ['http://localhost:8420'];
		yield ['http://127.0.0.1:8420'];
		yield ['http://[::1]:8420'];
		yield ['http://10.1.2.3'];
		yield ['http://172.31.0.9'];
		yield ['http://192.168.178.20:8420'];
		yield ['http://[fd12::7]'];
		yield ['http://countersign:8420'];
		yield ['http://id.home.arpa'];
	}

	/** @dataProvider bad */
	public function testAnAddressThatIsNoneOrLeadsElsewhereIsRefused(string $address, string $fault): void {
		self::assertSame($fault, ServerAddress::fault(ServerAddress::normalised($address)));
	}

	/** @return iterable<list<string>> */
	public function bad(): iterable {
		yield ['', 'address_malformed'];
		yield ['id.example.org', 'address_malformed'];
		yield ['//id.example.org', 'address_malformed'];
		yield ['https://', 'address_malformed'];
		yield ['https://exa mple.org', 'address_malformed'];
		yield ["https://id.example.org\r\nX-A: b", 'address_malformed'];
		yield ['https://id.example.org\\@evil.example', 'address_malformed'];
		yield ['https://münchen.example', 'address_malformed'];
		yield ['https://id.example.org:0', 'address_malformed'];
		yield ['https://id.example.org:99999', 'address_malformed'];
		yield ['https://-id.example.org', 'address_malformed'];
		yield ['https://2130706433', 'address_malformed'];
		yield ['https://127.1', 'address_malformed'];
		yield ['https://0x7f.0.0.1', 'address_malformed'];
		yield ['https://0x7f000001', 'address_malformed'];
		yield ['https://0177.0.0.1', 'address_malformed'];
		yield ['https://[::1', 'address_malformed'];
		yield ['https://[fe80::1%25eth0]', 'address_path'];
		yield ['https://' . str_repeat('a', 600) . '.org', 'address_malformed'];
		yield ['file:///etc/passwd', 'address_scheme'];
		yield ['gopher://127.0.0.1:6379', 'address_scheme'];
		yield ['ftp://id.example.org', 'address_scheme'];
		yield ['javascript:alert(1)', 'address_scheme'];
		yield ['php://filter/resource=x', 'address_scheme'];
		yield ['https://key:secret@id.example.org', 'address_credentials'];
		yield ['https://id.example.org@evil.example', 'address_credentials'];
		yield ['https://id.example.org/countersign', 'address_path'];
		yield ['https://id.example.org?x=1', 'address_path'];
		yield ['https://id.example.org#x', 'address_path'];
		yield ['https://169.254.169.254', 'address_forbidden'];
		yield ['http://169.254.169.254', 'address_forbidden'];
		yield ['http://[::ffff:169.254.169.254]', 'address_forbidden'];
		yield ['http://[fe80::1]', 'address_forbidden'];
		yield ['http://[fd00:ec2::254]', 'address_forbidden'];
		yield ['http://metadata.google.internal', 'address_forbidden'];
		yield ['http://0.0.0.0:8420', 'address_forbidden'];
		yield ['http://[::]', 'address_forbidden'];
		yield ['http://224.0.0.1', 'address_forbidden'];
		yield ['http://255.255.255.255', 'address_forbidden'];
		yield ['http://id.example.org', 'address_cleartext'];
		yield ['http://203.0.113.7', 'address_cleartext'];
		yield ['http://172.32.0.1', 'address_cleartext'];
		yield ['http://127.0.0.1.evil.example', 'address_cleartext'];
		yield ['http://[2001:db8::1]', 'address_cleartext'];
		yield ['http://[::ffff:203.0.113.7]', 'address_cleartext'];
	}

	public function testBlanksSlashesAndCapitalsAreNormal(): void {
		self::assertSame('https://id.example.org:8443', ServerAddress::normalised("  HTTPS://ID.example.ORG:8443//\n"));
	}

	public function testWhatOnlyThisComputerFindsIsKnown(): void {
		foreach (['http://localhost:8420', 'http://127.0.0.1', 'https://[::1]:1', 'http://id.localhost'] as $address) {
			self::assertTrue(ServerAddress::isThisComputer($address), $address);
		}
		foreach (['https://id.example.org', 'http://10.0.0.1', 'https://localhost.example.org'] as $address) {
			self::assertFalse(ServerAddress::isThisComputer($address), $address);
		}
	}
}
