<?php

declare(strict_types=1);

// Stands for OCP\Group\Events\UserAddedEvent where no Nextcloud is: what of it the app uses.

namespace OCP\Group\Events;

use OCP\EventDispatcher\Event;
use OCP\IGroup;
use OCP\IUser;

class UserAddedEvent extends Event {
	public function __construct(
		private IGroup $group,
		private IUser $user,
	) {
		parent::__construct();
	}

	public function getGroup(): IGroup {
		return $this->group;
	}

	public function getUser(): IUser {
		return $this->user;
	}
}
