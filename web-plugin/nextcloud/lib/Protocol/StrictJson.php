<?php

declare(strict_types=1);

// Reads a JSON object as the TypeScript verifier does, so that both see one and the same document; its shape is left to others.

namespace OCA\Countersign\Protocol;

final class StrictJson {
	/** Claims hold the evidence and nothing deeper; whatever is nested more is no document of ours. */
	private const DEPTH_MAX = 8;

	/**
	 * The object, or null for anything else. Of a name that stands twice the last counts, as ECMA-262 §25.5.1 has it.
	 *
	 * Objects stay objects: as arrays, `{"0": "pop"}` would be the list `["pop"]`. Half a surrogate pair is no text in PHP, and no JSON.
	 */
	public static function object(string $bytes): ?\stdClass {
		// Encoding API §6.1: a byte order mark at the beginning is taken off.
		$text = str_starts_with($bytes, "\u{feff}") ? substr($bytes, 3) : $bytes;
		$value = json_decode($text, false, self::DEPTH_MAX);
		return $value instanceof \stdClass ? $value : null;
	}
}
