<?php

declare(strict_types=1);

// What goes to the server, and what of its answers is taken: nothing that does not have its shape.

namespace OCA\Countersign\Tests\Server;

use OCA\Countersign\Server\ServerClient;
use OCA\Countersign\Server\ServerFault;
use OCA\Countersign\Settings\Settings;
use OCA\Countersign\Tests\Login\LoginTestCase;
use OCA\Countersign\Tests\Login\ScriptedServer;
use OCA\Countersign\Tests\Protocol\AssertionKit;
use OCP\AppFramework\Http\JSONResponse;

final class ServerClientTest extends LoginTestCase {
	private const ASKED = [
		'challengeId' => 'fbd1be30-7603-4f91-0b6a-56f8238711b7',
		'accountId' => ScriptedServer::ACCOUNT_ID,
		'watchToken' => 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
		'match' => ['mode' => 'symbol', 'symbolId' => 7],
		'delivery' => 'push',
		'otherWays' => [],
		'issuedAtMs' => 1,
		'expiresAtMs' => 2,
	];

	/** @dataProvider wrongRequests */
	public function testAnAnswerWithoutTheRightShapeIsNone(mixed $answer): void {
		$this->server->says['POST /v1/challenges'] = [201, $answer];
		self::assertSame('bad_response', $this->fault(fn (ServerClient $client) => $client->requestApproval(['userId' => 'alice'])));
	}

	/** @return iterable<string, array{mixed}> */
	public static function wrongRequests(): iterable {
		yield 'no JSON' => ['<html>'];
		yield 'a list' => ['[]'];
		yield 'a text' => ['"yes"'];
		yield 'nothing' => ['null'];
		yield 'deep nesting' => [str_repeat('[', 100) . str_repeat(']', 100)];
		yield 'too much' => [str_repeat(' ', 65_537)];
		$wrong = [
			'challengeId' => [null, 7, 'x', '../../v1/app', 'FBD1BE30-7603-4F91-0B6A-56F8238711B7', "fbd1be30-7603-4f91-0b6a-56f8238711b7\n"],
			'watchToken' => [null, '', 'AAAA', str_repeat('A', 44), ['A']],
			'match' => [null, 'symbol', ['mode' => 'tap'], ['mode' => 'symbol', 'symbolId' => '7'], ['mode' => 'symbol', 'symbolId' => -1], ['mode' => 'code', 'code' => '12345'], ['mode' => 'code', 'code' => 123456], ['mode' => 'code', 'code' => "123456\n"], ['mode' => 'link', 'secret' => 'x']],
			'delivery' => [null, 'mail', true],
			'issuedAtMs' => [null, '1', -1, 1.5],
			'expiresAtMs' => [null, 'soon'],
		];
		foreach ($wrong as $name => $values) {
			foreach ($values as $index => $value) {
				yield "$name $index" => [[$name => $value] + self::ASKED];
			}
			yield "no $name" => [array_diff_key(self::ASKED, [$name => 1])];
		}
	}

	public function testAFieldThatThisVersionDoesNotKnowLocksNobodyOut(): void {
		$this->server->says['POST /v1/challenges'] = [201, self::ASKED + ['later' => ['x' => 1]]];
		self::assertSame(self::ASKED['challengeId'], $this->client()->requestApproval(['userId' => 'alice'])['challengeId']);
	}

	/** @dataProvider wrongStates */
	public function testAStateThatThisVersionDoesNotKnowIsNone(array $status): void {
		$this->server->says['GET /v1/challenges/*'] = [200, $status];
		self::assertSame('bad_response', $this->fault(fn (ServerClient $client) => $client->status(self::ASKED['challengeId'])));
	}

	/** @return iterable<array{array<string, mixed>}> */
	public static function wrongStates(): iterable {
		$right = ['state' => 'pending', 'progress' => 'sent', 'cause' => 'none', 'expiresAtMs' => 1, 'nowMs' => 1];
		yield [['state' => 'passed'] + $right];
		yield [['state' => 0] + $right];
		yield [['progress' => 'somewhere'] + $right];
		yield [['cause' => null] + $right];
	}

	public function testWhatTheServerSaysNoToKeepsItsCodeAndItsWait(): void {
		$this->server->says['POST /v1/challenges'] = ScriptedServer::problem(429, 'too_many_requests', 17);
		try {
			$this->client()->requestApproval(['userId' => 'alice']);
			self::fail();
		} catch (ServerFault $fault) {
			self::assertSame(['too_many_requests', 429, 17], [$fault->reason, $fault->status, $fault->retryAfterSeconds]);
			self::assertNull($fault->getPrevious());
		}
		$said = $this->says(429, 17);
		self::assertSame(['17', 17], [$said->getHeaders()['Retry-After'], $said->getData()['retryAfterSeconds']]);
	}

	/** @dataProvider noProblems */
	public function testARefusalThatIsNoProblemOfOursIsABadAnswer(int $status, mixed $body, string $reason): void {
		$this->server->says['POST /v1/challenges'] = [$status, $body];
		self::assertSame($reason, $this->fault(fn (ServerClient $client) => $client->requestApproval(['userId' => 'alice'])));
	}

	/** @return iterable<string, array{int, mixed, string}> */
	public static function noProblems(): iterable {
		yield 'a redirect' => [302, '', 'bad_response'];
		yield 'a page' => [404, '<html>', 'bad_response'];
		yield 'a page of a proxy' => [503, '<html>', 'unreachable'];
		yield 'a code that is none' => [400, ['code' => "x\ny"], 'bad_response'];
		yield 'a code that is no text' => [400, ['code' => ['x']], 'bad_response'];
	}

	public function testNothingIsSentWithoutASetUpServer(): void {
		$this->settings->save(new Settings());
		$client = $this->client();
		foreach (['app', 'keySet'] as $call) {
			try {
				$client->$call();
				self::fail();
			} catch (ServerFault $fault) {
				self::assertSame('not_connected', $fault->reason);
			}
		}
		self::assertSame([], $this->server->calls);
	}

	public function testEveryCallIsBounded(): void {
		$this->client()->app();
		$options = $this->server->calls[0]['options'];

		self::assertSame([5, false, false, false], [$options['timeout'], $options['allow_redirects'], $options['http_errors'], $options['decode_content']]);
		self::assertLessThanOrEqual(5, $options['connect_timeout']);
		self::assertTrue($options['nextcloud']['allow_local_address']);
		self::assertSame('Bearer ' . ScriptedServer::API_KEY, $options['headers']['Authorization']);
		self::assertStringNotContainsString(ScriptedServer::API_KEY, $this->server->calls[0]['url']);
		$goesOn = $options['curl'][CURLOPT_PROGRESSFUNCTION];
		self::assertSame([0, 1, 1], [$goesOn(null, 0, 65_536, 0, 0), $goesOn(null, 0, 65_537, 0, 0), $goesOn(null, 70_000, 1, 0, 0)]);
	}

	public function testAnEnrolmentLeadsToTheServerAsBrowsersReachIt(): void {
		$this->set(['browserUrl' => 'https://login.example.org']);
		$this->server->says['POST /v1/enrolments'] = [201, ['link' => 'https://login.example.org/set-up/#s', 'expiresAtMs' => 5]];
		self::assertSame(['link' => 'https://login.example.org/set-up/#s', 'expiresAtMs' => 5], $this->client()->enrol(['userId' => 'alice']));

		$this->server->says['POST /v1/enrolments'] = [201, ['link' => self::FIRST . '/set-up/#s', 'expiresAtMs' => 5]];
		self::assertSame('bad_response', $this->fault(fn (ServerClient $client) => $client->enrol(['userId' => 'alice'])));
	}

	public function testAnOlderServerTellsLessOfTheApp(): void {
		$app = $this->client()->app();
		self::assertSame([null, null, null, null], [$app['appId'], $app['serverId'], $app['origins'], $app['mayEnrol']]);

		$this->server->says['GET /v1/app'] = [200, [
			'name' => 'Files', 'colour' => '#0a0b0c', 'logoUrl' => null, 'helpText' => '', 'supportContact' => '',
			'appId' => ScriptedServer::APP_ID, 'serverId' => AssertionKit::serverId(), 'origins' => ['https://cloud.example.org'], 'mayEnrol' => true,
		]];
		$app = $this->client()->app();
		self::assertSame([ScriptedServer::APP_ID, ['https://cloud.example.org'], true], [$app['appId'], $app['origins'], $app['mayEnrol']]);
	}

	private function client(): ServerClient {
		return $this->browser(null)->client();
	}

	private function says(int $status, int $wait): JSONResponse {
		$this->link('alice', 'alice@example.org');
		$this->server->says['POST /v1/challenges'] = ScriptedServer::problem($status, 'too_many_requests', $wait);
		return $this->browser('alice')->post('start');
	}

	/** @param \Closure(ServerClient): mixed $call */
	private function fault(\Closure $call): string {
		try {
			$call($this->client());
			return 'none';
		} catch (ServerFault $fault) {
			return $fault->reason;
		}
	}
}
