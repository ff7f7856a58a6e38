<?php

declare(strict_types=1);

// Reads a JSON object as strictly as the TypeScript verifier does; what PHP's own reader lets pass beyond RFC 8259 is refused.

namespace OCA\Countersign\Protocol;

final class StrictJson {
	/** Claims hold the evidence and nothing deeper; whatever is nested more is no document of ours. */
	private const DEPTH_MAX = 8;

	/**
	 * The object, or null for anything else. Of a name that stands twice the last counts (ECMA-262 §25.5.1 does the same), so both
	 * verifiers read one and the same document.
	 *
	 * Objects stay objects: as arrays, `{"0": "pop"}` would be the list `["pop"]`.
	 */
	public static function object(string $bytes): ?\stdClass {
		// Encoding API §6.1: a byte order mark at the beginning is taken off.
		$text = str_starts_with($bytes, "\u{feff}") ? substr($bytes, 3) : $bytes;
		if (self::hasLooseLiteral($text)) {
			return null;
		}
		$value = json_decode($text, false, self::DEPTH_MAX);
		return $value instanceof \stdClass ? $value : null;
	}

	/** RFC 8259 §3: literal names are lower case; PHP also takes `TRUE` and `Null`. Texts are cut out first. */
	private static function hasLooseLiteral(string $text): bool {
		$rest = preg_replace('/"(?:[^"\\\\]++|\\\\.)*+"/s', '', $text);
		return $rest === null || preg_match('/(?!true|false|null)(?i:true|false|null)/', $rest) !== 0;
	}
}
