<?php

declare(strict_types=1);

// Stands for OCP\BackgroundJob\IJob where no Nextcloud is: what of it the app uses.

namespace OCP\BackgroundJob;

interface IJob {
	public const TIME_INSENSITIVE = 0;
	public const TIME_SENSITIVE = 1;
}
