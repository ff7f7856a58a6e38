<?php

declare(strict_types=1);

// A server that does not answer costs each request of a login its time-outs, with a worker of PHP held all the while. Some people at the
// login, whose pages ask again and again, or one with a stolen password, and Nextcloud has no worker left for anybody. So while nobody
// answers, one request at a time tries, and the others are told at once.

namespace OCA\Countersign\Tests\Security;

use OCA\Countersign\Server\Addresses;
use OCA\Countersign\Server\Call;
use OCA\Countersign\Server\Exchange;
use OCA\Countersign\Server\ServerFault;
use OCA\Countersign\Tests\Login\LoginTestCase;
use OCA\Countersign\Tests\Login\UnreachableException;
use OCP\Http\Client\IClient;
use OCP\Http\Client\IClientService;

final class WaitingLoginHoldsAWorkerTest extends LoginTestCase {
	private const ADDRESSES = [self::FIRST, self::SECOND];

	/** How many calls are waiting for the server at once, at the most. */
	private int $mostAtOnce = 0;
	private int $tries = 0;

	public function testWhileNobodyAnswersOneRequestAtATimeWaits(): void {
		// The first finds out, on both addresses, with no one beside it.
		self::assertSame('unreachable', $this->ask(0));
		[$this->tries, $this->mostAtOnce] = [0, 0];

		// While the next waits for its first address, five more pages ask.
		self::assertSame('unreachable', $this->ask(5));

		self::assertSame(1, $this->mostAtOnce);
		self::assertSame(2, $this->tries);
	}

	public function testEachFindsOutAnewAndAnAnswerOpensItForAll(): void {
		$this->set(['fallbackUrl' => self::SECOND]);
		$this->link('alice', 'alice@example.org');
		$this->link('bob', 'bob@example.org');
		$this->server->down = [self::FIRST => 'timeout', self::SECOND => 'timeout'];
		self::assertSame('unreachable', $this->browser('alice')->say('start')['code']);
		self::assertSame('unreachable', $this->browser('bob')->say('start')['code']);
		$this->server->down = [];

		self::assertSame('pending', $this->browser('alice')->say('start')['state']);
		self::assertSame('pending', $this->browser('bob')->say('start')['state']);
	}

	public function testWhoDiesInItsTurnKeepsNobodyOutForLong(): void {
		$dying = new Addresses($this->caches);
		array_map($dying->failed(...), self::ADDRESSES);
		self::assertTrue($dying->takeTurn(self::ADDRESSES));
		self::assertFalse((new Addresses($this->caches))->takeTurn(self::ADDRESSES));

		$this->time->seconds += 15;

		self::assertTrue((new Addresses($this->caches))->takeTurn(self::ADDRESSES));
	}

	/** One request of a page, in a process of its own. @return string why it failed */
	private function ask(int $others, int $waiting = 1): string {
		$client = $this->createStub(IClient::class);
		$client->method('request')->willReturnCallback(function () use (&$others, $waiting): never {
			$this->tries++;
			$this->mostAtOnce = max($this->mostAtOnce, $waiting);
			for (; $others > 0; $others--) {
				$this->ask(0, $waiting + 1);
			}
			throw new UnreachableException(28, []);
		});
		$clients = $this->createStub(IClientService::class);
		$clients->method('newClient')->willReturn($client);
		try {
			(new Exchange(new Call($clients), new Addresses($this->caches), $this->log))->askFirst(self::ADDRESSES, 'GET', '/v1/app', 'cs_key', null);
		} catch (ServerFault $fault) {
			return $fault->reason === 'timeout' ? 'unreachable' : $fault->reason;
		}
		return 'answered';
	}
}
