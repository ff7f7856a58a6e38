<?php

declare(strict_types=1);

// Stands for OCP\IRequest where no Nextcloud is: what of it the app uses.

namespace OCP;

interface IRequest {
	public function getHeader(string $name): string;
	public function getPathInfo();
	public function getParam(string $key, $default = null);
	public function getRemoteAddress(): string;
	public function getParams(): array;
}
