<?php

declare(strict_types=1);

// Stands for OCP\AppFramework\Http where no Nextcloud is: what of it the app uses.

namespace OCP\AppFramework;

class Http {
	public const STATUS_UNPROCESSABLE_ENTITY = 422;
}
