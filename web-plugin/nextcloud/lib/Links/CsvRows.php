<?php

declare(strict_types=1);

// Reads the rows of a CSV file as people's programs write it: comma or semicolon, with or without BOM and header.

namespace OCA\Countersign\Links;

final class CsvRows {
	/** Longer lines are no assignments; without a limit one line could fill the memory. */
	private const LINE_MAX_BYTES = 8192;

	private const BOM = "\xEF\xBB\xBF";
	private const USER_HEADERS = ['user', 'uid', 'username', 'user id', 'benutzer', 'benutzername'];
	private const ID_HEADERS = ['id', 'countersign id', 'countersign-id', 'countersign_id'];

	/**
	 * @param resource $stream
	 * @return \Generator<int, list<string>> by line number; empty lines are left out
	 */
	public static function of($stream): \Generator {
		$separator = null;
		for ($line = 1; ($text = fgets($stream, self::LINE_MAX_BYTES)) !== false; $line++) {
			if (!str_ends_with($text, "\n") && !feof($stream)) {
				self::skipLine($stream);
				// No cells: the import answers this line as one that has too few.
				yield $line => [];
				continue;
			}
			$text = rtrim($line === 1 && str_starts_with($text, self::BOM) ? substr($text, 3) : $text, "\r\n");
			if (trim($text) === '') {
				continue;
			}
			$isFirst = $separator === null;
			$separator ??= substr_count($text, ';') > substr_count($text, ',') ? ';' : ',';
			$row = array_map(static fn (?string $cell): string => trim($cell ?? ''), str_getcsv($text, $separator, '"', ''));
			if ($isFirst && self::isHeader($row)) {
				continue;
			}
			yield $line => $row;
		}
	}

	/**
	 * The first cell alone does not make a header: somebody's uid may be "user".
	 *
	 * @param list<string> $row
	 */
	private static function isHeader(array $row): bool {
		return in_array(strtolower($row[0]), self::USER_HEADERS, true) && in_array(strtolower($row[1] ?? ''), self::ID_HEADERS, true);
	}

	/** @param resource $stream */
	private static function skipLine($stream): void {
		while (($rest = fgets($stream, self::LINE_MAX_BYTES)) !== false && !str_ends_with($rest, "\n"));
	}
}
