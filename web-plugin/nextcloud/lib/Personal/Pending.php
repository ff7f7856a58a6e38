<?php

declare(strict_types=1);

// What a person has chosen and no phone has confirmed. It decides nothing but whom the phone is asked for.

namespace OCA\Countersign\Personal;

final class Pending {
	/** As long as Nextcloud takes a password for fresh: setting a phone up at the server fits in. */
	public const GOOD_FOR_SECONDS = 1800;

	/**
	 * @param string $uid whose choice it is
	 * @param string $userId the ID to prove
	 * @param ?string $before the ID they had when they chose; if it is another by now, nothing is changed
	 * @param bool $created made at the server by this very choice: the page there may have no phone yet
	 * @param int $until seconds since 1970
	 */
	public function __construct(
		public readonly string $uid,
		public readonly string $userId,
		public readonly ?string $before,
		public readonly bool $created,
		public readonly int $until,
	) {
	}

	/** Whether a phone of today's ID is asked, so that whose ID is whose does not change. */
	public function isOwn(): bool {
		return $this->before === $this->userId;
	}
}
