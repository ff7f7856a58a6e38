<?php

declare(strict_types=1);

// Stands for OCP\Group\Events\GroupDeletedEvent where no Nextcloud is: what of it the app uses.

namespace OCP\Group\Events;

use OCP\EventDispatcher\Event;
use OCP\IGroup;

class GroupDeletedEvent extends Event {
	public function __construct(
		private IGroup $group,
	) {
		parent::__construct();
	}

	public function getGroup(): IGroup {
		return $this->group;
	}
}
