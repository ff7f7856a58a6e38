<?php

declare(strict_types=1);

// The access passes by their number, as the build wrote them down from the protocol's own list (rules [SY2], [SY3]).

namespace OCA\Countersign\Protocol;

final class AccessPasses {
	private const FILE = __DIR__ . '/../../resources/access-passes.json';

	/**
	 * Name and drawing (a path for `viewBox="0 0 24 24"`) of one access pass; null: this version does not know it.
	 *
	 * @return ?array{name: array{en: string, de: string}, path: string}
	 */
	public static function byId(int $id): ?array {
		// Read anew: one login draws one pass.
		$passes = json_decode((string)file_get_contents(self::FILE), true, 4, JSON_THROW_ON_ERROR);
		return $passes[$id] ?? null;
	}
}
