<?php

declare(strict_types=1);

// A user is gone, or a uid starts anew: nothing of the person before stays for whoever gets it next.

namespace OCA\Countersign\Listener;

use OCA\Countersign\Links\Assignments;
use OCP\EventDispatcher\Event;
use OCP\EventDispatcher\IEventListener;
use OCP\User\Events\UserCreatedEvent;
use OCP\User\Events\UserDeletedEvent;

/** @template-implements IEventListener<Event> */
final class UserListener implements IEventListener {
	public function __construct(
		private readonly Assignments $assignments,
	) {
	}

	public function handle(Event $event): void {
		if ($event instanceof UserDeletedEvent) {
			$this->assignments->forgetUser($event->getUser()->getUID());
		}
		// Deleted while the app was disabled: nobody told us, and the ID of the person before must not open the new account.
		if ($event instanceof UserCreatedEvent) {
			$this->assignments->forgetUser($event->getUid());
		}
	}
}
