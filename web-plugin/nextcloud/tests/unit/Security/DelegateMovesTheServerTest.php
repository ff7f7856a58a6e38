<?php

declare(strict_types=1);

// Attack: an administrator has left the settings to a delegate, who sets the server's address to a place of their own. It passes on
// /v1/server and the key set, which are public, and takes any API key. No login is forged by that, since the phones' signatures and the
// pinned server are checked; but the place learns who logs in and from where, people (administrators too) are led to its pages to approve
// and to set phones up, and it decides that nobody comes in. The same with only the address for browsers, or the key of another app.

namespace OCA\Countersign\Tests\Security;

use OCA\Countersign\Server\ProbeAnswer;
use OCA\Countersign\Settings\FormFault;
use OCA\Countersign\Settings\Settings;
use OCA\Countersign\Tests\Server\ConnectionWorld;
use OCA\Countersign\Tests\Server\ScriptedProbe;
use PHPUnit\Framework\TestCase;

final class DelegateMovesTheServerTest extends TestCase {
	private const EVIL = 'https://evil.example';
	private const OTHER_APP = '7b0e3c52-0000-4000-8000-000000000001';

	private ConnectionWorld $world;

	protected function setUp(): void {
		$this->world = new ConnectionWorld($this);
		// The attacker's place shows the true key set; here it takes a key of its own.
		$this->world->probe->says[self::EVIL . '/v1/app'] = new ProbeAnswer(null, 200, ['name' => 'Nextcloud', 'appId' => ScriptedProbe::APP_ID, 'serverId' => ScriptedProbe::serverId(), 'origins' => []]);
	}

	/** @dataProvider places */
	public function testADelegateLeadsNobodyElsewhere(string $field): void {
		self::assertSame([$field => 'address_admin_only'], $this->faults([$field => self::EVIL, 'apiKey' => 'cs_evil'], false));
		self::assertSame([], $this->world->probe->asked);
	}

	/** @return iterable<list<string>> */
	public function places(): iterable {
		yield ['serverUrl'];
		yield ['fallbackUrl'];
		yield ['browserUrl'];
	}

	public function testNorAsksAsAnotherAppOfTheServer(): void {
		$this->world->probe->app = [];
		$this->world->probe->says[ConnectionWorld::URL . '/v1/app'] = new ProbeAnswer(null, 200, ['name' => 'Demo', 'appId' => self::OTHER_APP, 'serverId' => ScriptedProbe::serverId(), 'origins' => []]);
		self::assertSame(['apiKey' => 'app_admin_only'], $this->faults(['apiKey' => 'cs_of_the_demo'], false));
		self::assertSame([], $this->faults(['apiKey' => 'cs_of_the_demo'], true));
	}

	public function testADelegateRenewsTheKeyAndConnectsTheFirstServer(): void {
		self::assertSame([], $this->faults([], false));
		self::assertSame([], $this->faults([], false, new Settings()));
	}

	public function testAnAdministratorMovesIt(): void {
		self::assertSame([], $this->faults(['serverUrl' => self::EVIL, 'apiKey' => 'cs_evil'], true));
	}

	/** @param array<string, string> $given @return array<string, string> code by field; empty: it was stored */
	private function faults(array $given, bool $isAdmin, ?Settings $now = null): array {
		$usual = ['serverUrl' => ConnectionWorld::URL, 'fallbackUrl' => '', 'browserUrl' => '', 'apiKey' => ScriptedProbe::KEY, 'serverId' => ScriptedProbe::serverId()];
		try {
			$this->world->connector->connected($now ?? ConnectionWorld::settings(), $given + $usual, $isAdmin);
		} catch (FormFault $fault) {
			return array_map(static fn (array $one): string => $one['code'], $fault->faults);
		}
		return [];
	}
}
