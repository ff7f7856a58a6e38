<?php

declare(strict_types=1);

// The connection test: for each thing that can be wrong, the very line that says so.

namespace OCA\Countersign\Tests\Server;

use OCA\Countersign\Server\Finding;
use OCA\Countersign\Server\Grade;
use OCA\Countersign\Server\ProbeAnswer;
use OCA\Countersign\Server\Trouble;
use OCA\Countersign\Settings\Scope;
use OCA\Countersign\Settings\Settings;
use OCA\Countersign\Tests\Protocol\AssertionKit;
use PHPUnit\Framework\TestCase;

final class ConnectionTestTest extends TestCase {
	private ConnectionWorld $world;

	protected function setUp(): void {
		$this->world = new ConnectionWorld($this);
	}

	public function testARightConnectionIsRightInEveryStep(): void {
		self::assertSame([
			'server.reached' => 'ok',
			'clock.right' => 'ok',
			'identity.right' => 'ok',
			'key.right' => 'ok',
			'origin.right' => 'ok',
			'browsers.https' => 'ok',
		], $this->world->findings(ConnectionWorld::settings()));
	}

	public function testWithoutAnAddressThereIsNothingToTry(): void {
		self::assertSame(['server.missing' => 'fault'], $this->world->findings(new Settings()));
		self::assertSame([], $this->world->probe->asked);
	}

	/** @dataProvider troubles */
	public function testAServerThatDoesNotAnswerIsToldByItsTrouble(Trouble $trouble): void {
		$this->world->probe->trouble[ConnectionWorld::URL] = $trouble;
		$findings = $this->world->test->run(ConnectionWorld::settings());
		self::assertSame('server.' . $trouble->value, $findings[0]->code);
		self::assertSame(Grade::Fault, $findings[0]->grade);
		self::assertNotSame('', $findings[0]->next);
		self::assertSame([], $this->world->probe->shown(ScriptedProbe::KEY));
	}

	/** @return iterable<string, list<Trouble>> */
	public function troubles(): iterable {
		foreach (Trouble::cases() as $trouble) {
			yield $trouble->value => [$trouble];
		}
	}

	public function testSomethingElseThatAnswersIsNoServer(): void {
		$html = new ProbeAnswer(null, 200, null);
		$this->world->probe->says[ConnectionWorld::URL . '/v1/server'] = $html;
		self::assertArrayHasKey('server.not_countersign', $this->world->findings(ConnectionWorld::settings()));
	}

	/** @dataProvider clocks */
	public function testClocksMayBeAMinuteApart(int $apart, string $code): void {
		$this->world->now = AssertionKit::SECONDS + $apart;
		self::assertArrayHasKey($code, $this->world->findings(ConnectionWorld::settings()));
	}

	/** @return iterable<array{int, string}> */
	public function clocks(): iterable {
		yield [60, 'clock.right'];
		yield [-60, 'clock.right'];
		yield [61, 'clock.apart'];
		yield [-61, 'clock.apart'];
	}

	public function testAServerThatNobodyConfirmedIsShownNoKey(): void {
		$found = $this->world->findings(ConnectionWorld::settings()->with(serverId: ''));
		self::assertSame('fault', $found['identity.unpinned']);
		self::assertSame([], $this->world->probe->shown(ScriptedProbe::KEY));
	}

	public function testAnotherServerIsShownNoKey(): void {
		$this->world->probe->roots[ConnectionWorld::URL] = 'other';
		$found = $this->world->findings(ConnectionWorld::settings());
		self::assertSame('fault', $found['identity.other']);
		self::assertSame([], $this->world->probe->shown(ScriptedProbe::KEY));
	}

	public function testAServerThatOnlyClaimsTheIdIsShownNoKey(): void {
		$this->world->probe->says[ConnectionWorld::URL . '/v1/keyset'] = new ProbeAnswer(null, 200, AssertionKit::signedKeySet(root: 'other'));
		$found = $this->world->findings(ConnectionWorld::settings());
		self::assertSame('fault', $found['identity.unproven']);
		self::assertSame([], $this->world->probe->shown(ScriptedProbe::KEY));
	}

	public function testAKeyThatIsRefusedIsToldWithTheCommandForANewOne(): void {
		$finding = $this->finding(ConnectionWorld::settings()->with(apiKey: 'cs_wrong'), 'key.refused');
		self::assertSame('countersign app rotate-key ' . ScriptedProbe::APP_ID, $finding->command);
	}

	public function testNoKeyIsTold(): void {
		$finding = $this->finding(ConnectionWorld::settings()->with(apiKey: ''), 'key.missing');
		self::assertSame('countersign app add Nextcloud --origin https://cloud.example.org', $finding->command);
	}

	public function testAServerInTroubleIsNoRefusal(): void {
		$this->world->probe->says[ConnectionWorld::URL . '/v1/app'] = new ProbeAnswer(null, 503, null);
		$this->finding(ConnectionWorld::settings(), 'key.unanswered');
	}

	public function testAServerThatDoesNotTellWhoseKeyItIsIsTooOld(): void {
		$this->world->probe->app = ['appId' => null];
		$this->finding(ConnectionWorld::settings(), 'key.old_server');
	}

	public function testAKeyOfAnotherAppIsTold(): void {
		$this->finding(ConnectionWorld::settings()->with(appId: '00000000-0000-0000-0000-000000000000'), 'key.other_app');
	}

	public function testAnOriginThatTheServerDoesNotKnowComesWithTheCommandThatKeepsTheOthers(): void {
		$this->world->probe->app = ['origins' => ['https://other.example.org', 'https://a.example/; rm -rf /']];
		$finding = $this->finding(ConnectionWorld::settings(), 'origin.unknown');
		self::assertSame(
			'countersign app edit ' . ScriptedProbe::APP_ID . ' --origin https://other.example.org --origin https://cloud.example.org',
			$finding->command,
		);
	}

	public function testEnrolmentThatIsOffMattersOnlyWhileOnboardingIsOn(): void {
		$settings = ConnectionWorld::settings();
		self::assertArrayNotHasKey('enrol.off', $this->world->findings($settings));
		$finding = $this->finding($settings->with(onboarding: Scope::Everybody), 'enrol.off');
		self::assertSame(Grade::Warning, $finding->grade);
		self::assertSame('countersign app edit ' . ScriptedProbe::APP_ID . ' --may-enrol yes', $finding->command);
		$this->world->probe->app = ['mayEnrol' => true];
		self::assertArrayNotHasKey('enrol.off', $this->world->findings($settings->with(onboarding: Scope::Groups)));
	}

	public function testTheFallbackIsReallyAsked(): void {
		$settings = ConnectionWorld::settings()->with(fallbackUrl: 'https://id2.example.org');
		self::assertSame('ok', $this->world->findings($settings)['fallback.reached']);
		self::assertContains('https://id2.example.org/v1/keyset', array_column($this->world->probe->asked, 'url'));
		$this->world->probe->trouble['https://id2.example.org'] = Trouble::Refused;
		self::assertSame('fault', $this->world->findings($settings)['fallback.refused']);
	}

	public function testAFallbackThatIsAnotherServerIsAFault(): void {
		$this->world->probe->roots['https://id2.example.org'] = 'other';
		$this->finding(ConnectionWorld::settings()->with(fallbackUrl: 'https://id2.example.org'), 'fallback.other');
	}

	public function testTheFallbackIsTriedAlsoWhenTheFirstIsAway(): void {
		$this->world->probe->trouble[ConnectionWorld::URL] = Trouble::Timeout;
		$found = $this->world->findings(ConnectionWorld::settings()->with(fallbackUrl: 'https://id2.example.org'));
		self::assertSame(['server.timeout' => 'fault', 'fallback.reached' => 'ok', 'browsers.https' => 'ok'], $found);
	}

	/** @dataProvider browserAddresses */
	public function testTheAddressForBrowsersIsJudged(string $url, string $origin, string $code): void {
		$this->world->probe->app = ['origins' => [$origin]];
		self::assertArrayHasKey($code, $this->world->findings(ConnectionWorld::settings()->with(browserUrl: $url, origin: $origin)));
	}

	/** @return iterable<list<string>> */
	public function browserAddresses(): iterable {
		yield ['http://id.lan', 'https://cloud.example.org', 'browsers.cleartext'];
		yield ['http://id.lan', 'http://cloud.lan', 'browsers.no_https'];
		yield ['http://localhost:8420', 'http://localhost', 'browsers.this_computer'];
		yield ['https://pub.example.org', 'https://cloud.example.org', 'browsers.https'];
	}

	public function testNoFindingHoldsTheKey(): void {
		foreach ([ConnectionWorld::settings(), ConnectionWorld::settings()->with(appId: 'x'), ConnectionWorld::settings()->with(origin: 'https://b.example')] as $settings) {
			self::assertStringNotContainsString(ScriptedProbe::KEY, (string)json_encode($this->world->test->run($settings)));
		}
	}

	private function finding(Settings $settings, string $code): Finding {
		foreach ($this->world->test->run($settings) as $finding) {
			if ($finding->code === $code) {
				self::assertNotSame('', $finding->next);
				return $finding;
			}
		}
		self::fail("no finding $code, but " . implode(', ', array_keys($this->world->findings($settings))));
	}
}
