<?php

declare(strict_types=1);

// Assignments as a CSV file: what `occ countersign:import` reads, too.

namespace OCA\Countersign\People;

use OCA\Countersign\Links\CsvRows;
use OCA\Countersign\Links\LinkStore;
use OCA\Countersign\Settings\FormFault;
use OCP\IL10N;

class PeopleCsv {
	public const MAX_BYTES = 2_000_000;
	private const LINES_MAX = 20_000;
	private const PAGE = 1_000;

	public function __construct(
		private readonly LinkStore $links,
		private readonly IL10N $l,
	) {
	}

	/**
	 * @return list<array{line: int, uid: string, change: ?Change, fault: string}> change null: the fault says why
	 * @throws FormFault
	 */
	public function read(mixed $csv): array {
		if (!is_string($csv) || strlen($csv) > self::MAX_BYTES) {
			throw FormFault::at('csv', 'too_long', $this->l->t('The file is too large: at most %s MB.', ['2']));
		}
		if (preg_match('//u', $csv) !== 1) {
			throw FormFault::at('csv', 'not_utf8', $this->l->t('The file is not written in UTF-8.'));
		}
		$stream = fopen('php://memory', 'r+');
		if ($stream === false) {
			throw new \RuntimeException('no memory for the file');
		}
		fwrite($stream, $csv);
		rewind($stream);
		$read = [];
		$seen = [];
		foreach (CsvRows::of($stream) as $line => $row) {
			if (count($read) >= self::LINES_MAX) {
				throw FormFault::at('csv', 'too_many', $this->l->t('The file has too many lines: at most %s.', [(string)self::LINES_MAX]));
			}
			$read[] = $this->line($line, $row, $seen);
		}
		fclose($stream);
		if ($read === []) {
			throw FormFault::at('csv', 'empty', $this->l->t('The file holds no lines: user, ID, and yes or no.'));
		}
		return $read;
	}

	/**
	 * Everybody who has an ID, in a form that `read` takes.
	 *
	 * @param ?string $after `next` of the part before
	 * @return array{csv: string, next: ?string}
	 */
	public function write(?string $after): array {
		$page = $this->links->page($after, self::PAGE);
		$csv = $after === null ? "user,id,enable\r\n" : '';
		foreach ($page as $link) {
			$csv .= implode(',', array_map(self::cell(...), [$link->uid, $link->userId, $link->enabled ? 'yes' : 'no'])) . "\r\n";
		}
		return ['csv' => $csv, 'next' => count($page) < self::PAGE ? null : $page[count($page) - 1]->uid];
	}

	/**
	 * @param list<string> $row
	 * @param array<string, int> $seen
	 * @return array{line: int, uid: string, change: ?Change, fault: string}
	 */
	private function line(int $line, array $row, array &$seen): array {
		$uid = $row[0] ?? '';
		$isEnabled = CsvRows::saysYes($row[2] ?? '');
		$fault = match (true) {
			count($row) < 2 || count($row) > 3 || $uid === '' => $this->l->t('Two or three columns are expected: user, ID, and yes or no.'),
			isset($seen['u' . $uid]) => $this->l->t('This user is in line %s already.', [(string)($seen['u' . $uid] ?? 0)]),
			$isEnabled === null => $this->l->t('The third column says yes or no.'),
			default => '',
		};
		$seen['u' . $uid] ??= $line;
		$change = $fault === '' ? new Change($uid, Action::Assign, $row[1], $isEnabled === true) : null;
		return ['line' => $line, 'uid' => $uid, 'change' => $change, 'fault' => $fault];
	}

	/**
	 * A cell that a spreadsheet would take for a formula begins with an apostrophe (OWASP, CSV injection). So does one that looks guarded
	 * already: an ID of the user `'-bob` must not come back as one of `-bob`.
	 */
	private static function cell(string $text): string {
		$guarded = preg_match('/^\'*[=+\-@\t]/', $text) === 1 ? "'" . $text : $text;
		return preg_match('/[",;\r\n]/', $guarded) === 1 ? '"' . str_replace('"', '""', $guarded) . '"' : $guarded;
	}
}
