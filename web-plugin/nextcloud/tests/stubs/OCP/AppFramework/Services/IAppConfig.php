<?php

declare(strict_types=1);

// Stands for OCP\AppFramework\Services\IAppConfig where no Nextcloud is: what of it the app uses.

namespace OCP\AppFramework\Services;

interface IAppConfig {
	public function setAppValueString(string $key, string $value, bool $lazy = false, bool $sensitive = false): bool;
	public function setAppValueInt(string $key, int $value, bool $lazy = false, bool $sensitive = false): bool;
	public function setAppValueBool(string $key, bool $value, bool $lazy = false): bool;
	public function setAppValueArray(string $key, array $value, bool $lazy = false, bool $sensitive = false): bool;
	public function getAppValueString(string $key, string $default = '', bool $lazy = false): string;
	public function getAppValueInt(string $key, int $default = 0, bool $lazy = false): int;
	public function getAppValueBool(string $key, bool $default = false, bool $lazy = false): bool;
	public function getAppValueArray(string $key, array $default = [], bool $lazy = false): array;
	public function deleteAppValue(string $key): void;
}
