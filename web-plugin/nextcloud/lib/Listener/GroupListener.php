<?php

declare(strict_types=1);

// Somebody came into a group or left it, or a group is gone: who may use Countersign may be another by now.

namespace OCA\Countersign\Listener;

use OCA\Countersign\Links\Memberships;
use OCA\Countersign\Links\ProviderState;
use OCP\EventDispatcher\Event;
use OCP\EventDispatcher\IEventListener;
use OCP\Group\Events\GroupDeletedEvent;
use OCP\Group\Events\UserAddedEvent;
use OCP\Group\Events\UserRemovedEvent;

/** @template-implements IEventListener<Event> */
final class GroupListener implements IEventListener {
	public function __construct(
		private readonly ProviderState $state,
		private readonly Memberships $members,
	) {
	}

	public function handle(Event $event): void {
		if ($event instanceof GroupDeletedEvent) {
			// Its id stays in the settings: an emptied list would mean everybody.
			$gid = $event->getGroup()->getGID();
			$this->members->learnDeleted($gid);
			$this->state->syncGroup($gid);
			return;
		}
		if (!$event instanceof UserAddedEvent && !$event instanceof UserRemovedEvent) {
			return;
		}
		$user = $event->getUser();
		$this->members->learn($user, $event->getGroup()->getGID(), $event instanceof UserAddedEvent);
		$this->state->follow($user);
	}
}
