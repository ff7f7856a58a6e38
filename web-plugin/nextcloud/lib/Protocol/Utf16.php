<?php

declare(strict_types=1);

// Counts text as the server counts it.

namespace OCA\Countersign\Protocol;

final class Utf16 {
	/** UTF-16 units of a UTF-8 text: one for each character, two for one beyond U+FFFF, which has four bytes. */
	public static function length(string $text): int {
		$continuations = preg_match_all('/[\x80-\xbf]/', $text);
		return strlen($text) - $continuations + preg_match_all('/[\xf0-\xf7]/', $text);
	}
}
