<?php

declare(strict_types=1);

// Stands for OCP\IL10N where no Nextcloud is: what of it the app uses.

namespace OCP;

interface IL10N {
	public function t(string $text, $parameters = []): string;
	public function getLanguageCode(): string;
}
