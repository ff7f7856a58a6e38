<?php

declare(strict_types=1);

// The store in a real Nextcloud's database keeps the contract, also when several processes want the same at once.

namespace OCA\Countersign\Tests;

use OCA\Countersign\Links\DbLinkStore;
use OCA\Countersign\Links\LinkStore;
use OCA\Countersign\Links\Origin;
use OCA\Countersign\Tests\Links\LinkStoreContract;
use OCP\AppFramework\Utility\ITimeFactory;
use OCP\IDBConnection;
use OCP\Server;

final class DbLinkStoreTest extends LinkStoreContract {
	private const PROCESSES = 8;
	private const ROUNDS = 25;

	protected function store(): LinkStore {
		$db = Server::get(IDBConnection::class);
		foreach (['countersign_links', 'countersign_phones', 'countersign_spent'] as $table) {
			$db->getQueryBuilder()->delete($table)->executeStatement();
		}
		$time = $this->createStub(ITimeFactory::class);
		$time->method('getTime')->willReturn(self::NOW);
		return new DbLinkStore($db, $time);
	}

	public function testOfManyProcessesOneUsesAnApproval(): void {
		$this->assertSame(array_fill(0, self::ROUNDS, 1), $this->successes('spend'));
	}

	public function testOfManyProcessesOneTakesAFreePlace(): void {
		$this->assertSame(array_fill(0, self::ROUNDS, 1), $this->successes('claim'));
	}

	public function testOfManyAccountsOneIsNoted(): void {
		for ($round = 0; $round < self::ROUNDS; $round++) {
			$this->store->assign('user' . $round, 'id', Origin::Admin, true);
		}
		$this->assertSame(array_fill(0, self::ROUNDS, 1), $this->successes('account'));
		for ($round = 0; $round < self::ROUNDS; $round++) {
			$this->assertCount(1, $this->store->find('user' . $round)?->phones ?? []);
		}
	}

	public function testPhonesProvenAtOnceAreAllNoted(): void {
		for ($round = 0; $round < self::ROUNDS; $round++) {
			$this->store->assign('user' . $round, 'id', Origin::Admin, true);
		}
		$this->assertSame(array_fill(0, self::ROUNDS, self::PROCESSES), $this->successes('phone'));
		for ($round = 0; $round < self::ROUNDS; $round++) {
			$this->assertCount(self::PROCESSES, $this->store->find('user' . $round)?->phones ?? []);
		}
	}

	public function testAPhoneOfAnIdThatIsTakenAwayMeanwhileNeverStays(): void {
		for ($round = 0; $round < self::ROUNDS; $round++) {
			$this->store->assign('user' . $round, 'id', Origin::Admin, true);
		}
		$this->successes('takeAway');
		for ($round = 0; $round < self::ROUNDS; $round++) {
			$link = $this->store->find('user' . $round);
			$this->assertSame('new-id', $link?->userId);
			$this->assertSame([], $link->phones);
			$this->assertNull($link->accountId);
		}
	}

	/**
	 * Several processes do the same in each round, released together.
	 *
	 * @return list<int> how many of them succeeded, by round
	 */
	private function successes(string $what): array {
		$start = microtime(true) + 2;
		$processes = [];
		for ($number = 0; $number < self::PROCESSES; $number++) {
			$process = proc_open(
				[PHP_BINARY, __DIR__ . '/race.php', $what, (string)$number, (string)self::ROUNDS, sprintf('%.6F', $start)],
				[1 => ['pipe', 'w']],
				$pipes,
			);
			$this->assertIsResource($process);
			$processes[] = [$process, $pipes[1]];
		}
		$sums = array_fill(0, self::ROUNDS, 0);
		foreach ($processes as [$process, $pipe]) {
			$said = json_decode((string)stream_get_contents($pipe), true);
			$this->assertSame(0, proc_close($process));
			$this->assertCount(self::ROUNDS, $said);
			foreach ($said as $round => $won) {
				$sums[$round] += $won ? 1 : 0;
			}
		}
		return $sums;
	}
}
