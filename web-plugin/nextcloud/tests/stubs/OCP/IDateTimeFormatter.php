<?php

declare(strict_types=1);

// Stands for OCP\IDateTimeFormatter where no Nextcloud is: what of it the app uses.

namespace OCP;

interface IDateTimeFormatter {
	public function formatDateTime($timestamp, $formatDate = 'long', $formatTime = 'medium', ?\DateTimeZone $timeZone = null, ?IL10N $l = null);
	public function formatDate($timestamp, $format = 'long', ?\DateTimeZone $timeZone = null, ?IL10N $l = null);
}
