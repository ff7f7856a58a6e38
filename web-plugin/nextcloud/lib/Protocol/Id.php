<?php

declare(strict_types=1);

// Identifiers: UUID text in lower case in JSON, the same 16 bytes in signed documents (rule [CB7]).

namespace OCA\Countersign\Protocol;

final class Id {
	/** Whether something from outside is a UUID in lower case (RFC 9562 §4), the only spelling accepted. */
	public static function isId(mixed $value): bool {
		return is_string($value) && preg_match('/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\z/', $value) === 1;
	}

	/**
	 * UUID text → 16 bytes.
	 *
	 * @throws \InvalidArgumentException for anything else: ids are checked at the edge
	 */
	public static function toBytes(string $id): string {
		if (!self::isId($id)) {
			throw new \InvalidArgumentException('id: lower-case UUID expected');
		}
		return hex2bin(str_replace('-', '', $id));
	}
}
