<?php

declare(strict_types=1);

// The value types of signed documents: each reads the bytes of one field, and refuses every other spelling ([CB1]–[CB7]).

namespace OCA\Countersign\Protocol;

/** Each function gives a reader: bytes in, value out, Malformed for anything else. Numbers are unsigned and big-endian. */
final class FieldTypes {
	/**
	 * Every field once, in the order of the tags, and nothing after them.
	 *
	 * @param array<string, array{int, \Closure(string): mixed}> $fields name → tag and type, in ascending order of tags
	 * @return \Closure(string): array<string, mixed>
	 */
	public static function record(array $fields): \Closure {
		return static function (string $bytes) use ($fields): array {
			$values = [];
			$offset = 0;
			foreach ($fields as $name => [$tag, $type]) {
				$length = self::number(substr($bytes, $offset + 1, 2));
				if ($offset + 3 + $length > strlen($bytes)) {
					throw new Malformed("truncated at field $name");
				}
				if (ord($bytes[$offset]) !== $tag) {
					throw new Malformed("tag $tag ($name) expected");
				}
				$values[$name] = $type(substr($bytes, $offset + 3, $length));
				$offset += 3 + $length;
			}
			if ($offset !== strlen($bytes)) {
				throw new Malformed('trailing bytes');
			}
			return $values;
		};
	}

	/**
	 * @param 1|2|4|8 $width
	 * @return \Closure(string): int
	 */
	public static function unsigned(int $width): \Closure {
		return static function (string $bytes) use ($width): int {
			if (strlen($bytes) !== $width) {
				throw new Malformed("$width bytes expected");
			}
			// Eight bytes from 2^63 on do not fit an integer of PHP, which has a sign; the first bits tell before the sum is made.
			if ($width === 8 && (ord($bytes[0]) !== 0 || ord($bytes[1]) > 0x1f)) {
				throw new Malformed('exceeds 2^53 - 1');
			}
			return self::number($bytes);
		};
	}

	/**
	 * One byte that is one of these.
	 *
	 * @param list<int> $allowed
	 * @return \Closure(string): int
	 */
	public static function code(array $allowed): \Closure {
		return static function (string $bytes) use ($allowed): int {
			$value = self::unsigned(1)($bytes);
			return in_array($value, $allowed, true) ? $value : throw new Malformed('unknown code');
		};
	}

	/** @return \Closure(string): string */
	public static function raw(int $length): \Closure {
		return self::bytes($length, $length);
	}

	/** @return \Closure(string): string */
	public static function bytes(int $min, int $max): \Closure {
		return static function (string $bytes) use ($min, $max): string {
			$length = strlen($bytes);
			return $length >= $min && $length <= $max ? $bytes : throw new Malformed("$min to $max bytes expected");
		};
	}

	/** @return \Closure(string): string */
	public static function text(int $maxBytes): \Closure {
		return static fn (string $bytes): string => SignableText::fits($bytes, $maxBytes)
			? $bytes
			: throw new Malformed("signable text of at most $maxBytes bytes expected");
	}

	/** @return \Closure(string): list<int> */
	public static function numbers(int $max): \Closure {
		return static function (string $bytes) use ($max): array {
			if (strlen($bytes) % 2 !== 0 || strlen($bytes) / 2 > $max) {
				throw new Malformed("up to $max entries of 2 bytes expected");
			}
			return $bytes === '' ? [] : array_map(self::number(...), str_split($bytes, 2));
		};
	}

	/**
	 * At most `max` entries, each with its length before it.
	 *
	 * @param \Closure(string): mixed $type
	 * @return \Closure(string): list<mixed>
	 */
	public static function repeated(\Closure $type, int $max): \Closure {
		return static function (string $bytes) use ($type, $max): array {
			$entries = [];
			for ($offset = 0; $offset < strlen($bytes); $offset += 2 + $length) {
				if (count($entries) === $max) {
					throw new Malformed("more than $max entries");
				}
				$length = self::number(substr($bytes, $offset, 2));
				if ($offset + 2 + $length > strlen($bytes)) {
					throw new Malformed('truncated');
				}
				$entries[] = $type(substr($bytes, $offset + 2, $length));
			}
			return $entries;
		};
	}

	/** At most 53 bits: what would be more was refused before. */
	private static function number(string $bytes): int {
		$value = 0;
		foreach (unpack('C*', $bytes) as $byte) {
			$value = ($value << 8) | $byte;
		}
		return $value;
	}
}
