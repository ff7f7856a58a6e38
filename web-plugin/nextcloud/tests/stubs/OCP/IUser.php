<?php

declare(strict_types=1);

// Stands for OCP\IUser where no Nextcloud is: what of it the app uses.

namespace OCP;

interface IUser {
	public function getUID();
	public function getDisplayName();
	public function getEMailAddress();
	public function isEnabled();
	public function getBackendClassName();
}
