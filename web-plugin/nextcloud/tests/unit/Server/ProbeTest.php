<?php

declare(strict_types=1);

// A probe asks once, follows nobody, believes nothing, and says why there was no answer.

namespace OCA\Countersign\Tests\Server;

use OCA\Countersign\Server\Call;
use OCA\Countersign\Server\Probe;
use OCA\Countersign\Server\ProbeAnswer;
use OCA\Countersign\Server\Trouble;
use OCP\Http\Client\IClient;
use OCP\Http\Client\IClientService;
use OCP\Http\Client\IResponse;
use OCP\Http\Client\LocalServerException;
use PHPUnit\Framework\TestCase;

final class ProbeTest extends TestCase {
	/** @var array<string, mixed> */
	private array $options = [];

	/** @dataProvider troubles */
	public function testWhatCurlSaysIsToldApart(\Throwable $thrown, Trouble $trouble): void {
		self::assertSame($trouble, $this->probe(static fn () => throw $thrown)->trouble);
	}

	/** @return iterable<array{\Throwable, Trouble}> */
	public function troubles(): iterable {
		yield [new \Exception('cURL error 6: Could not resolve host: id.example.org'), Trouble::Name];
		yield [new \Exception('cURL error 7: Failed to connect'), Trouble::Refused];
		yield [new \Exception('cURL error 28: Operation timed out'), Trouble::Timeout];
		yield [new \Exception('cURL error 60: SSL certificate problem'), Trouble::Tls];
		yield [new \Exception('cURL error 35: wrong version number'), Trouble::Tls];
		yield [new \Exception('cURL error 56: Recv failure'), Trouble::Unreachable];
		yield [new \Exception('wrapped', 0, new \Exception('cURL error 6: x')), Trouble::Name];
		yield [new LocalServerException('Host violates local access rules'), Trouble::Blocked];
		yield [new \Exception('something else'), Trouble::Unreachable];
	}

	public function testAnAnswerIsItsStatusAndItsJson(): void {
		$answer = $this->probe(fn (): IResponse => $this->response(401, '{"code":"unauthorized"}'));
		self::assertSame([null, 401, 'unauthorized'], [$answer->trouble, $answer->status, $answer->text('code')]);
	}

	/** @dataProvider strange */
	public function testWhatIsNoJsonObjectIsNone(string $body): void {
		self::assertNull($this->probe(fn (): IResponse => $this->response(200, $body))->json);
	}

	/** @return iterable<list<string>> */
	public function strange(): iterable {
		yield [''];
		yield ['<html>'];
		yield ['7'];
		yield ['"text"'];
		yield [str_repeat('[', 40) . str_repeat(']', 40)];
		yield ['{"a":"' . str_repeat('x', 70_000) . '"}'];
	}

	public function testAnAnswerThatWasBrokenOffIsOneOfSomebodyElse(): void {
		$answer = $this->probe(static fn () => throw new \Exception('cURL error 42: Callback aborted'));
		self::assertSame([null, 0, null], [$answer->trouble, $answer->status, $answer->json]);
	}

	public function testARedirectIsToldAndNotFollowed(): void {
		self::assertSame(Trouble::Redirect, $this->probe(fn (): IResponse => $this->response(302, '{}'))->trouble);
		self::assertFalse($this->options['allow_redirects']);
	}

	public function testAKeyIsSentOnlyIfItIsGiven(): void {
		$this->probe(fn (): IResponse => $this->response(200, '{}'), null);
		self::assertSame(['Accept' => 'application/json', 'Accept-Encoding' => 'identity'], $this->options['headers']);
		$this->probe(fn (): IResponse => $this->response(200, '{}'), 'cs_1');
		self::assertSame('Bearer cs_1', $this->options['headers']['Authorization']);
	}

	/** @param \Closure(): IResponse $answer */
	private function probe(\Closure $answer, ?string $key = 'cs_1'): ProbeAnswer {
		$client = $this->getMockBuilder(IClient::class)->getMock();
		$client->method('request')->willReturnCallback(function (string $method, string $uri, array $options) use ($answer): IResponse {
			$this->options = $options;
			return $answer();
		});
		$clients = $this->getMockBuilder(IClientService::class)->getMock();
		$clients->method('newClient')->willReturn($client);
		return (new Probe(new Call($clients)))->get('https://id.example.org', '/v1/app', $key);
	}

	private function response(int $status, string $body): IResponse {
		$stream = fopen('php://memory', 'r+') ?: self::fail('no memory');
		fwrite($stream, $body);
		rewind($stream);
		$response = $this->getMockBuilder(IResponse::class)->getMock();
		$response->method('getStatusCode')->willReturn($status);
		$response->method('getBody')->willReturn($stream);
		return $response;
	}
}
