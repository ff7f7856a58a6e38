<?php

declare(strict_types=1);

// Stands for OCP\User\Events\PostLoginEvent where no Nextcloud is: what of it the app uses.

namespace OCP\User\Events;

use OCP\EventDispatcher\Event;
use OCP\IUser;

class PostLoginEvent extends Event {
	public function __construct(
		private IUser $user,
		private string $loginName,
		private string $password,
		private bool $isTokenLogin,
	) {
		parent::__construct();
	}

	public function getUser(): IUser {
		return $this->user;
	}

	public function isTokenLogin(): bool {
		return $this->isTokenLogin;
	}
}
