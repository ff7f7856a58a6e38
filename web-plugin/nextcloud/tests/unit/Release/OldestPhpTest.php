<?php

declare(strict_types=1);

// Nextcloud 31 runs on PHP 8.1, and a newer PHP says nothing of what that one cannot read: the whole app would not load there.

namespace OCA\Countersign\Tests\Release;

use PHPUnit\Framework\TestCase;

final class OldestPhpTest extends TestCase {
	private const NEWER = [
		'a readonly class (8.2)' => '/^\s*(?:(?:final|abstract)\s+)*readonly\s+(?:(?:final|abstract)\s+)*class\b/m',
		'a constant of a trait (8.2)' => '/^trait\b.*^\s*(?:(?:final|public|protected|private)\s+)*const\s/ms',
		'null, true or false as a type of its own (8.2)' => '/\bfunction\b[^{;]*\)\s*:\s*(?:null|true|false)\s*[{;]/i',
		'a constant with a type (8.3)' => '/^\s*(?:(?:final|public|protected|private)\s+)*const\s+\w+\s+\w+\s*=/m',
		'a constant by a name that is computed (8.3)' => '/::\{/',
		'#[Override] (8.3)' => '/#\[\\\\?Override\b/',
		'property hooks and halves of visibility (8.4)' => '/\bprivate\(set\)|\bprotected\(set\)/',
		'new without brackets around it (8.4)' => '/=\s*new\s+\w+\([^()]*\)->/',
		'json_validate, str_increment, array_find and their kin (8.3, 8.4)' => '/(?<![>:\w])(?:json_validate|str_increment|array_find|array_any|array_all|mb_trim|mb_str_pad)\s*\(/',
	];

	public function testNothingIsWrittenThatTheOldestPhpCannotRead(): void {
		$lib = new \RecursiveIteratorIterator(new \RecursiveDirectoryIterator(__DIR__ . '/../../../lib', \FilesystemIterator::SKIP_DOTS));
		foreach ($lib as $file) {
			foreach (self::NEWER as $what => $pattern) {
				self::assertDoesNotMatchRegularExpression($pattern, (string)file_get_contents($file->getPathname()), "$what in {$file->getFilename()}");
			}
		}
	}
}
