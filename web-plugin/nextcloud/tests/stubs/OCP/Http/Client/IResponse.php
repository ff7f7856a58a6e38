<?php

declare(strict_types=1);

// Stands for OCP\Http\Client\IResponse where no Nextcloud is: what of it the app uses.

namespace OCP\Http\Client;

interface IResponse {
	public function getBody();
	public function getStatusCode(): int;
	public function getHeader(string $key): string;
}
