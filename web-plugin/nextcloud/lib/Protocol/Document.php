<?php

declare(strict_types=1);

// One kind of signed document: its domain, the bytes that are signed, its strict parser (rules [CB1]–[CB8]).

namespace OCA\Countersign\Protocol;

final class Document {
	/** A document's body is at most this long. */
	public const MAX_BODY_BYTES = 4096;

	/** @param \Closure(string): array<string, mixed> $record made by FieldTypes::record */
	public function __construct(
		private readonly string $domain,
		private readonly \Closure $record,
	) {
	}

	/** Body bytes → the bytes that are signed: `u8(length) ‖ domain ‖ body`. */
	public function message(string $body): string {
		return self::prefix($this->domain) . $body;
	}

	/**
	 * Body bytes from outside → values by field name; null for anything but the one spelling of such a document.
	 *
	 * @return ?array<string, mixed>
	 */
	public function parse(string $body): ?array {
		if (strlen($body) > self::MAX_BODY_BYTES) {
			return null;
		}
		try {
			return ($this->record)($body);
		} catch (Malformed) {
			return null;
		}
	}

	/** `u8(length) ‖ ASCII`: the length first makes the set of domains prefix-free, so no document can be read as another. */
	public static function prefix(string $domain): string {
		return chr(strlen($domain)) . $domain;
	}
}
