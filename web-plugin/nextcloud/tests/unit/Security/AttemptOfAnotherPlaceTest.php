<?php

declare(strict_types=1);

// A set-up lets a person choose whose phone is asked; a login does not. Whoever could finish at the login what was begun at the set-up
// would log in with a phone of their own choice.

namespace OCA\Countersign\Tests\Security;

use OCA\Countersign\Login\LoginFault;
use OCA\Countersign\Login\Place;
use OCA\Countersign\Login\Subject;
use OCA\Countersign\Protocol\Verified;
use OCA\Countersign\Tests\Login\LoginBrowser;
use OCA\Countersign\Tests\Login\LoginTestCase;

final class AttemptOfAnotherPlaceTest extends LoginTestCase {
	private const WISH = ['again' => false, 'sameDevice' => false, 'mayScan' => false, 'typed' => false, 'page' => null];

	public function testWhatWasBegunAtTheSetUpIsNothingAtTheLogin(): void {
		$this->link('alice', 'alice@example.org');
		$browser = $this->browser('alice');
		foreach ([[Place::SetUp, true], [Place::SetUp, false], [Place::Link, true], [Place::Link, false]] as [$place, $linking]) {
			$browser->logins()->start($this->subject('alice@example.org', $place, $linking), self::WISH, '/here');
			$this->server->approveBy('mallory');

			self::assertSame('nothing_asked', $browser->say('state')['code']);
			self::assertSame('nothing_asked', $browser->say('complete')['code']);
			self::assertNotSame('in', $browser->submit());
		}
		self::assertSame('pending', $browser->say('start')['state']);
	}

	public function testAndNothingForAnotherId(): void {
		$browser = $this->browser('alice');
		$browser->logins()->start($this->subject('mallory@example.org', Place::SetUp), self::WISH, '/here');
		$this->server->approve();

		$this->expectExceptionMessage('nothing_asked');
		$browser->logins()->complete($this->subject('alice@example.org', Place::SetUp), null);
	}

	public function testWhatWasProvenAtASetUpOpensTheLoginOnce(): void {
		$browser = $this->browser('alice');
		$this->complete($browser, Place::SetUp, static fn (): bool => true);

		self::assertSame('in', $browser->submit());
		self::assertNotSame('in', $browser->submit());
	}

	public function testWhatWasNotNotedOpensNothing(): void {
		$browser = $this->browser('alice');
		try {
			$this->complete($browser, Place::SetUp, static fn (): bool => false);
			self::fail('the ID went to somebody else meanwhile');
		} catch (LoginFault $fault) {
			self::assertSame('not_confirmed', $fault->reason);
		}
		self::assertNotSame('in', $browser->submit());
	}

	public function testWhatWasProvenInTheSettingsOpensNoLogin(): void {
		$browser = $this->browser('alice');
		$this->complete($browser, Place::Link, static fn (): bool => true);

		self::assertNotSame('in', $browser->submit());
	}

	public function testAProofForALoginLinksNothingInTheSettings(): void {
		$browser = $this->browser('alice');
		$this->complete($browser, Place::SetUp, static fn (): bool => true);

		self::assertTrue($browser->logins()->hasPassed($this->subject('alice@example.org', Place::Login)));
		self::assertFalse($browser->logins()->hasPassed($this->subject('alice@example.org', Place::Link)));
	}

	/** @param \Closure(Verified): bool $note */
	private function complete(LoginBrowser $browser, Place $place, \Closure $note): void {
		$subject = $this->subject('alice@example.org', $place);
		$browser->logins()->start($subject, self::WISH, '/here');
		$this->server->approve();
		$browser->logins()->complete($subject, null, $note);
	}

	private function subject(string $userId, Place $place, bool $linking = true): Subject {
		return new Subject('alice', $userId, null, null, $linking, $place);
	}
}
