<?php

declare(strict_types=1);

// Lets the login element reach the server from the two pages that are Nextcloud's own, and the admin's page try whether browsers can.

namespace OCA\Countersign\Listener;

use OCA\Countersign\Provider\ServerPolicy;
use OCP\EventDispatcher\Event;
use OCP\EventDispatcher\IEventListener;
use OCP\IRequest;
use OCP\Security\CSP\AddContentSecurityPolicyEvent;

/**
 * The challenge page has a policy of its own, and no other page may reach anything more because of this app.
 *
 * @template-implements IEventListener<AddContentSecurityPolicyEvent>
 */
final class PagePolicyListener implements IEventListener {
	private const PATHS = ['/settings/user/security', '/login/setupchallenge/countersign', '/settings/admin/countersign'];

	public function __construct(
		private readonly IRequest $request,
		private readonly ServerPolicy $server,
	) {
	}

	public function handle(Event $event): void {
		if ($event instanceof AddContentSecurityPolicyEvent && in_array($this->path(), self::PATHS, true)) {
			$event->addPolicy($this->server->policy());
		}
	}

	private function path(): string {
		$path = $this->request->getPathInfo();
		return is_string($path) ? rtrim($path, '/') : '';
	}
}
