<?php

declare(strict_types=1);

// Permissions, onboarding and names: whatever a form sends is settings or a fault of a field, never a breakdown.

namespace OCA\Countersign\Tests\Settings;

use OCA\Countersign\Settings\BackupCodes;
use OCA\Countersign\Settings\FormFault;
use OCA\Countersign\Settings\Scope;
use OCA\Countersign\Settings\Settings;
use OCA\Countersign\Settings\SettingsForms;
use OCA\Countersign\Settings\Trust;
use OCA\Countersign\Tests\Server\ConnectionWorld;
use OCP\IGroupManager;
use PHPUnit\Framework\TestCase;

final class SettingsFormsTest extends TestCase {
	private const PERMISSIONS = ['use' => 'everybody', 'useGroups' => [], 'edit' => 'nobody', 'editGroups' => [], 'trust' => 'phones', 'backupCodes' => 'remind'];
	private const ONBOARDING = ['onboarding' => 'everybody', 'onboardingGroups' => [], 'idPattern' => '{uid}', 'mayChooseId' => false, 'setUpAtLogin' => true];

	private SettingsForms $forms;

	protected function setUp(): void {
		$groups = $this->getMockBuilder(IGroupManager::class)->getMock();
		$groups->method('groupExists')->willReturnCallback(static fn ($gid): bool => in_array($gid, ['staff', '7'], true));
		$this->forms = new SettingsForms($groups, ConnectionWorld::words($this));
	}

	public function testPermissionsAreStoredAsTheyWereChosen(): void {
		$given = ['use' => 'groups', 'useGroups' => ['staff', 'staff', '7'], 'edit' => 'groups', 'editGroups' => ['staff'], 'trust' => 'server', 'backupCodes' => 'require'];
		$saved = $this->forms->permissions(new Settings(serverUrl: 'https://a.example'), $given, true);
		self::assertSame(['staff', '7'], $saved->useGroups);
		self::assertSame(Scope::Groups, $saved->edit);
		self::assertSame(['staff'], $saved->editGroups);
		self::assertSame(Trust::Server, $saved->trust);
		self::assertSame(BackupCodes::Require, $saved->backupCodes);
		self::assertSame('https://a.example', $saved->serverUrl);
	}

	public function testEverybodyHasNoGroupsEvenIfSomeAreSent(): void {
		$saved = $this->forms->permissions(new Settings(), ['useGroups' => ['staff'], 'editGroups' => ['staff']] + self::PERMISSIONS, true);
		self::assertSame([], $saved->useGroups);
		self::assertSame([], $saved->editGroups);
	}

	/** @dataProvider wrongPermissions */
	public function testWrongPermissionsAreAFaultOfTheirField(array $change, array $faults): void {
		self::assertSame($faults, $this->faults(fn (): Settings => $this->forms->permissions(new Settings(), $change + self::PERMISSIONS, true)));
	}

	/** @return iterable<string, array{array<string, mixed>, array<string, string>}> */
	public function wrongPermissions(): iterable {
		yield 'nobody can use it' => [['use' => 'nobody'], ['use' => 'choice']];
		yield 'unknown choices' => [['use' => 'x', 'edit' => 7, 'trust' => ['phones'], 'backupCodes' => null], ['use' => 'choice', 'edit' => 'choice', 'trust' => 'choice', 'backupCodes' => 'choice']];
		yield 'no group' => [['use' => 'groups'], ['useGroups' => 'no_group']];
		yield 'groups that are none' => [['use' => 'groups', 'useGroups' => 'staff'], ['useGroups' => 'kind']];
		yield 'groups of something else' => [['use' => 'groups', 'useGroups' => ['staff', ['x']]], ['useGroups' => 'kind']];
		yield 'too many groups' => [['use' => 'groups', 'useGroups' => array_fill(0, 201, 'staff')], ['useGroups' => 'kind']];
		yield 'a group that is gone' => [['edit' => 'groups', 'editGroups' => ['staff', 'gone']], ['editGroups' => 'group_gone']];
	}

	public function testADelegateLeavesAloneWhatDecidesOverAdministrators(): void {
		$change = ['use' => 'groups', 'useGroups' => ['staff'], 'trust' => 'server'] + self::PERMISSIONS;
		self::assertSame(['use' => 'admin_only', 'trust' => 'admin_only'], $this->faults(fn (): Settings => $this->forms->permissions(new Settings(), $change, false)));
		self::assertSame(Scope::Everybody, $this->forms->permissions(new Settings(), ['edit' => 'everybody'] + self::PERMISSIONS, false)->edit);
	}

	public function testOnboardingIsStoredAsItWasChosen(): void {
		$saved = $this->forms->onboarding(new Settings(), ['onboarding' => 'groups', 'onboardingGroups' => ['staff'], 'idPattern' => ' {uid}@corp ', 'mayChooseId' => true, 'setUpAtLogin' => false], true);
		self::assertSame([Scope::Groups, ['staff'], '{uid}@corp', true, false], [$saved->onboarding, $saved->onboardingGroups, $saved->idPattern, $saved->mayChooseId, $saved->setUpAtLogin]);
	}

	/** @dataProvider wrongOnboarding */
	public function testWrongOnboardingIsAFaultOfItsField(array $change, array $faults): void {
		self::assertSame($faults, $this->faults(fn (): Settings => $this->forms->onboarding(new Settings(), $change + self::ONBOARDING, true)));
	}

	/** @return iterable<string, array{array<string, mixed>, array<string, string>}> */
	public function wrongOnboarding(): iterable {
		yield 'one ID for all' => [['idPattern' => 'corp'], ['idPattern' => 'same_for_all']];
		yield 'unknown placeholder' => [['idPattern' => '{uid}{nick}'], ['idPattern' => 'unknown_placeholder']];
		yield 'no pattern' => [['idPattern' => ''], ['idPattern' => 'empty']];
		yield 'no text' => [['idPattern' => ['{uid}']], ['idPattern' => 'kind']];
		yield 'words for yes and no' => [['mayChooseId' => 'true', 'setUpAtLogin' => 1], ['mayChooseId' => 'kind', 'setUpAtLogin' => 'kind']];
		yield 'broken bytes' => [['idPattern' => "{uid}\xff"], ['idPattern' => 'kind']];
	}

	public function testNamesAreTextWithoutTricks(): void {
		$saved = $this->forms->names(new Settings(), ['serviceName' => ' ACME <b>ID</b> ', 'helpText' => "Room 0.12\r\nMonday"]);
		self::assertSame('ACME <b>ID</b>', $saved->serviceName);
		self::assertSame("Room 0.12\nMonday", $saved->helpText);
		self::assertSame(['serviceName' => 'characters'], $this->faults(fn (): Settings => $this->forms->names(new Settings(), ['serviceName' => "A\u{202e}B", 'helpText' => ''])));
		self::assertSame(['serviceName' => 'characters'], $this->faults(fn (): Settings => $this->forms->names(new Settings(), ['serviceName' => "A\nB", 'helpText' => ''])));
		self::assertSame(['serviceName' => 'too_long', 'helpText' => 'too_long'], $this->faults(fn (): Settings => $this->forms->names(new Settings(), ['serviceName' => str_repeat('x', 65), 'helpText' => str_repeat('x', 1_001)])));
	}

	/**
	 * @param \Closure(): Settings $save
	 * @return array<string, string> code by field
	 */
	private function faults(\Closure $save): array {
		try {
			$save();
		} catch (FormFault $fault) {
			return array_map(static fn (array $one): string => $one['code'], $fault->faults);
		}
		self::fail('it was stored');
	}
}
