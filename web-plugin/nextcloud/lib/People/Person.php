<?php

declare(strict_types=1);

// One row of the list of people: a user of any directory, and what is known of their Countersign ID. All of it is text, never HTML.

namespace OCA\Countersign\People;

use OCA\Countersign\Links\Link;

final class Person implements \JsonSerializable {
	public function __construct(
		public readonly string $uid,
		public readonly string $name,
		public readonly string $backend,
		public readonly ?Link $link,
		public readonly bool $mayUse,
		public readonly bool $isEnforced,
	) {
	}

	/** Nextcloud demands a second factor, and Countersign would not be asked. */
	public function isMissing(): bool {
		return $this->isEnforced && ($this->link === null || !$this->link->enabled || !$this->mayUse);
	}

	/** `none`, `outside` (in no group that may use it), `off`, `assigned` (no phone has proven it yet) or `linked`. */
	public function state(): string {
		return match (true) {
			$this->link === null => 'none',
			!$this->mayUse => 'outside',
			!$this->link->enabled => 'off',
			$this->link->isProven() => 'linked',
			default => 'assigned',
		};
	}

	/** @return array<string, string|int|bool|null> */
	public function jsonSerialize(): array {
		return [
			'uid' => $this->uid,
			'name' => $this->name,
			'backend' => $this->backend,
			'userId' => $this->link?->userId ?? '',
			'state' => $this->state(),
			'enabled' => $this->link?->enabled ?? false,
			'phones' => count($this->link?->phones ?? []),
			'linkedAt' => $this->link?->linkedAt,
			'enforced' => $this->isEnforced,
			'missing' => $this->isMissing(),
		];
	}
}
