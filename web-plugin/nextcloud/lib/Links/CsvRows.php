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

	private const YES = ['', '1', 'y', 'yes', 'true', 'on', 'ja'];
	private const NO = ['0', 'n', 'no', 'false', 'off', 'nein'];

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
			$row = array_map(self::cell(...), str_getcsv($text, $separator, '"', ''));
			if ($isFirst && self::isHeader($row)) {
				continue;
			}
			yield $line => $row;
		}
	}

	/** What the third column says: whether the ID is asked for. Empty: yes; null: neither yes nor no. */
	public static function saysYes(string $cell): ?bool {
		$word = strtolower($cell);
		return in_array($word, self::YES, true) ? true : (in_array($word, self::NO, true) ? false : null);
	}

	/** An apostrophe before what a spreadsheet would take for a formula is a guard, and not meant (OWASP, CSV injection). */
	private static function cell(?string $written): string {
		$cell = trim($written ?? '');
		return preg_match('/^\'+[=+\-@\t]/', $cell) === 1 ? substr($cell, 1) : $cell;
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
