<?php

declare(strict_types=1);

// Whose Countersign ID belongs to which user of this Nextcloud, and what of it was proven.

namespace OCA\Countersign\Links;

final class Link {
	/**
	 * @param string $uid the user of this Nextcloud
	 * @param string $userId the ID at the server, as it was assigned
	 * @param ?string $accountId the account behind it, once a phone approved: an ID that is given to somebody else later does not fit
	 * @param bool $enabled whether it is asked at a login; what else decides is in ProviderState
	 * @param int $assignedAt seconds since 1970
	 * @param ?int $linkedAt seconds since 1970; null: nobody has proven it yet
	 * @param list<string> $phones thumbprints of the phones that were linked
	 */
	public function __construct(
		public readonly string $uid,
		public readonly string $userId,
		public readonly ?string $accountId,
		public readonly bool $enabled,
		public readonly Origin $origin,
		public readonly int $assignedAt,
		public readonly ?int $linkedAt,
		public readonly array $phones,
	) {
	}

	public function isProven(): bool {
		return $this->linkedAt !== null;
	}
}
