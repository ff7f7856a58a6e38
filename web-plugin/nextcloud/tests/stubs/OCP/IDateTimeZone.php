<?php

declare(strict_types=1);

// Stands for OCP\IDateTimeZone where no Nextcloud is: what of it the app uses.

namespace OCP;

interface IDateTimeZone {
	public function getTimeZone(int|false $timestamp = false, ?string $userId = null): \DateTimeZone;
}
