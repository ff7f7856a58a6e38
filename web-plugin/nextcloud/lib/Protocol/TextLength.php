<?php

declare(strict_types=1);

// How long a UTF-8 text is to those who count it; whether it is UTF-8 is known before, or does not matter.

namespace OCA\Countersign\Protocol;

final class TextLength {
	/** As the shapes of claims are counted. */
	public static function inCharacters(string $text): int {
		return strlen($text) - (int)preg_match_all('/[\x80-\xbf]/', $text);
	}

	/** As JavaScript counts a text: a character beyond U+FFFF, which has four bytes, is two units. */
	public static function inUtf16(string $text): int {
		return self::inCharacters($text) + (int)preg_match_all('/[\xf0-\xf7]/', $text);
	}
}
