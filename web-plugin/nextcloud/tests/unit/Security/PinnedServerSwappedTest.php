<?php

declare(strict_types=1);

// Attack: whoever may save the settings page once (a delegate, a page that was left open, a forged form) puts a server of their own in
// the place of the confirmed one, and from then on approves every login themselves.

namespace OCA\Countersign\Tests\Security;

use OCA\Countersign\Settings\FormFault;
use OCA\Countersign\Tests\Server\ConnectionWorld;
use OCA\Countersign\Tests\Server\ScriptedProbe;
use PHPUnit\Framework\TestCase;

final class PinnedServerSwappedTest extends TestCase {
	private ConnectionWorld $world;

	protected function setUp(): void {
		$this->world = new ConnectionWorld($this);
		$this->world->probe->roots['https://evil.example'] = 'other';
	}

	public function testAnotherServerIsNotTakenWithoutNamingTheOneThatGoes(): void {
		self::assertSame('id_pinned', $this->refused([], true));
		self::assertSame('id_pinned', $this->refused(['replaces' => ''], true));
		self::assertSame('id_pinned', $this->refused(['replaces' => ScriptedProbe::serverId('other')], true));
		self::assertSame([], $this->world->probe->asked);
	}

	public function testADelegateCannotReplaceItAtAll(): void {
		self::assertSame('id_admin_only', $this->refused(['replaces' => ScriptedProbe::serverId()], false));
	}

	public function testAnotherServerAtTheSameAddressIsNotTakenInSilence(): void {
		$this->world->probe->roots[ConnectionWorld::URL] = 'other';
		try {
			$this->world->connector->connected(ConnectionWorld::settings(), ['serverUrl' => ConnectionWorld::URL, 'apiKey' => ''], true);
			self::fail('it was stored');
		} catch (FormFault $fault) {
			self::assertSame('id_other', $fault->faults['serverUrl']['code']);
		}
	}

	public function testAnAdministratorWhoSaysSoMay(): void {
		$saved = $this->world->connector->connected(ConnectionWorld::settings(), $this->given(['replaces' => ScriptedProbe::serverId()]), true);
		self::assertSame(ScriptedProbe::serverId('other'), $saved->serverId);
	}

	private function refused(array $besides, bool $isAdmin): string {
		try {
			$this->world->connector->connected(ConnectionWorld::settings(), $this->given($besides), $isAdmin);
		} catch (FormFault $fault) {
			return $fault->faults['serverId']['code'];
		}
		self::fail('it was stored');
	}

	private function given(array $besides): array {
		return $besides + ['serverUrl' => 'https://evil.example', 'apiKey' => ScriptedProbe::KEY, 'serverId' => ScriptedProbe::serverId('other')];
	}
}
