<?php

declare(strict_types=1);

// Plugins of this kind log a whole form or a whole request when something fails: one-time codes and keys end up where many people read.
// Here everything that can happen at a login happens, and the log is searched for every secret that was in it.

namespace OCA\Countersign\Tests\Security;

use OCA\Countersign\Protocol\Base64Url;
use OCA\Countersign\Tests\Login\LoginTestCase;
use OCA\Countersign\Tests\Login\ScriptedServer;
use OCA\Countersign\Tests\Protocol\AssertionKit;

final class SecretsInLogsTest extends LoginTestCase {
	public function testTheLogOfManyLoginsHoldsNoSecretOfThem(): void {
		$this->set(['fallbackUrl' => self::SECOND]);
		$this->link('alice', 'alice@example.org');
		$browser = $this->browser('alice');
		$code = Base64Url::encode(str_repeat("\x5a", 16));

		$browser->say('start');
		$this->server->approve();
		$browser->say('complete');
		$browser->submit();
		$browser->say('start', ['again' => true]);
		$this->server->approve(['claims' => ['user_id' => 'mallory']]);
		$browser->say('complete');
		$browser->say('start', ['sameDevice' => true]);
		$this->server->approve([], $code);
		$browser->say('complete', ['returnCode' => Base64Url::encode(str_repeat("\x5b", 16))]);
		$browser->say('complete', ['returnCode' => $code]);
		foreach (['refused', 'timeout', '502'] as $down) {
			$this->browser('alice')->say('start');
			$this->server->down = [self::FIRST => $down, self::SECOND => $down];
			$this->time->seconds += 61;
			$this->browser('alice')->say('start');
			$this->server->down = [];
		}
		foreach ([[401, 'unauthorized'], [422, 'body_invalid']] as [$status, $reason]) {
			$this->server->says['POST /v1/challenges'] = ScriptedServer::problem($status, $reason);
			$this->browser('alice')->say('start');
		}
		$this->server->says['POST /v1/challenges'] = [201, str_repeat('x', 70_000)];
		$this->browser('alice')->say('start');
		$this->server->says = [];
		$this->server->signedKeySet = AssertionKit::signedKeySet(root: 'mallory');
		$this->time->seconds += 3_600;
		$browser->say('start');
		$this->server->approve();
		$browser->say('complete');

		$log = implode("\n", $this->log->lines);
		self::assertGreaterThan(10, count($this->log->lines));
		self::assertStringContainsString('countersign: approved', $log);
		self::assertStringContainsString('countersign: refused', $log);
		self::assertStringContainsString('countersign: server not reached', $log);
		$secrets = ['the API key' => ScriptedServer::API_KEY, 'the return code' => $code];
		foreach ($this->server->challenges as $id => $challenge) {
			$secrets["nonce of $id"] = $challenge['body']['appNonce'];
			$secrets["watch token of $id"] = $challenge['watchToken'];
			$secrets["assertion of $id"] = explode('.', $this->server->assertion($id))[2];
			if ($challenge['match']['mode'] === 'link') {
				$secrets["link secret of $id"] = $challenge['match']['secret'];
			}
		}
		self::assertGreaterThan(15, count($secrets));
		foreach ($secrets as $what => $secret) {
			self::assertStringNotContainsString($secret, $log, $what);
		}
	}
}
