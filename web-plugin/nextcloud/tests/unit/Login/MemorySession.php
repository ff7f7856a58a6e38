<?php

declare(strict_types=1);

// A session in memory; what is put in must survive being stored, as Nextcloud's does.

namespace OCA\Countersign\Tests\Login;

use OCP\ISession;

final class MemorySession implements ISession {
	/** @var array<string, string> */
	private array $values = [];

	public function set(string $key, $value) {
		// Nextcloud's own is JSON.
		$this->values[$key] = json_encode($value, JSON_THROW_ON_ERROR);
	}

	public function get(string $key) {
		return isset($this->values[$key]) ? json_decode($this->values[$key], true) : null;
	}

	public function exists(string $key): bool {
		return isset($this->values[$key]);
	}

	public function remove(string $key) {
		unset($this->values[$key]);
	}

	public function clear() {
		$this->values = [];
	}

	public function reopen(): bool {
		return true;
	}

	public function close() {
	}

	public function regenerateId(bool $deleteOldSession = true, bool $updateToken = false) {
	}

	public function getId(): string {
		return 'session';
	}
}
