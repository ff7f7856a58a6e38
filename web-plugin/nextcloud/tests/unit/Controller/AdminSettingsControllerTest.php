<?php

declare(strict_types=1);

// The routes of the settings page: what they store, what they tell the audit log, and that no answer is a breakdown.

namespace OCA\Countersign\Tests\Controller;

use OCA\Countersign\Links\Origin;
use OCA\Countersign\Settings\Scope;
use OCA\Countersign\Settings\Settings;
use OCA\Countersign\Tests\Server\ConnectionWorld;
use OCA\Countersign\Tests\Server\ScriptedProbe;
use PHPUnit\Framework\TestCase;

final class AdminSettingsControllerTest extends TestCase {
	private const PERMISSIONS = ['use' => 'groups', 'useGroups' => ['staff'], 'edit' => 'nobody', 'trust' => 'phones', 'backupCodes' => 'remind'];

	private AdminWorld $admin;

	protected function setUp(): void {
		$this->admin = new AdminWorld($this);
	}

	public function testAConnectionIsStoredTestedAndAuditedWithoutItsValues(): void {
		$answer = $this->admin->ask('connection', $this->typed());
		self::assertSame(200, $answer->getStatus());
		self::assertTrue($this->stored()->isConnected());
		self::assertSame('server.reached', $answer->getData()['findings'][0]->code);
		self::assertSame(
			['Countersign settings changed by administrator "root": serverUrl, serverId, appId, apiKey, origin'],
			$this->admin->people->world->audited,
		);
	}

	public function testSavingWhatIsSoAlreadyChangesAndAuditsNothing(): void {
		$this->admin->ask('connection', $this->typed());
		$this->admin->ask('connection', ['apiKey' => ''] + $this->typed());
		self::assertCount(1, $this->admin->people->world->audited);
	}

	public function testWhoLeavesTheCircleOfUsersIsNoLongerAskedAtOnce(): void {
		$world = $this->admin->people->world;
		$alice = $this->admin->people->user('alice');
		$world->links->assign('alice', 'alice', Origin::Admin, true);
		$world->state->sync($alice);
		self::assertTrue($world->isOn('alice'));
		self::assertSame(200, $this->admin->ask('permissions', self::PERMISSIONS)->getStatus());
		self::assertFalse($world->isOn('alice'));
	}

	public function testADelegateIsToldAtTheField(): void {
		$this->admin->isAdmin = false;
		$answer = $this->admin->ask('permissions', self::PERMISSIONS);
		self::assertSame([422, 'admin_only'], [$answer->getStatus(), $answer->getData()['faults']['use']['code']]);
		self::assertSame([], $this->stored()->useGroups);
	}

	public function testOnboardingAndNamesAreStored(): void {
		$this->admin->ask('onboarding', ['onboarding' => 'everybody', 'idPattern' => '{uid}', 'mayChooseId' => true, 'setUpAtLogin' => true]);
		$this->admin->ask('names', ['serviceName' => 'ACME', 'helpText' => 'Room 1']);
		self::assertSame([Scope::Everybody, true, 'ACME'], [$this->stored()->onboarding, $this->stored()->setUpAtLogin, $this->stored()->serviceName]);
	}

	public function testTheExampleIsMadeByTheCodeThatAssigns(): void {
		$this->admin->people->user('bob', 'Bob', 'b.ob@example.org');
		self::assertSame('b.ob@corp', $this->admin->ask('example', ['pattern' => '{emailname}@corp', 'uid' => 'bob'])->getData()['userId']);
		self::assertSame('alice', $this->admin->ask('example', ['pattern' => '{uid}'])->getData()['userId']);
		self::assertSame('user_gone', $this->admin->ask('example', ['pattern' => '{uid}', 'uid' => 'gone'])->getData()['faults']['uid']['code']);
		self::assertSame('same_for_all', $this->admin->ask('example', ['pattern' => 'x'])->getData()['faults']['idPattern']['code']);
	}

	/** @dataProvider routes */
	public function testNothingThatIsSentBreaksARoute(string $route): void {
		foreach ([null, 7, -1.5, true, '', "\xff", "\0", ['x'], ['a' => ['b' => []]], str_repeat('x', 100_000)] as $value) {
			$given = [];
			foreach (['serverUrl', 'fallbackUrl', 'browserUrl', 'apiKey', 'serverId', 'replaces', 'use', 'useGroups', 'edit', 'editGroups', 'trust', 'backupCodes', 'onboarding', 'onboardingGroups', 'idPattern', 'mayChooseId', 'setUpAtLogin', 'serviceName', 'helpText', 'pattern', 'uid', 'search', 'group', 'filter', 'offset', 'changes', 'csv', 'after'] as $field) {
				$given[$field] = $value;
			}
			self::assertContains($this->admin->ask($route, $given)->getStatus(), [200, 422]);
		}
	}

	/** @return iterable<list<string>> */
	public function routes(): iterable {
		foreach (['look', 'connection', 'test', 'permissions', 'onboarding', 'names', 'example', 'groups', 'list', 'preview', 'apply', 'readCsv', 'writeCsv'] as $route) {
			yield [$route];
		}
	}

	private function stored(): Settings {
		return $this->admin->people->world->settings->settings();
	}

	/** @return array<string, string> */
	private function typed(): array {
		return ['serverUrl' => ConnectionWorld::URL, 'apiKey' => ScriptedProbe::KEY, 'serverId' => ScriptedProbe::serverId()];
	}
}
