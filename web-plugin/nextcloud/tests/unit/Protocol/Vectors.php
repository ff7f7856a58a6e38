<?php

declare(strict_types=1);

// Reads the public vectors of the protocol, by which every implementation is measured.

namespace OCA\Countersign\Tests\Protocol;

final class Vectors {
	/** @return array<string, mixed> one file of protocol/vectors */
	public static function file(string $name): array {
		$path = __DIR__ . "/../../../../../protocol/vectors/$name.json";
		return json_decode((string)file_get_contents($path), true, 16, JSON_THROW_ON_ERROR);
	}
}
