<?php

declare(strict_types=1);

// For whom Nextcloud demands a second factor. That is Nextcloud's own setting: it is only read here.

namespace OCA\Countersign\Settings;

use OCP\IConfig;
use OCP\IGroupManager;
use OCP\IUser;

/**
 * No public interface of Nextcloud 31 to 34 tells this; the three values in the system configuration are those that
 * `occ twofactorauth:enforce` writes, and decide in the same order: enforced groups override excluded ones.
 */
class Enforcement {
	public function __construct(
		private readonly IConfig $config,
		private readonly IGroupManager $groups,
	) {
	}

	public function isOn(): bool {
		return $this->config->getSystemValue('twofactor_enforced', 'false') === 'true';
	}

	/** @return list<string> group IDs; empty: everybody but the excluded */
	public function enforcedGroups(): array {
		return $this->listed('twofactor_enforced_groups');
	}

	/** @return list<string> group IDs; they count only where no group is enforced */
	public function excludedGroups(): array {
		return $this->listed('twofactor_enforced_excluded_groups');
	}

	public function isFor(IUser $user): bool {
		if (!$this->isOn()) {
			return false;
		}
		$enforced = $this->enforcedGroups();
		if ($enforced !== []) {
			return $this->isInOneOf($user, $enforced);
		}
		return !$this->isInOneOf($user, $this->excludedGroups());
	}

	/** @param list<string> $groups */
	private function isInOneOf(IUser $user, array $groups): bool {
		return $groups !== [] && array_intersect($groups, $this->groups->getUserGroupIds($user)) !== [];
	}

	/** @return list<string> */
	private function listed(string $key): array {
		$value = $this->config->getSystemValue($key, []);
		return is_array($value) ? array_values(array_filter($value, is_string(...))) : [];
	}
}
