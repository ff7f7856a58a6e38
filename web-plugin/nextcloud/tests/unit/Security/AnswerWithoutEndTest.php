<?php

declare(strict_types=1);

// Attack: whoever may enter an address (a delegate, or an admin who was talked into it) has Nextcloud ask a server that answers with a few
// bytes which unpack to gigabytes, or with a stream that never ends. Measured with a release tree of Nextcloud: two gigabytes on its disk
// and half a minute of a worker for one look. Every call has the same limits, the one of a look no less than the one of a login.

namespace OCA\Countersign\Tests\Security;

use OCA\Countersign\Server\Addresses;
use OCA\Countersign\Server\Call;
use OCA\Countersign\Server\Exchange;
use OCA\Countersign\Server\Probe;
use OCA\Countersign\Tests\Login\LoginTestCase;
use OCP\Http\Client\IClient;
use OCP\Http\Client\IClientService;
use OCP\Http\Client\IResponse;

final class AnswerWithoutEndTest extends LoginTestCase {
	/** @dataProvider callers */
	public function testItIsBrokenOffAndNothingIsUnpacked(bool $isProbe): void {
		$options = $this->optionsOf($isProbe);

		self::assertFalse($options['decode_content']);
		self::assertSame('identity', $options['headers']['Accept-Encoding']);
		self::assertLessThanOrEqual(5, $options['timeout']);
		self::assertFalse($options['curl'][CURLOPT_NOPROGRESS]);
		$abort = $options['curl'][CURLOPT_PROGRESSFUNCTION];
		self::assertSame([0, 1, 1], [$abort(null, 0, 65_536, 0, 0), $abort(null, 0, 65_537, 0, 0), $abort(null, 70_000, 1, 0, 0)]);
		// With it, a client may hand the stream over before it was received, and its time limit ends with the headers.
		self::assertArrayNotHasKey('stream', $options);
	}

	/** @return iterable<string, array{bool}> */
	public static function callers(): iterable {
		yield 'a look' => [true];
		yield 'a login' => [false];
	}

	/** @return array<string, mixed> */
	private function optionsOf(bool $isProbe): array {
		$heard = [];
		$response = $this->createStub(IResponse::class);
		$response->method('getStatusCode')->willReturn(200);
		$response->method('getBody')->willReturn('{}');
		$client = $this->createStub(IClient::class);
		$client->method('request')->willReturnCallback(function (string $method, string $url, array $options) use (&$heard, $response): IResponse {
			$heard = $options;
			return $response;
		});
		$clients = $this->createStub(IClientService::class);
		$clients->method('newClient')->willReturn($client);
		if ($isProbe) {
			(new Probe(new Call($clients)))->get(self::FIRST, '/v1/server');
		} else {
			(new Exchange(new Call($clients), new Addresses($this->caches), $this->log))->askFirst([self::FIRST], 'GET', '/v1/app', 'cs_key', null);
		}
		return $heard;
	}
}
