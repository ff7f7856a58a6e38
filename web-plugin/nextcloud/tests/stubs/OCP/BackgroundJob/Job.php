<?php

declare(strict_types=1);

// Stands for OCP\BackgroundJob\Job where no Nextcloud is: what of it the app uses.

namespace OCP\BackgroundJob;

use OCP\AppFramework\Utility\ITimeFactory;

abstract class Job implements IJob {
	public function __construct(
		protected ITimeFactory $time,
	) {
	}

	abstract protected function run($argument);
}
