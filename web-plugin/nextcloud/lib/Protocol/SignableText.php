<?php

declare(strict_types=1);

// Which texts may stand in a signed document, and how a text from outside becomes one (rule [CB5]).

namespace OCA\Countersign\Protocol;

final class SignableText {
	/** Characters that could make signed text look like something else on a screen: controls, line breaks, bidi. */
	private const UNFIT = '/[\p{Cc}\x{2028}\x{2029}\x{061c}\x{200e}\x{200f}\x{202a}-\x{202e}\x{2066}-\x{2069}]/u';

	/** Whether a text is UTF-8 in NFC without unfit characters, at most `maxBytes` long. */
	public static function fits(string $text, int $maxBytes): bool {
		// The pattern fails, which is neither 0 nor 1, on what is not UTF-8, lone surrogates among it.
		return strlen($text) <= $maxBytes
			&& preg_match(self::UNFIT, $text) === 0
			&& Unicode::nfc($text) === $text;
	}

	/** Makes text from outside signable: NFC, unfit characters become spaces, cut at a character so that it fits. */
	public static function fit(string $text, int $maxBytes): string {
		$clean = preg_replace(self::UNFIT, ' ', mb_scrub($text, 'UTF-8')) ?? '';
		// Where nobody can normalise it, what is left is what needs no normalising.
		$normal = Unicode::nfc($clean) ?? preg_replace('/[^\x20-\x7e]/u', '?', $clean) ?? '';
		return mb_strcut($normal, 0, $maxBytes, 'UTF-8');
	}
}
