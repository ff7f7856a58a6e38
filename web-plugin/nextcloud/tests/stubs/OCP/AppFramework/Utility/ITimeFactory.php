<?php

declare(strict_types=1);

// Stands for OCP\AppFramework\Utility\ITimeFactory where no Nextcloud is: what of it the app uses.

namespace OCP\AppFramework\Utility;

interface ITimeFactory {
	public function getTime(): int;
}
