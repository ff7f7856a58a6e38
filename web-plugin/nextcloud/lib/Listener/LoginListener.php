<?php

declare(strict_types=1);

// Somebody has given their password: a second look that Nextcloud's registry asks for Countersign where it should.

namespace OCA\Countersign\Listener;

use OCA\Countersign\Links\ProviderState;
use OCP\EventDispatcher\Event;
use OCP\EventDispatcher\IEventListener;
use OCP\User\Events\PostLoginEvent;

/**
 * Nextcloud sends this before it decides about the second factor. An app password or a remembered session passes no second factor
 * anyway, and comes with every request of a desktop client.
 *
 * @template-implements IEventListener<Event>
 */
final class LoginListener implements IEventListener {
	public function __construct(
		private readonly ProviderState $state,
	) {
	}

	public function handle(Event $event): void {
		if ($event instanceof PostLoginEvent && !$event->isTokenLogin()) {
			$this->state->tighten($event->getUser());
		}
	}
}
