<?php

declare(strict_types=1);

// Stands for Psr\Log\LoggerInterface where no Nextcloud is: what of it the app uses.

namespace Psr\Log;

interface LoggerInterface {
	public function error(string|\Stringable $message, array $context = []): void;
	public function warning(string|\Stringable $message, array $context = []): void;
	public function info(string|\Stringable $message, array $context = []): void;
	public function debug(string|\Stringable $message, array $context = []): void;
}
