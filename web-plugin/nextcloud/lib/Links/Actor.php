<?php

declare(strict_types=1);

// Who changed something about somebody's Countersign ID.

namespace OCA\Countersign\Links;

final class Actor {
	private function __construct(
		public readonly ?string $uid,
		private readonly string $kind,
	) {
	}

	/** An administrator, signed in. */
	public static function admin(string $uid): self {
		return new self($uid, 'administrator');
	}

	/** The person whose ID it is. */
	public static function person(string $uid): self {
		return new self($uid, 'user');
	}

	/** Whoever may run occ. */
	public static function commandLine(): self {
		return new self(null, 'command line');
	}

	/** Nextcloud itself, e.g. when somebody left a group. */
	public static function system(): self {
		return new self(null, 'system');
	}

	public function is(string $uid): bool {
		return $this->uid === $uid;
	}

	/** For the audit log. */
	public function words(): string {
		return $this->uid === null ? $this->kind : $this->kind . ' "' . $this->uid . '"';
	}
}
