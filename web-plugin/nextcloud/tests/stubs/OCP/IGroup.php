<?php

declare(strict_types=1);

// Stands for OCP\IGroup where no Nextcloud is: what of it the app uses.

namespace OCP;

interface IGroup {
	public function getGID(): string;
	public function getDisplayName(): string;
	public function searchUsers(string $search, ?int $limit = null, ?int $offset = null): array;
}
