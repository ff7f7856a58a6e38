<?php

declare(strict_types=1);

// User IDs: the one spelling by which both ends compare what people type in many (rule [AP6]).

namespace OCA\Countersign\Protocol;

final class UserId {
	/**
	 * Trimmed, lower case, NFC (lower case can undo NFC, hence twice). Not NFKC: compatibility folding would make one ID of two that a
	 * directory keeps apart.
	 *
	 * @throws \UnexpectedValueException for what is not UTF-8, and for anything beyond ASCII where PHP has no intl extension
	 */
	public static function normalise(string $typed): string {
		return self::spelling($typed)
			?? throw new \UnexpectedValueException('user ID: UTF-8 text expected, and the PHP extension intl for more than ASCII');
	}

	/** `Alice` and `alice ` are one person. What has no spelling is nobody, and the same as nothing. */
	public static function same(string $a, string $b): bool {
		$spelling = self::spelling($a);
		return $spelling !== null && $spelling === self::spelling($b);
	}

	private static function spelling(string $typed): ?string {
		$normal = Unicode::nfc($typed);
		if ($normal === null) {
			return null;
		}
		$trimmed = preg_replace('/^[' . Unicode::WHITE_SPACE . ']+|[' . Unicode::WHITE_SPACE . ']+\z/u', '', $normal);
		$lower = $trimmed === null ? null : Unicode::lowerCase($trimmed);
		return $lower === null ? null : Unicode::nfc($lower);
	}
}
