<?php

declare(strict_types=1);

// Stands for OCP\User\Events\UserDeletedEvent where no Nextcloud is: what of it the app uses.

namespace OCP\User\Events;

use OCP\EventDispatcher\Event;
use OCP\IUser;

class UserDeletedEvent extends Event {
	public function __construct(
		private IUser $user,
	) {
		parent::__construct();
	}

	public function getUser(): IUser {
		return $this->user;
	}
}
