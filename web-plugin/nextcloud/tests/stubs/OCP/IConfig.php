<?php

declare(strict_types=1);

// Stands for OCP\IConfig where no Nextcloud is: what of it the app uses.

namespace OCP;

interface IConfig {
	public function getSystemValue($key, $default = '');
}
