<?php

declare(strict_types=1);

// One JSON answer of the server, read field by field: what does not have the expected shape is no answer.

namespace OCA\Countersign\Server;

use OCA\Countersign\Protocol\Base64Url;

/** An answer may have fields that this version does not know: a newer server must not lock anybody out. */
final class Answer {
	private const UUID = '/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/D';

	/** @param array<array-key, mixed> $fields */
	private function __construct(
		private readonly array $fields,
	) {
	}

	/** @throws ServerFault bad_response: no JSON object */
	public static function of(string $json): self {
		$fields = json_decode($json, true, 16);
		return new self(is_array($fields) && !array_is_list($fields) ? $fields : self::bad());
	}

	public function has(string $name): bool {
		return isset($this->fields[$name]);
	}

	public function part(string $name): self {
		$value = $this->fields[$name] ?? null;
		return new self(is_array($value) ? $value : self::bad());
	}

	/** @return array<array-key, mixed> as it came, for what checks it by itself */
	public function raw(): array {
		return $this->fields;
	}

	public function text(string $name, int $maxBytes): string {
		$value = $this->fields[$name] ?? null;
		return is_string($value) && strlen($value) <= $maxBytes ? $value : self::bad();
	}

	public function textOrNull(string $name, int $maxBytes): ?string {
		return array_key_exists($name, $this->fields) && $this->fields[$name] === null ? null : $this->text($name, $maxBytes);
	}

	public function number(string $name): int {
		$value = $this->fields[$name] ?? null;
		return is_int($value) && $value >= 0 ? $value : self::bad();
	}

	public function uuid(string $name): string {
		$value = $this->fields[$name] ?? null;
		return is_string($value) && preg_match(self::UUID, $value) === 1 ? $value : self::bad();
	}

	/** Base64url of so many bytes. */
	public function bytes(string $name, int $count): string {
		$value = $this->text($name, 4 * $count);
		$bytes = Base64Url::decode($value);
		return $bytes !== null && strlen($bytes) === $count ? $value : self::bad();
	}

	/** @param list<string> $words */
	public function oneOf(string $name, array $words): string {
		$value = $this->fields[$name] ?? null;
		return is_string($value) && in_array($value, $words, true) ? $value : self::bad();
	}

	public function matches(string $name, string $pattern): string {
		$value = $this->fields[$name] ?? null;
		return is_string($value) && preg_match($pattern, $value) === 1 ? $value : self::bad();
	}

	/** @return list<string> */
	public function texts(string $name, int $maxBytes): array {
		$list = $this->fields[$name] ?? null;
		if (!is_array($list) || !array_is_list($list)) {
			self::bad();
		}
		return array_map(static fn (mixed $text): string => is_string($text) && strlen($text) <= $maxBytes ? $text : self::bad(), $list);
	}

	public function flag(string $name): bool {
		$value = $this->fields[$name] ?? null;
		return is_bool($value) ? $value : self::bad();
	}

	private static function bad(): never {
		throw new ServerFault('bad_response');
	}
}
