<?php

declare(strict_types=1);

// A server that is silent is left alone for a minute, by everybody. Whoever gets text into a request that cannot be written as JSON (a name
// from a directory, not UTF-8) must not make it look silent: one person's name would keep all others from their logins.

namespace OCA\Countersign\Tests\Security;

use OCA\Countersign\Server\Addresses;
use OCA\Countersign\Server\Call;
use OCA\Countersign\Server\Exchange;
use OCA\Countersign\Tests\Login\LoginTestCase;

final class WrongBytesLookLikeAnOutageTest extends LoginTestCase {
	public function testTheServerIsAskedAndNotCalledSilent(): void {
		$this->server->says['POST /v1/enrolments'] = [201, '{"made":true}'];
		$addresses = new Addresses($this->caches);

		$said = (new Exchange(new Call($this->clients()), $addresses, $this->log))
			->askFirst([self::FIRST, self::SECOND], 'POST', '/v1/enrolments', 'cs_key', ['displayName' => "M\xfcller"]);

		self::assertSame('{"made":true}', $said);
		self::assertSame([self::FIRST, self::SECOND], $addresses->inOrder([self::FIRST, self::SECOND]));
		self::assertSame("M\u{fffd}ller", $this->server->calls[0]['body']['displayName']);
	}
}
