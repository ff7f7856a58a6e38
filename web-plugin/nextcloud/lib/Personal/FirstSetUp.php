<?php

declare(strict_types=1);

// What the page of a set-up at login says and offers. Only to be shown: each route decides again for itself.

namespace OCA\Countersign\Personal;

final class FirstSetUp {
	/**
	 * @param bool $possible false: the person has to ask the admins
	 * @param ?string $userId the ID that was assigned, or the one of the pattern
	 * @param bool $isAssigned it is this one and no other
	 * @param bool $mayTypeId any ID may be typed
	 * @param bool $mayCreate an ID may be made at the server
	 * @param bool $hasBackupCodes they come first: with them no unknown phone is needed to log in
	 * @param ?Pending $pending what was chosen and waits for its phone
	 */
	public function __construct(
		public readonly bool $possible,
		public readonly ?string $userId = null,
		public readonly bool $isAssigned = false,
		public readonly bool $mayTypeId = false,
		public readonly bool $mayCreate = false,
		public readonly bool $hasBackupCodes = false,
		public readonly ?Pending $pending = null,
	) {
	}
}
