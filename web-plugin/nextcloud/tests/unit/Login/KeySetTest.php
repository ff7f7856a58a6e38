<?php

declare(strict_types=1);

// Which of the server's keys are believed: kept for an hour, asked again for a key that is new, never an older set, never another server's.

namespace OCA\Countersign\Tests\Login;

use OCA\Countersign\Protocol\Id;
use OCA\Countersign\Server\ServerFault;
use OCA\Countersign\Tests\Protocol\AssertionKit;

final class KeySetTest extends LoginTestCase {
	private const NEXT_KEY = '6822ebee-2ee6-3229-2f2b-1136c5a2cdb5';

	protected function setUp(): void {
		parent::setUp();
		$this->link('alice', 'alice@example.org');
	}

	public function testTheSetIsKeptForAnHour(): void {
		foreach ([0, 3_599, 1] as $later) {
			$this->time->seconds += $later;
			$this->browser('alice')->client()->keySet();
		}
		self::assertSame(['GET /v1/keyset', 'GET /v1/keyset'], $this->server->asked());
	}

	public function testAKeyThatBeganToSignMeanwhileIsFetchedOnce(): void {
		$this->browser('alice')->client()->keySet();
		$this->rotate();
		$browser = $this->browser('alice');
		$browser->say('start');
		$this->server->approve();

		self::assertSame('passed', $browser->say('complete')['state']);
		self::assertCount(2, array_keys($this->server->asked(), 'GET /v1/keyset'));
	}

	public function testAnApprovalIsNotUsedUpWhileTheKeysCannotBeHad(): void {
		$browser = $this->browser('alice');
		$browser->say('start');
		$this->server->approve();
		$this->server->says['GET /v1/keyset'] = [502, ''];
		self::assertSame('unreachable', $browser->say('complete')['code']);
		$this->server->says = [];

		self::assertSame('passed', $browser->say('complete')['state']);
	}

	public function testAKeyThatNobodyPublishedIsAskedForOnceAndRefused(): void {
		$browser = $this->browser('alice');
		$browser->say('start');
		$this->server->approve(['header' => ['kid' => self::NEXT_KEY], 'signer' => 'challenge 2']);

		self::assertSame('not_confirmed', $browser->say('complete')['code']);
		self::assertCount(2, array_keys($this->server->asked(), 'GET /v1/keyset'));
	}

	public function testAnOlderSetIsRefusedAlsoAfterAnotherServerWasPinnedInBetween(): void {
		$this->rotate();
		$this->browser('alice')->client()->keySet();
		$this->set(['serverId' => str_repeat('A', 43)]);
		$this->refused();
		$this->set([]);
		$this->server->signedKeySet = AssertionKit::signedKeySet();

		$this->refused(fresh: true);
		self::assertStringContainsString('key set refused (reason version_fell)', implode('', $this->log->lines));
	}

	public function testAKeptSetThatIsOlderThanOneThatWasSeenIsAskedForAgain(): void {
		$older = ['at' => $this->time->seconds, 'signed' => AssertionKit::signedKeySet()];
		$this->rotate();
		$this->browser('alice')->client()->keySet();
		$this->config->setAppValueArray('key_set', $older, lazy: true);

		self::assertSame(4, $this->browser('alice')->client()->keySet()->version());
	}

	/** @dataProvider wrongSets */
	public function testASetThatIsNotSignedByThePinnedServerIsRefused(\Closure $make): void {
		$this->server->signedKeySet = $make();
		$this->refused();
	}

	/** @return iterable<string, array{\Closure(): array<string, mixed>}> */
	public static function wrongSets(): iterable {
		yield 'of another root' => [static fn (): array => AssertionKit::signedKeySet(root: 'mallory')];
		yield 'with another signature' => [static fn (): array => ['signature' => str_repeat('A', 86)] + AssertionKit::signedKeySet()];
		yield 'with something more' => [static fn (): array => AssertionKit::signedKeySet() + ['more' => 1]];
		yield 'with nothing' => [static fn (): array => ['rootKey' => null]];
	}

	public function testAnotherServerThatIsPinnedMeanwhileCannotFinishWhatThisOneBegan(): void {
		$browser = $this->browser('alice');
		$browser->say('start');
		$this->server->approve();
		$this->browser('alice')->client()->keySet();
		$this->set(['serverId' => AssertionKit::serverIdOf(AssertionKit::publicKey('mallory'))]);
		$this->server->signedKeySet = AssertionKit::signedKeySet(root: 'mallory');

		self::assertSame('unreachable', $browser->say('complete')['code']);
		self::assertNotSame('in', $browser->submit());
	}

	public function testWhatSomebodyWroteIntoTheStoreIsCheckedAgain(): void {
		$this->browser('alice')->client()->keySet();
		$forged = AssertionKit::signedKeySet(key: ['publicKey' => AssertionKit::publicKey('mallory')], root: 'mallory');
		$this->config->setAppValueArray('key_set', ['at' => $this->time->seconds, 'signed' => $forged], lazy: true);
		$browser = $this->browser('alice');
		$browser->say('start');
		$this->server->approve(['signer' => 'mallory']);

		self::assertSame('not_confirmed', $browser->say('complete')['code']);
	}

	private function rotate(): void {
		$this->server->signedKeySet = AssertionKit::signedKeySet(
			['keySetVersion' => pack('N', 4)],
			['keyId' => Id::toBytes(self::NEXT_KEY), 'publicKey' => AssertionKit::publicKey('challenge 2')],
		);
		$this->server->twist = ['header' => ['kid' => self::NEXT_KEY], 'signer' => 'challenge 2'];
	}

	private function refused(bool $fresh = false): void {
		try {
			$this->browser('alice')->client()->keySet($fresh);
			self::fail('a key set was believed');
		} catch (ServerFault $fault) {
			self::assertSame('bad_response', $fault->reason);
		}
	}
}
