<?php

declare(strict_types=1);

// Stands for OCP\IUserSession where no Nextcloud is: what of it the app uses.

namespace OCP;

interface IUserSession {
	public function getUser();
}
