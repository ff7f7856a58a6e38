<?php

declare(strict_types=1);

// Stands for OCP\BackgroundJob\TimedJob where no Nextcloud is: what of it the app uses.

namespace OCP\BackgroundJob;

abstract class TimedJob extends Job {
	protected int $interval = 0;
	protected int $timeSensitivity = IJob::TIME_SENSITIVE;

	public function setInterval(int $seconds): void {
		$this->interval = $seconds;
	}

	public function setTimeSensitivity(int $sensitivity): void {
		$this->timeSensitivity = $sensitivity;
	}
}
