<?php

declare(strict_types=1);

// Saving a connection: what was typed is checked, proven at the server, and only then becomes settings.

namespace OCA\Countersign\Tests\Server;

use OCA\Countersign\Server\Trouble;
use OCA\Countersign\Settings\FormFault;
use OCA\Countersign\Settings\Settings;
use PHPUnit\Framework\TestCase;

final class ConnectorTest extends TestCase {
	private ConnectionWorld $world;

	protected function setUp(): void {
		$this->world = new ConnectionWorld($this);
	}

	public function testAConfirmedServerAndItsKeyBecomeAConnection(): void {
		$saved = $this->world->connector->connected(new Settings(), $this->typed(), true);
		self::assertEquals(ConnectionWorld::settings(), $saved);
		self::assertTrue($saved->isConnected());
	}

	public function testLookingShowsWhoAnswersAndSendsNoKey(): void {
		$seen = $this->world->connector->look(['serverUrl' => ' HTTPS://id.example.org/ ', 'apiKey' => ScriptedProbe::KEY]);
		self::assertSame(ScriptedProbe::serverId(), $seen->serverId);
		self::assertTrue($seen->isProven);
		self::assertSame([], $this->world->probe->shown(ScriptedProbe::KEY));
	}

	public function testAllFaultsOfTheFormAreToldTogether(): void {
		self::assertSame(
			['serverUrl' => 'address_scheme', 'fallbackUrl' => 'address_credentials', 'browserUrl' => 'address_path', 'serverId' => 'id_malformed', 'apiKey' => 'key_malformed'],
			$this->faults(new Settings(), ['serverUrl' => 'ftp://x', 'fallbackUrl' => 'https://a:b@c', 'browserUrl' => 'https://c/d', 'serverId' => 'abc', 'apiKey' => 'key']),
		);
		self::assertSame([], $this->world->probe->asked);
	}

	public function testValuesOfTheWrongKindAreFaultsAndNoBreakdown(): void {
		self::assertSame(
			['serverUrl' => 'kind', 'fallbackUrl' => 'kind', 'browserUrl' => 'kind', 'serverId' => 'kind', 'apiKey' => 'kind'],
			$this->faults(new Settings(), ['serverUrl' => ['x'], 'fallbackUrl' => 7, 'browserUrl' => true, 'serverId' => ['a' => 1], 'apiKey' => 1.5, 'replaces' => []]),
		);
		self::assertArrayHasKey('serverUrl', $this->faults(new Settings(), []));
	}

	public function testWithoutAConfirmedIdNothingIsStored(): void {
		self::assertSame(['serverId' => 'id_missing'], $this->faults(new Settings(), ['serverId' => ''] + $this->typed()));
	}

	public function testTheServerThereMustBeTheConfirmedOne(): void {
		$this->world->probe->roots[ConnectionWorld::URL] = 'other';
		self::assertSame(['serverUrl' => 'id_other'], $this->faults(new Settings(), $this->typed()));
		self::assertSame([], $this->world->probe->shown(ScriptedProbe::KEY));
	}

	public function testAServerThatIsAwayIsToldByItsTrouble(): void {
		$this->world->probe->trouble[ConnectionWorld::URL] = Trouble::Name;
		self::assertSame(['serverUrl' => 'server.name'], $this->faults(new Settings(), $this->typed()));
	}

	public function testANewFallbackMustBeTheSameServer(): void {
		$this->world->probe->roots['https://id2.example.org'] = 'other';
		self::assertSame(['fallbackUrl' => 'id_other'], $this->faults(new Settings(), ['fallbackUrl' => 'https://id2.example.org'] + $this->typed()));
		self::assertSame(['fallbackUrl' => 'same'], $this->faults(new Settings(), ['fallbackUrl' => ConnectionWorld::URL . '/'] + $this->typed()));
	}

	public function testAStoredFallbackMayBeAwayWhileSomethingElseIsChanged(): void {
		$this->world->probe->trouble['https://id2.example.org'] = Trouble::Timeout;
		$now = ConnectionWorld::settings()->with(fallbackUrl: 'https://id2.example.org');
		$saved = $this->world->connector->connected($now, ['apiKey' => '', 'browserUrl' => 'https://pub.example.org', 'fallbackUrl' => 'https://id2.example.org'] + $this->typed(), true);
		self::assertSame('https://pub.example.org', $saved->browserUrl);
		self::assertSame(ScriptedProbe::KEY, $saved->apiKey);
	}

	public function testAKeyThatTheServerRefusesIsNotStored(): void {
		self::assertSame(['apiKey' => 'key_refused'], $this->faults(new Settings(), ['apiKey' => 'cs_wrong'] + $this->typed()));
	}

	public function testAnEmptyKeyIsTheStoredOne(): void {
		$saved = $this->world->connector->connected(ConnectionWorld::settings(), ['apiKey' => ''] + $this->typed(), false);
		self::assertSame(ScriptedProbe::KEY, $saved->apiKey);
		self::assertSame(['apiKey' => 'key_missing'], $this->faults(new Settings(), ['apiKey' => ''] + $this->typed()));
	}

	/** @dataProvider origins */
	public function testTheOriginIsWhereTheAdminIsUnlessTheServerKnowsOnlyTheStoredOne(string $here, string $stored, array $known, string $expected): void {
		$this->world->here = $here;
		$this->world->probe->app = ['origins' => $known];
		$saved = $this->world->connector->connected(ConnectionWorld::settings()->with(origin: $stored), $this->typed(), true);
		self::assertSame($expected, $saved->origin);
	}

	/** @return iterable<array{string, string, list<string>, string}> */
	public function origins(): iterable {
		yield 'here' => ['https://cloud.example.org/nc/', '', ['https://cloud.example.org'], 'https://cloud.example.org'];
		yield 'usual port' => ['https://Cloud.example.org:443/', '', [], 'https://cloud.example.org'];
		yield 'inside the network' => ['http://10.0.0.2/', 'https://cloud.example.org', ['https://cloud.example.org'], 'https://cloud.example.org'];
		yield 'moved' => ['https://new.example.org/', 'https://old.example.org', ['https://new.example.org', 'https://old.example.org'], 'https://new.example.org'];
		yield 'known by neither' => ['https://new.example.org/', 'https://old.example.org', [], 'https://new.example.org'];
	}

	/** @return array<string, string> */
	private function typed(): array {
		return ['serverUrl' => ConnectionWorld::URL, 'fallbackUrl' => '', 'browserUrl' => '', 'apiKey' => ScriptedProbe::KEY, 'serverId' => ScriptedProbe::serverId()];
	}

	/** @return array<string, string> code by field */
	private function faults(Settings $now, array $given): array {
		try {
			$this->world->connector->connected($now, $given, true);
		} catch (FormFault $fault) {
			return array_map(static fn (array $one): string => $one['code'], $fault->faults);
		}
		self::fail('it was stored');
	}
}
