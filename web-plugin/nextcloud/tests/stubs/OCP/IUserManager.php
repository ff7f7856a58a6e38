<?php

declare(strict_types=1);

// Stands for OCP\IUserManager where no Nextcloud is: what of it the app uses.

namespace OCP;

interface IUserManager {
	public function get($uid);
	public function callForAllUsers(\Closure $callback, $search = '');
	public function searchDisplayName($pattern, $limit = null, $offset = null);
}
