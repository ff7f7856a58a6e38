<?php

declare(strict_types=1);

// The thief knows Alice's password and has a phone and an ID of their own. They ask for an approval of their own, and hand its number, or
// their own ID, to Alice's login: by a form field, by another session, or by a server that is on their side. Shipped plugins of this kind
// took the number from a field and never compared whose approval it was.

namespace OCA\Countersign\Tests\Security;

use OCA\Countersign\Tests\Login\LoginTestCase;
use OCA\Countersign\Tests\Protocol\AssertionKit;

final class SessionSubstitutionTest extends LoginTestCase {
	private const OTHER_ACCOUNT = 'b08e0f0c-9a5e-342d-fcf0-fe2625f71519';

	public function testNothingOfTheRequestNamesWhoIsAskedOrWhatWasApproved(): void {
		$this->link('alice', 'alice@example.org');
		$this->link('mallory', 'mallory@example.org');
		$thief = $this->browser('mallory');
		$thief->say('start');
		$own = $this->server->last();
		$this->server->approve();
		$alices = $this->browser('alice');

		$alices->say('start', ['userId' => 'mallory@example.org', 'uid' => 'mallory', 'challengeId' => $own]);
		self::assertSame('alice@example.org', $this->server->challenges[$this->server->last()]['body']['userId']);
		$said = $alices->post('complete', ['challengeId' => $own, 'id' => $own, 'userId' => 'mallory@example.org']);

		self::assertSame([409, 'challenge_not_approved'], [$said->getStatus(), $said->getData()['code']]);
		self::assertNotSame('in', $alices->submit());
	}

	public function testAnApprovalOpensOnlyTheSessionThatAsked(): void {
		$this->link('alice', 'alice@example.org');
		$alice = $this->browser('alice');
		$thief = $this->browser('alice');
		$alice->say('start');
		$this->server->approve();

		self::assertSame('nothing_asked', $thief->say('complete')['code']);
		self::assertNotSame('in', $thief->submit());
		self::assertSame('passed', $alice->say('complete')['state']);
	}

	/** @dataProvider foreignAssertions */
	public function testAnAssertionOfAnotherLoginIsRefused(array $twist, string $reason): void {
		$this->link('alice', 'alice@example.org');
		$browser = $this->browser('alice');
		$browser->say('start');
		$this->server->approve($twist);

		$said = $browser->post('complete');

		self::assertSame(409, $said->getStatus());
		self::assertStringContainsString("refused, $reason ", implode('', $this->log->lines));
		self::assertNotSame('in', $browser->submit());
		// What was refused is over: it cannot be tried until it fits.
		self::assertSame('nothing_asked', $browser->say('complete')['code']);
	}

	/** @return iterable<string, array{array<string, mixed>, string}> */
	public static function foreignAssertions(): iterable {
		yield 'of another person' => [['claims' => ['user_id' => 'mallory@example.org']], 'user_other'];
		yield 'of another person, the claims made to fit' => [['context' => ['userId' => 'mallory@example.org']], 'evidence_user'];
		yield 'of another account behind the same ID' => [['claims' => ['sub' => self::OTHER_ACCOUNT]], 'account_other'];
		yield 'of another request' => [['claims' => ['jti' => 'fbd1be30-7603-4f91-0b6a-56f8238711b7']], 'challenge_other'];
		yield 'of another session' => [['claims' => ['nonce' => str_repeat('A', 43)]], 'nonce_other'];
		yield 'for another app' => [['claims' => ['aud' => '60cc199b-a3a1-e81c-d3b3-598dc009cdd1']], 'app_other'];
		yield 'of another server' => [['claims' => ['iss' => str_repeat('A', 43)]], 'server_other'];
		yield 'shown to the phone with another origin' => [['context' => ['origin' => 'https://evil.example']], 'context_origin'];
		yield 'shown to the phone with another address' => [['context' => ['address' => '192.0.2.1']], 'context_address'];
		yield 'signed by somebody' => [['signer' => 'mallory'], 'server_signature_wrong'];
		yield 'a denial that the server calls an approval' => [['answer' => ['decision' => "\x02"]], 'decision_not_approve'];
	}

	public function testAPhoneThatWasNotLinkedHereDoesNotCount(): void {
		$this->link('alice', 'alice@example.org');
		$browser = $this->browser('alice');
		$browser->say('start');
		// Even a server that is on the thief's side can only add a phone to the account: it cannot sign with Alice's.
		$this->server->approveBy('mallory');

		self::assertSame('device_not_linked', $browser->say('complete')['code']);
		self::assertNotSame('in', $browser->submit());
		self::assertSame([AssertionKit::thumbprint('device')], $this->links->find('alice')?->phones);
	}

	public function testAnIdThatChangedBetweenAskingAndApprovingStartsOver(): void {
		$this->link('alice', 'alice@example.org');
		$browser = $this->browser('alice');
		$browser->say('start');
		$this->server->approve();
		$this->link('alice', 'alice2@example.org');

		self::assertSame('nothing_asked', $browser->say('complete')['code']);
	}
}
