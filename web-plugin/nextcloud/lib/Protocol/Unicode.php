<?php

declare(strict_types=1);

// What PHP's intl extension knows of Unicode; where it is missing there is no answer, and nobody guesses one.

namespace OCA\Countersign\Protocol;

final class Unicode {
	/** White space and line ends as ECMA-262 §12.2 and §12.3 list them, for a character class of a pattern with `u`. */
	public const WHITE_SPACE = '\t\n\x0b\f\r \x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}\x{feff}';

	/** NFC of a UTF-8 text; null where nobody can tell. Nextcloud brings a Normalizer of its own when intl is missing. */
	public static function nfc(string $text): ?string {
		if (self::isPlain($text)) {
			return $text;
		}
		$normal = class_exists(\Normalizer::class) ? \Normalizer::normalize($text, \Normalizer::FORM_C) : false;
		return is_string($normal) ? $normal : null;
	}

	/**
	 * Lower case by the full mapping of Unicode, the final sigma included, which `mb_strtolower` learns only in PHP 8.3; null where
	 * nobody can tell.
	 */
	public static function lowerCase(string $text): ?string {
		if (self::isPlain($text)) {
			// Not strtolower, which asks the locale before PHP 8.2.
			return strtr($text, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz');
		}
		$lower = class_exists(\Transliterator::class) ? \Transliterator::create('Any-Lower')?->transliterate($text) : false;
		return is_string($lower) ? $lower : null;
	}

	/** ASCII has no composed characters. */
	private static function isPlain(string $text): bool {
		return preg_match('/[\x80-\xff]/', $text) === 0;
	}
}
