<?php

declare(strict_types=1);

// A page that anybody can open asks for an approval of any ID: spam, denial of service, and a way to find out who exists. Here nobody's
// phone rings before Nextcloud has checked a password, and a page of another site can make nobody's browser ask.

namespace OCA\Countersign\Tests\Security;

use OCA\Countersign\Controller\LoginController;
use OCA\Countersign\Links\Origin;
use OCA\Countersign\Tests\Login\LoginTestCase;

final class PushBeforeFirstFactorTest extends LoginTestCase {
	private const ROUTES = ['start', 'state', 'cancel', 'ways', 'complete'];

	public function testWithoutAFirstFactorNothingIsAsked(): void {
		$this->link('alice', 'alice@example.org');
		foreach (self::ROUTES as $route) {
			$said = $this->browser(null)->post($route, ['userId' => 'alice@example.org', 'uid' => 'alice']);
			self::assertSame([401, 'first_factor_missing'], [$said->getStatus(), $said->getData()['code']], $route);
		}
		self::assertSame([], $this->server->calls);
	}

	public function testWhoHasNoIdOrIsNotSwitchedOnAsksNothingAndSeesNoCrash(): void {
		$this->links->assign('bob', 'bob@example.org', Origin::Admin, false);
		foreach (['carol', 'bob'] as $uid) {
			foreach (self::ROUTES as $route) {
				$said = $this->browser($uid)->post($route);
				self::assertSame([409, 'not_set_up'], [$said->getStatus(), $said->getData()['code']], "$uid $route");
			}
			self::assertNotNull($this->browser($uid)->provider()->getTemplate($this->user($uid))->vars['fault']);
		}
		self::assertSame([], $this->server->calls);
	}

	public function testLookingAtThePageAsksNothing(): void {
		$this->link('alice', 'alice@example.org');
		$browser = $this->browser('alice');
		for ($view = 0; $view < 5; $view++) {
			$browser->provider()->getTemplate($this->user('alice'));
			$browser->submit();
		}
		self::assertSame([], $this->server->calls);
	}

	public function testEachRouteIsOpenWhileTheFactorIsPendingAndCheckedForForeignPages(): void {
		foreach (self::ROUTES as $route) {
			$method = new \ReflectionMethod(LoginController::class, $route);
			$comment = (string)$method->getDocComment();
			$attributes = array_map(static fn (\ReflectionAttribute $one): string => $one->getName(), $method->getAttributes());
			// Nextcloud overlooks it in a comment of one line.
			self::assertMatchesRegularExpression('/^\s*\*\s*@NoTwoFactorRequired\s*$/m', $comment, $route);
			self::assertStringNotContainsString('PublicPage', $comment . implode(' ', $attributes), $route);
			self::assertStringNotContainsString('NoCSRFRequired', $comment . implode(' ', $attributes), $route);
			self::assertSame(
				in_array($route, ['start', 'cancel', 'complete'], true),
				in_array('OCP\AppFramework\Http\Attribute\UseSession', $attributes, true),
				"$route writes the session, or locks it for nothing",
			);
			self::assertContains('OCP\AppFramework\Http\Attribute\UserRateLimit', $attributes, $route);
		}
	}
}
