<?php

declare(strict_types=1);

// Stands for OCP\ISession where no Nextcloud is: what of it the app uses.

namespace OCP;

interface ISession {
	public function set(string $key, $value);
	public function get(string $key);
	public function exists(string $key): bool;
	public function remove(string $key);
	public function clear();
	public function reopen(): bool;
	public function close();
	public function regenerateId(bool $deleteOldSession = true, bool $updateToken = false);
	public function getId(): string;
}
