<?php

declare(strict_types=1);

// Of whom an approval is asked: always somebody whose first factor Nextcloud has checked, never a name from a form.

namespace OCA\Countersign\Login;

final class Subject {
	/**
	 * @param string $uid the user of this Nextcloud
	 * @param string $userId their ID at the server
	 * @param ?string $accountId the account noted when the ID was linked
	 * @param ?list<string> $pinnedDevices thumbprints of the phones that count. Null: any phone of the account. Empty: none
	 * @param bool $linking the approval notes account and phone: it is the first, or it adds a phone
	 */
	public function __construct(
		public readonly string $uid,
		public readonly string $userId,
		public readonly ?string $accountId,
		public readonly ?array $pinnedDevices,
		public readonly bool $linking,
		public readonly Place $place = Place::Login,
	) {
	}
}
