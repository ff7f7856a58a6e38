<?php

declare(strict_types=1);

// Attack: a delegate who knows the password of an administrator cannot get in, since a second factor is demanded and that administrator
// has set none up yet. So the delegate opens the set-up at the login for everybody, or bends the pattern to an ID whose phone they hold,
// and sets one up in the administrator's name. Nobody but an administrator decides where a password is enough for that.

namespace OCA\Countersign\Tests\Security;

use OCA\Countersign\Settings\FormFault;
use OCA\Countersign\Settings\Scope;
use OCA\Countersign\Settings\Settings;
use OCA\Countersign\Settings\SettingsForms;
use OCA\Countersign\Tests\Server\ConnectionWorld;
use OCP\IGroupManager;
use PHPUnit\Framework\TestCase;

final class DelegateOpensTheSetUpTest extends TestCase {
	private const NOW = ['onboarding' => 'groups', 'onboardingGroups' => ['staff'], 'idPattern' => '{uid}', 'mayChooseId' => false];

	/**
	 * @dataProvider openings
	 * @param array<string, mixed> $change
	 */
	public function testADelegateLeavesTheSetUpAtTheLoginAsItIs(array $change, string $field): void {
		self::assertSame([$field => 'admin_only'], $this->faults(true, $change, false));
		self::assertSame([], $this->faults(true, $change, true));
	}

	/** @return iterable<string, array{array<string, mixed>, string}> */
	public function openings(): iterable {
		yield 'other groups' => [['onboardingGroups' => ['staff', 'admin']], 'onboardingGroups'];
		yield 'another pattern' => [['idPattern' => '{uid}.x'], 'idPattern'];
		yield 'any ID' => [['mayChooseId' => true], 'mayChooseId'];
	}

	public function testNorIsItOpened(): void {
		self::assertSame(['setUpAtLogin' => 'admin_only'], $this->faults(false, [], false));
	}

	public function testADelegateClosesItAndChangesTheRestWhileItIsClosed(): void {
		self::assertSame([], $this->faults(true, ['setUpAtLogin' => false], false));
		self::assertSame([], $this->faults(false, ['setUpAtLogin' => false, 'idPattern' => '{uid}.x', 'mayChooseId' => true], false));
		self::assertSame([], $this->faults(true, [], false));
	}

	/** @param array<string, mixed> $change @return array<string, string> code by field; empty: it was stored */
	private function faults(bool $isOpenNow, array $change, bool $isAdmin): array {
		$groups = $this->createStub(IGroupManager::class);
		$groups->method('groupExists')->willReturn(true);
		$now = new Settings(onboarding: Scope::Groups, onboardingGroups: ['staff'], setUpAtLogin: $isOpenNow);
		try {
			(new SettingsForms($groups, ConnectionWorld::words($this)))->onboarding($now, $change + self::NOW + ['setUpAtLogin' => true], $isAdmin);
		} catch (FormFault $fault) {
			return array_map(static fn (array $one): string => $one['code'], $fault->faults);
		}
		return [];
	}
}
