<?php

declare(strict_types=1);

// One change that an admin wants for one person.

namespace OCA\Countersign\People;

final class Change implements \JsonSerializable {
	/**
	 * @param string $userId for Assign: the ID
	 * @param bool $enabled for Assign: whether it is asked at the login
	 * @param ?string $before the ID that the admin saw, empty for none: if it is another by now, nothing is done; null: whatever it is
	 */
	public function __construct(
		public readonly string $uid,
		public readonly Action $action,
		public readonly string $userId = '',
		public readonly bool $enabled = true,
		public readonly ?string $before = null,
	) {
	}

	/** Null for anything that is no change. */
	public static function of(mixed $given): ?self {
		if (!is_array($given)) {
			return null;
		}
		$uid = $given['uid'] ?? null;
		$action = is_string($given['action'] ?? null) ? Action::tryFrom($given['action']) : null;
		$userId = $given['userId'] ?? '';
		$enabled = $given['enabled'] ?? true;
		$before = $given['before'] ?? null;
		if (!self::isText($uid) || $action === null || !self::isText($userId) || !is_bool($enabled) || !($before === null || self::isText($before))) {
			return null;
		}
		return new self($uid, $action, $userId, $enabled, $before);
	}

	/** @return array<string, string|bool|null> */
	public function jsonSerialize(): array {
		return [
			'uid' => $this->uid,
			'action' => $this->action->value,
			'userId' => $this->userId,
			'enabled' => $this->enabled,
			'before' => $this->before,
		];
	}

	private static function isText(mixed $value): bool {
		return is_string($value) && strlen($value) <= 1_024 && preg_match('//u', $value) === 1;
	}
}
