<?php

declare(strict_types=1);

// Somebody has Alice's password. An admin has given her an ID that no phone has proven yet: whose phone is believed the first time? The
// thief starts the login, and has a hand in the ID's account at the server (it is bare and lets a phone be set up; it is theirs by a slip
// of the admin). See docs/decisions/0028.

namespace OCA\Countersign\Tests\Security;

use OCA\Countersign\Settings\Trust;
use OCA\Countersign\Tests\Login\LoginTestCase;
use OCA\Countersign\Tests\Login\ScriptedServer;
use OCA\Countersign\Tests\Protocol\AssertionKit;

final class StolenPasswordTest extends LoginTestCase {
	public function testTheFirstApprovalLinksThePhoneAndTheSecondNeedsThatPhone(): void {
		$this->assign('alice', 'alice@example.org');
		$browser = $this->browser('alice');
		$browser->say('start');
		$this->server->approve();
		self::assertSame('passed', $browser->say('complete')['state']);
		self::assertSame('in', $browser->submit());
		$link = $this->links->find('alice');
		self::assertSame([ScriptedServer::ACCOUNT_ID, [AssertionKit::thumbprint('device')]], [$link?->accountId, $link?->phones]);

		$thief = $this->browser('alice');
		$thief->say('start');
		$this->server->approveBy('mallory');
		self::assertSame('device_not_linked', $thief->say('complete')['code']);
	}

	public function testARequestFromBeforeTheOwnerLinkedTheirPhoneLinksNoOther(): void {
		$this->assign('alice', 'alice@example.org');
		$thief = $this->browser('alice');
		$thief->say('start');
		$this->server->approveBy('mallory');
		$this->links->prove('alice', 'alice@example.org', ScriptedServer::ACCOUNT_ID, AssertionKit::thumbprint('device'));

		self::assertSame('nothing_asked', $thief->say('complete')['code']);
		self::assertSame([AssertionKit::thumbprint('device')], $this->links->find('alice')?->phones);
	}

	public function testAPersonWithAnotherSecondFactorLinksTheirFirstPhoneOnlyFullySignedIn(): void {
		$this->assign('alice', 'alice@example.org');
		$this->factors['alice'] = ['totp' => true, 'backup_codes' => true];
		$thief = $this->browser('alice');

		self::assertSame('link_first', $thief->say('start')['code']);
		self::assertSame(0, $this->server->rings());
		self::assertStringContainsString('security settings', $thief->provider()->getTemplate($this->user('alice'))->vars['fault']);
	}

	public function testBackupCodesThatWereMadeBeforeTheFirstPhoneDoNotLockItOut(): void {
		$this->assign('alice', 'alice@example.org');
		$this->factors['alice'] = ['backup_codes' => true, 'totp' => false];

		self::assertSame('pending', $this->browser('alice')->say('start')['state']);
	}

	public function testAnotherFactorSwitchedOnWhileThePhoneWasAskedIsNotWalkedRound(): void {
		$this->assign('alice', 'alice@example.org');
		$browser = $this->browser('alice');
		$browser->say('start');
		$this->server->approve();
		$this->factors['alice'] = ['totp' => true];

		self::assertSame('link_first', $browser->say('complete')['code']);
		self::assertNotSame('in', $browser->submit());
	}

	public function testWhenEveryLinkedPhoneWasRemovedNoOtherIsBelievedInstead(): void {
		$this->link('alice', 'alice@example.org');
		$this->links->forgetPhone('alice', AssertionKit::thumbprint('device'));

		self::assertSame('device_not_linked', $this->browser('alice')->say('start')['code']);
		self::assertSame(0, $this->server->rings());
	}

	/** @dataProvider whoMaySetUp */
	public function testAPhoneIsSetUpAtALoginOnlyWherePasswordAloneWasEnoughSoFar(bool $on, bool $proven, array $factors, bool $offered): void {
		$this->set(['setUpAtLogin' => $on]);
		$proven ? $this->link('alice', 'alice@example.org') : $this->assign('alice', 'alice@example.org');
		$this->factors['alice'] = $factors;

		$this->browser('alice')->say('start');

		$expected = $offered ? ['returnTo' => 'https://cloud.example.org/index.php/login/challenge/countersign', 'onlyPhone' => true] : null;
		self::assertSame($expected, $this->server->calls[0]['body']['maySetUp'] ?? null);
		self::assertArrayNotHasKey('mayWaive', $this->server->calls[0]['body']);
	}

	/** @return iterable<string, array{bool, bool, array<string, bool>, bool}> */
	public static function whoMaySetUp(): iterable {
		yield 'no phone and no other factor' => [true, false, ['totp' => false], true];
		yield 'the admin has not allowed it' => [false, false, [], false];
		yield 'an ID that was proven' => [true, true, [], false];
		yield 'backup codes are a factor' => [true, false, ['backup_codes' => true], false];
	}

	public function testWhereTheAdminTrustsTheServerAnyPhoneOfTheVeryAccountCounts(): void {
		$this->set(['trust' => Trust::Server]);
		$this->link('alice', 'alice@example.org');
		$browser = $this->browser('alice');
		$browser->say('start');
		$this->server->approveBy('another phone');
		self::assertSame('passed', $browser->say('complete')['state']);
		// It is not linked by that: going back to one's own phones must not believe what the server said meanwhile.
		self::assertSame([AssertionKit::thumbprint('device')], $this->links->find('alice')?->phones);

		$browser = $this->browser('alice');
		$browser->say('start');
		$this->server->approve(['claims' => ['sub' => 'b08e0f0c-9a5e-342d-fcf0-fe2625f71519']]);
		self::assertSame('not_confirmed', $browser->say('complete')['code']);
	}
}
