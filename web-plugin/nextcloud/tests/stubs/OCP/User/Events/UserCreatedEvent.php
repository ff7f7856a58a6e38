<?php

declare(strict_types=1);

// Stands for OCP\User\Events\UserCreatedEvent where no Nextcloud is: what of it the app uses.

namespace OCP\User\Events;

use OCP\EventDispatcher\Event;
use OCP\IUser;

class UserCreatedEvent extends Event {
	public function __construct(
		private IUser $user,
		private string $password,
	) {
		parent::__construct();
	}

	public function getUid(): string {
		return $this->user->getUID();
	}
}
