<?php

declare(strict_types=1);

// What a person may want of their own ID in the settings, decided here and nowhere else.

namespace OCA\Countersign\Tests\Personal;

use OCA\Countersign\Links\Origin;
use OCA\Countersign\Personal\PersonalFault;
use OCA\Countersign\Settings\BackupCodes;
use OCA\Countersign\Settings\Scope;
use OCA\Countersign\Tests\Links\World;
use OCP\IL10N;
use OCP\IUser;
use PHPUnit\Framework\TestCase;

final class WishesTest extends TestCase {
	private Desk $desk;
	private World $world;
	private IUser $alice;

	protected function setUp(): void {
		$this->desk = new Desk($this);
		$this->world = $this->desk->world;
		$this->alice = $this->world->user('alice');
	}

	public function testByDefaultNobodyChangesAnything(): void {
		$this->assign(enabled: true);
		$wishes = $this->desk->wishes();
		$this->assertSame('not_allowed', $this->fault(fn () => $wishes->choose($this->alice, 'other')));
		$this->assertSame('not_allowed', $this->fault(fn () => $wishes->choose($this->world->user('bob'), null)));
		$this->assertSame('not_allowed', $this->fault(fn () => $wishes->create($this->alice, 'other')));
		$this->assertSame('already_yours', $this->fault(fn () => $wishes->create($this->alice, 'alice')));
		$this->assertSame('not_allowed', $this->fault(fn () => $wishes->disable($this->alice)));
		$this->assertSame('not_allowed', $this->fault(fn () => $wishes->enable($this->alice)));
		$this->assertSame([], $this->desk->server->calls);
	}

	public function testButTheirOwnIdAnybodyMayConfirmWithAPhone(): void {
		$this->assign(enabled: true);
		$this->assertTrue($this->desk->wishes()->confirm($this->alice)->isOwn());
		$this->assertSame('not_set_up', $this->fault(fn () => $this->desk->wishes()->confirm($this->world->user('bob'))));
	}

	public function testWhoMayNotUseItMayNotConfirmEither(): void {
		$this->assign(enabled: true);
		$this->desk->set(['useGroups' => ['staff'], 'edit' => Scope::Everybody]);
		$wishes = $this->desk->wishes();
		foreach (['confirm', 'enable', 'disable'] as $wish) {
			$this->assertSame('not_allowed', $this->fault(fn () => $wishes->$wish($this->alice)), $wish);
		}
		$this->assertSame('not_allowed', $this->fault(fn () => $wishes->forgetPhone($this->alice, 'phone')));
	}

	public function testWhereOnboardingIsOpenTheFirstIdIsThePatterns(): void {
		$this->desk->set(['onboarding' => Scope::Everybody, 'idPattern' => '{uid}@example.org']);
		$wishes = $this->desk->wishes();
		$this->assertSame('alice@example.org', $wishes->choose($this->alice, null)->userId);
		$this->assertSame('alice@example.org', $wishes->choose($this->alice, 'ALICE@example.org')->userId);
		$this->assertSame('not_allowed', $this->fault(fn () => $wishes->choose($this->alice, 'mallory')));
		$this->assertSame('not_allowed', $this->fault(fn () => $wishes->create($this->alice, 'mallory')));
	}

	public function testWhoMayChooseTypesAnyId(): void {
		$this->desk->set(['onboarding' => Scope::Everybody, 'mayChooseId' => true]);
		$this->assertSame('ally', $this->desk->wishes()->choose($this->alice, ' Ally ')->userId);
		$this->assertSame('id_malformed', $this->fault(fn () => $this->desk->wishes()->choose($this->alice, 'two words')));
		$this->assertSame('id_malformed', $this->fault(fn () => $this->desk->wishes()->choose($this->alice, '')));
	}

	public function testAnIdIsMadeAtTheServerInThePersonsNameAndLeadsBack(): void {
		$this->desk->set(['onboarding' => Scope::Everybody]);
		$this->assertSame(Desk::SET_UP_PAGE, $this->desk->wishes()->create($this->alice, null));
		$this->assertSame([
			'userId' => 'alice',
			'displayName' => 'Alice',
			'language' => 'de',
			'context' => ['address' => '203.0.113.7', 'browser' => 'Firefox on Linux'],
			'returnTo' => 'https://cloud.example.org/settings/user/security',
		], $this->desk->server->calls[0]['body']);
		// Nothing is theirs before a phone has confirmed it.
		$this->assertNull($this->world->links->find('alice'));
		$this->assertTrue($this->desk->standings()->of($this->alice)->pending?->created);
	}

	public function testWhatTheServerRefusesIsSaidAndChangesNothing(): void {
		$this->desk->set(['onboarding' => Scope::Everybody]);
		foreach (['user_id_taken' => 'user_id_taken', 'enrolment_not_allowed' => 'enrolment_not_allowed', 'unauthorized' => 'unreachable'] as $code => $reason) {
			$this->desk->server->says['POST /v1/enrolments'] = [409, ['code' => $code]];
			$this->assertSame($reason, $this->fault(fn () => $this->desk->wishes()->create($this->alice, null)));
		}
		$this->assertNull($this->desk->standings()->of($this->alice)->pending);
	}

	public function testALinkToAnywhereElseThanTheServerIsNotFollowed(): void {
		$this->desk->set(['onboarding' => Scope::Everybody]);
		$this->desk->server->says['POST /v1/enrolments'] = [201, ['link' => 'https://evil.example/set-up/#x', 'expiresAtMs' => 1]];
		$this->assertSame('unreachable', $this->fault(fn () => $this->desk->wishes()->create($this->alice, null)));
	}

	public function testBackupCodesThatAreRequiredComeFirst(): void {
		$this->desk->set(['edit' => Scope::Everybody, 'backupCodes' => BackupCodes::Require]);
		$wishes = $this->desk->wishes();
		$this->assertSame('backup_codes_missing', $this->fault(fn () => $wishes->choose($this->alice, 'ally')));
		$this->assertSame('backup_codes_missing', $this->fault(fn () => $wishes->create($this->alice, null)));
		$this->assign(enabled: false);
		$this->assertSame('backup_codes_missing', $this->fault(fn () => $wishes->confirm($this->alice)));
		$this->world->registered['alice']['backup_codes'] = true;
		$this->assertSame('ally', $wishes->choose($this->alice, 'ally')->userId);
	}

	public function testSwitchingOffAndOnKeepsTheId(): void {
		$this->desk->set(['edit' => Scope::Everybody]);
		$this->link();
		$this->desk->wishes()->disable($this->alice);
		$this->assertFalse($this->world->isOn('alice'));
		$this->desk->wishes()->enable($this->alice);
		$this->assertTrue($this->world->isOn('alice'));
		$this->assertSame(['phone'], $this->world->links->find('alice')?->phones);
	}

	public function testWhatNoPhoneHasConfirmedIsNotSwitchedOn(): void {
		$this->desk->set(['edit' => Scope::Everybody]);
		$this->assign(enabled: false);
		$this->assertSame('not_confirmed', $this->fault(fn () => $this->desk->wishes()->enable($this->alice)));
	}

	public function testTheOnlyFactorStaysWhereOneIsDemanded(): void {
		$this->desk->set(['edit' => Scope::Everybody]);
		$this->link();
		$this->world->system['twofactor_enforced'] = 'true';
		$this->world->registered['alice']['backup_codes'] = true;
		$this->assertSame('must_stay_on', $this->fault(fn () => $this->desk->wishes()->disable($this->alice)));
		$this->world->registered['alice']['totp'] = true;
		$this->desk->wishes()->disable($this->alice);
		$this->assertFalse($this->world->isOn('alice'));
	}

	public function testOneOfSeveralPhonesIsForgottenAndTheLastIsNot(): void {
		$this->link();
		$this->world->links->prove('alice', 'alice', World::ACCOUNT, 'second');
		$this->desk->wishes()->forgetPhone($this->alice, 'unknown');
		$this->desk->wishes()->forgetPhone($this->alice, 'phone');
		$this->assertSame(['second'], $this->world->links->find('alice')?->phones);
		$this->assertSame('last_phone', $this->fault(fn () => $this->desk->wishes()->forgetPhone($this->alice, 'second')));
		$this->assertSame(['second'], $this->world->links->find('alice')?->phones);
		$this->assertStringContainsString('forgotten by user "alice"', end($this->world->audited));
	}

	public function testWithoutAServerNothingBegins(): void {
		$this->desk->set(['serverUrl' => '', 'edit' => Scope::Everybody]);
		$this->assertSame('unreachable', $this->fault(fn () => $this->desk->wishes()->choose($this->alice, 'ally')));
	}

	public function testEveryRefusalHasASentenceAndAStatus(): void {
		$l10n = $this->world->with(IL10N::class, ['t' => static fn (string $text): string => $text]);
		$statuses = (new \ReflectionClassConstant(PersonalFault::class, 'STATUS'))->getValue();
		foreach (array_keys($statuses) as $reason) {
			$fault = new PersonalFault($reason);
			$this->assertGreaterThanOrEqual(403, $fault->status());
			$this->assertSame($reason === 'id_malformed', $fault->words($l10n) === '');
		}
	}

	private function assign(bool $enabled): void {
		$this->world->links->assign('alice', 'alice', Origin::Admin, $enabled);
	}

	private function link(): void {
		$this->assign(enabled: true);
		$this->world->links->prove('alice', 'alice', World::ACCOUNT, 'phone');
		$this->world->state->sync($this->alice);
	}

	private function fault(\Closure $wish): string {
		try {
			$wish();
			return 'none';
		} catch (PersonalFault $fault) {
			return $fault->reason;
		}
	}
}
