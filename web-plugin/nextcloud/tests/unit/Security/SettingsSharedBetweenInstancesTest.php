<?php

declare(strict_types=1);

// Credentials compiled into a plugin, settings in static fields: what one realm was told is used for the other. Here nothing outlives a
// request but in Nextcloud's own stores, and what is for one Nextcloud is refused by the next.

namespace OCA\Countersign\Tests\Security;

use OCA\Countersign\Tests\Login\LoginTestCase;
use OCA\Countersign\Tests\Login\ScriptedServer;

final class SettingsSharedBetweenInstancesTest extends LoginTestCase {
	private const LIB = __DIR__ . '/../../../lib';

	public function testNoClassKeepsAnythingInAStaticField(): void {
		foreach (self::sources() as $file => $source) {
			self::assertDoesNotMatchRegularExpression('/^\s*(?:(?:public|protected|private|readonly)\s+)*static\s+(?!fn\b|function\b)[^(]*\$/m', $source, $file);
			self::assertDoesNotMatchRegularExpression('/\bglobal\s+\$|\$GLOBALS\b/', $source, $file);
		}
	}

	public function testNoKeyAndNoServerIsCompiledIn(): void {
		foreach (self::sources() as $file => $source) {
			self::assertDoesNotMatchRegularExpression('/cs_[A-Za-z0-9_-]{20,}/', $source, $file);
			self::assertDoesNotMatchRegularExpression('~https?://(?!id\.example\.org|[^/\'"\s]*example\.org)[a-z0-9.-]+\.[a-z]{2,}~i', self::withoutComments($source), $file);
		}
	}

	public function testTheSettingsOfTheRequestAreUsed(): void {
		$this->link('alice', 'alice@example.org');
		$browser = $this->browser('alice');
		$this->set(['serverUrl' => self::SECOND]);

		$browser->say('start');

		self::assertSame([], $this->server->asked(self::FIRST));
		self::assertNotSame([], $this->server->asked(self::SECOND));
	}

	public function testAnApprovalForAnotherNextcloudIsRefusedHere(): void {
		$this->link('alice', 'alice@example.org');
		$browser = $this->browser('alice');
		$browser->say('start');
		$this->server->approve();
		$this->set(['appId' => '60cc199b-a3a1-e81c-d3b3-598dc009cdd1']);

		self::assertSame('not_confirmed', $browser->say('complete')['code']);
	}

	public function testWithoutAServerNobodyIsAskedAndNobodyGetsIn(): void {
		$this->link('alice', 'alice@example.org');
		$this->set(['serverUrl' => '', 'apiKey' => '']);
		$browser = $this->browser('alice');

		self::assertSame('unreachable', $browser->say('start')['code']);
		self::assertFalse($browser->provider()->getTemplate($this->user('alice'))->vars['connected']);
		self::assertNotSame('in', $browser->submit());
		self::assertSame([], $this->server->calls);
	}

	/** @return iterable<string, string> */
	private static function sources(): iterable {
		foreach (new \RecursiveIteratorIterator(new \RecursiveDirectoryIterator(self::LIB, \FilesystemIterator::SKIP_DOTS)) as $file) {
			yield $file->getPathname() => (string)file_get_contents($file->getPathname());
		}
	}

	private static function withoutComments(string $source): string {
		return implode('', array_map(
			static fn (\PhpToken $token): string => $token->is([T_COMMENT, T_DOC_COMMENT]) ? '' : $token->text,
			\PhpToken::tokenize($source),
		));
	}
}
