<?php

declare(strict_types=1);

// Stands for OCP\IGroupManager where no Nextcloud is: what of it the app uses.

namespace OCP;

interface IGroupManager {
	public function get($gid);
	public function isInGroup($userId, $group);
	public function getUserGroupIds(IUser $user): array;
	public function groupExists($gid);
	public function search(string $search, ?int $limit = null, ?int $offset = 0);
	public function isAdmin($userId);
	public function getDisplayName(string $groupId): ?string;
}
