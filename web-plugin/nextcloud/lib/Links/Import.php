<?php

declare(strict_types=1);

// Assigns IDs from a CSV file, line by line; every line is answered.

namespace OCA\Countersign\Links;

use OCP\IUserManager;

final class Import {
	public function __construct(
		private readonly Assignments $assignments,
		private readonly LinkStore $links,
		private readonly Permissions $permissions,
		private readonly IUserManager $users,
	) {
	}

	/**
	 * @param iterable<int, list<string>> $rows by line number
	 * @param bool $dryRun everything is checked, nothing stored
	 * @return \Generator<ImportedLine>
	 */
	public function run(iterable $rows, bool $dryRun): \Generator {
		$seen = [];
		$given = [];
		foreach ($rows as $line => $row) {
			$done = $this->line($line, $row, $seen, $given, $dryRun);
			// Also a line that failed: which of two was meant is not for us to guess. The letter keeps "1" a text.
			$seen['u' . $done->uid] ??= $line;
			if ($done->userId !== null) {
				$given['i' . $done->userId][] = $done->uid;
			}
			yield $done;
		}
	}

	/**
	 * @param list<string> $row
	 * @param array<string, int> $seen the line in which a user came first
	 * @param array<string, list<string>> $given the users of an ID in this file, which a dry run does not store
	 */
	private function line(int $line, array $row, array $seen, array $given, bool $dryRun): ImportedLine {
		$uid = $row[0] ?? '';
		if (!mb_check_encoding(implode('', $row), 'UTF-8')) {
			return ImportedLine::failed($line, '', 'The line is not UTF-8.');
		}
		if (count($row) < 2 || count($row) > 3) {
			return ImportedLine::failed($line, $uid, 'Two or three columns expected: user, id, enable.');
		}
		$user = $uid === '' ? null : $this->users->get($uid);
		if ($user === null) {
			return ImportedLine::failed($line, $uid, 'No such user.');
		}
		// The directory's own spelling: "ALICE" is found as "alice" by some of them.
		$uid = $user->getUID();
		if (isset($seen['u' . $uid])) {
			return ImportedLine::failed($line, $uid, 'This user is in line ' . $seen['u' . $uid] . ' already.');
		}
		$isEnabled = CsvRows::saysYes($row[2] ?? '');
		if ($isEnabled === null) {
			return ImportedLine::failed($line, $uid, 'The third column says yes or no.');
		}
		try {
			$userId = IdPattern::checked($row[1]);
			$before = $this->links->find($uid);
			if (!$dryRun) {
				$this->assignments->assign($user, $userId, Origin::Admin, $isEnabled, Actor::commandLine());
			}
		} catch (IdFault $fault) {
			return ImportedLine::failed($line, $uid, $fault->getMessage());
		}
		$notes = [];
		$others = array_diff(array_unique([...$this->links->usersOf($userId), ...$given['i' . $userId] ?? []]), [$uid]);
		if ($others !== []) {
			$notes[] = 'also the ID of ' . implode(', ', $others);
		}
		if (!$isEnabled) {
			$notes[] = 'not asked: switched off';
		} elseif (!$this->permissions->mayUse($user)) {
			$notes[] = 'not asked: the user is in none of the groups that may use Countersign';
		}
		return ImportedLine::done($line, $uid, $userId, $before?->userId, $notes);
	}
}
