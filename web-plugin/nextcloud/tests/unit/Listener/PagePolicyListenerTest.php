<?php

declare(strict_types=1);

// The server may be reached from the two pages with a login element of ours, and from no other page of Nextcloud.

namespace OCA\Countersign\Tests\Listener;

use OCA\Countersign\Listener\PagePolicyListener;
use OCA\Countersign\Provider\ServerPolicy;
use OCA\Countersign\Tests\Personal\Desk;
use OCP\IRequest;
use OCP\Security\CSP\AddContentSecurityPolicyEvent;
use PHPUnit\Framework\TestCase;

final class PagePolicyListenerTest extends TestCase {
	public function testTheTwoPagesReachTheServer(): void {
		foreach (['/settings/user/security', '/settings/user/security/', '/login/setupchallenge/countersign'] as $path) {
			$this->assertSame(['connect-src https://id.example.org; img-src https://id.example.org'], $this->added($path), $path);
		}
	}

	public function testNoOtherPageDoes(): void {
		foreach (['/', '', false, '/settings/user', '/settings/user/security2', '/login/setupchallenge', '/login/setupchallenge/totp', '/apps/files/'] as $path) {
			$this->assertSame([], $this->added($path), (string)$path);
		}
	}

	/** @return list<string> */
	private function added(string|false $path): array {
		$desk = new Desk($this);
		$request = $desk->world->with(IRequest::class, ['getPathInfo' => static fn (): string|false => $path]);
		$event = new AddContentSecurityPolicyEvent();
		(new PagePolicyListener($request, new ServerPolicy($desk->world->settings)))->handle($event);
		return array_map(static fn ($policy): string => $policy->buildPolicy(), $event->added);
	}
}
