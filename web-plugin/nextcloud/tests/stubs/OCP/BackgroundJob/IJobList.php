<?php

declare(strict_types=1);

// Stands for OCP\BackgroundJob\IJobList where no Nextcloud is: what of it the app uses.

namespace OCP\BackgroundJob;

interface IJobList {
	public function add(IJob|string $job, mixed $argument = null): void;
}
