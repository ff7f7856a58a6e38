<?php

declare(strict_types=1);

// Reads what a form sent, field by field: whatever is of the wrong kind is a fault of that field, and all faults are told together.

namespace OCA\Countersign\Settings;

use OCP\IGroupManager;
use OCP\IL10N;

final class Form {
	private const GROUPS_MAX = 200;

	/** @var array<string, array{code: string, sentence: string}> */
	private array $faults = [];

	/** @param array<array-key, mixed> $given nothing of it is believed */
	public function __construct(
		private readonly array $given,
		private readonly IL10N $l,
	) {
	}

	public function fault(string $field, string $code, string $sentence): void {
		$this->faults[$field] ??= ['code' => $code, 'sentence' => $sentence];
	}

	/** @throws FormFault all faults so far */
	public function orFault(): void {
		if ($this->faults !== []) {
			throw new FormFault($this->faults);
		}
	}

	/** Without blanks around it; empty if it is missing. */
	public function text(string $field, int $maxBytes): string {
		$value = $this->given[$field] ?? '';
		if (!is_string($value) || preg_match('//u', $value) !== 1) {
			$this->fault($field, 'kind', $this->l->t('This is no text.'));
			return '';
		}
		$trimmed = trim($value);
		if (strlen($trimmed) > $maxBytes) {
			$this->fault($field, 'too_long', $this->l->t('This is too long: at most %s characters.', [(string)$maxBytes]));
			return '';
		}
		return $trimmed;
	}

	/** Text that people read: no control characters, and none that turn the direction of what follows. */
	public function words(string $field, int $maxBytes, bool $lines = false): string {
		$text = str_replace("\r\n", "\n", $this->text($field, $maxBytes));
		$plain = $lines ? str_replace("\n", ' ', $text) : $text;
		if (preg_match('/[\p{Cc}\x{061c}\x{200e}\x{200f}\x{202a}-\x{202e}\x{2066}-\x{2069}]/u', $plain) === 1) {
			$this->fault($field, 'characters', $this->l->t('This holds invisible characters.'));
			return '';
		}
		return $text;
	}

	public function flag(string $field): bool {
		$value = $this->given[$field] ?? null;
		if (!is_bool($value)) {
			$this->fault($field, 'kind', $this->l->t('Yes or no is missing.'));
		}
		return $value === true;
	}

	/**
	 * @template T of \BackedEnum
	 * @param class-string<T> $kind
	 * @param T $otherwise what is returned beside the fault
	 * @return T
	 */
	public function oneOf(string $field, string $kind, \BackedEnum $otherwise): \BackedEnum {
		$value = $this->given[$field] ?? null;
		$case = is_string($value) ? $kind::tryFrom($value) : null;
		if ($case === null) {
			$this->fault($field, 'choice', $this->l->t('Choose one of these.'));
		}
		return $case ?? $otherwise;
	}

	/**
	 * The groups beside a choice; nothing if the choice is not "groups".
	 *
	 * @return list<string> group IDs, each one of a group that exists
	 */
	public function groups(string $field, Scope $scope, IGroupManager $groups): array {
		if ($scope !== Scope::Groups) {
			return [];
		}
		$value = $this->given[$field] ?? null;
		if (!is_array($value) || count($value) > self::GROUPS_MAX || array_filter($value, is_string(...)) !== $value) {
			$this->fault($field, 'kind', $this->l->t('These are no groups.'));
			return [];
		}
		if ($value === []) {
			$this->fault($field, 'no_group', $this->l->t('Choose at least one group.'));
			return [];
		}
		$gids = array_values(array_unique($value));
		foreach ($gids as $gid) {
			if (!$groups->groupExists($gid)) {
				$this->fault($field, 'group_gone', $this->l->t('There is no group “%s”. Take it away.', [$gid]));
			}
		}
		return $gids;
	}
}
