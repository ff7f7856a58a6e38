<?php

declare(strict_types=1);

// What a person's settings page says and offers. Only to be shown: each route decides again for itself.

namespace OCA\Countersign\Personal;

use OCA\Countersign\Settings\BackupCodes;

final class Standing {
	/**
	 * @param ?string $userId the ID that counts today
	 * @param ?int $linkedAt seconds since 1970
	 * @param array<string, int> $phones when each was linked, seconds since 1970, by thumbprint; the oldest at the front
	 * @param ?Pending $pending what was chosen and waits for its phone
	 * @param ?string $proposedId the ID by the admin's pattern, if it gives one for this person
	 * @param bool $mayTypeId any ID may be typed
	 * @param bool $mayLink link an ID, or another than today's; by typing it or the proposed one
	 * @param bool $mayCreate have the proposed ID made at the server
	 * @param bool $mayConfirm prove today's ID with a phone: for the first time or with a further one
	 * @param bool $mayForget take one of several phones away
	 * @param bool $mustStayOn it is the only second factor where Nextcloud demands one
	 * @param BackupCodes $backupCodes what to say of backup codes: nothing, a reminder, or that they are needed first
	 */
	public function __construct(
		public readonly State $state,
		public readonly ?string $userId = null,
		public readonly ?int $linkedAt = null,
		public readonly array $phones = [],
		public readonly ?Pending $pending = null,
		public readonly ?string $proposedId = null,
		public readonly bool $mayTypeId = false,
		public readonly bool $mayLink = false,
		public readonly bool $mayCreate = false,
		public readonly bool $mayConfirm = false,
		public readonly bool $mayForget = false,
		public readonly bool $mayEnable = false,
		public readonly bool $mayDisable = false,
		public readonly bool $mustStayOn = false,
		public readonly BackupCodes $backupCodes = BackupCodes::Ignore,
	) {
	}
}
