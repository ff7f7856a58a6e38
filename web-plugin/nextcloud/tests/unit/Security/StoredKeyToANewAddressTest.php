<?php

declare(strict_types=1);

// Attack: the API key is shown to nobody again. So whoever may edit the settings, but never saw the key, sets the server's address (or
// the fallback's) to a place of their own, and waits for Nextcloud to send the stored key there.

namespace OCA\Countersign\Tests\Security;

use OCA\Countersign\Settings\FormFault;
use OCA\Countersign\Tests\Server\ConnectionWorld;
use OCA\Countersign\Tests\Server\ScriptedProbe;
use PHPUnit\Framework\TestCase;

final class StoredKeyToANewAddressTest extends TestCase {
	/** @dataProvider places */
	public function testTheStoredKeyIsSentToNoNewAddress(string $field): void {
		// The attacker's place passes the true server's answers on: it proves the right server ID.
		$world = new ConnectionWorld($this);
		$given = [$field => 'https://evil.example', 'apiKey' => ''] + ['serverUrl' => ConnectionWorld::URL, 'fallbackUrl' => '', 'browserUrl' => '', 'serverId' => ScriptedProbe::serverId()];
		try {
			$world->connector->connected(ConnectionWorld::settings(), $given, true);
			self::fail('it was stored');
		} catch (FormFault $fault) {
			self::assertSame('key_again', $fault->faults['apiKey']['code']);
		}
		self::assertSame([], $world->probe->shown(ScriptedProbe::KEY));
	}

	/** @return iterable<list<string>> */
	public function places(): iterable {
		yield ['serverUrl'];
		yield ['fallbackUrl'];
	}

	public function testAddressesThatHaveTheKeyAlreadyMayChangePlaces(): void {
		$world = new ConnectionWorld($this);
		$now = ConnectionWorld::settings()->with(fallbackUrl: 'https://id2.example.org');
		$saved = $world->connector->connected($now, ['serverUrl' => 'https://id2.example.org', 'fallbackUrl' => ConnectionWorld::URL, 'apiKey' => ''], false);
		self::assertSame('https://id2.example.org', $saved->serverUrl);
	}
}
