<?php

declare(strict_types=1);

// What a change would do, or has done, for one person: in words, with the way back if there is one.

namespace OCA\Countersign\People;

final class Outlook implements \JsonSerializable {
	/** @param 'change'|'same'|'refused' $kind */
	private function __construct(
		public readonly string $uid,
		public readonly string $kind,
		public readonly string $code,
		public readonly string $sentence,
		public readonly string $note = '',
		public readonly ?Change $undo = null,
		public readonly ?Person $person = null,
	) {
	}

	/** @param list<string> $notes what the admin should know besides */
	public static function change(string $uid, string $code, string $sentence, array $notes = [], ?Change $undo = null): self {
		return new self($uid, 'change', $code, $sentence, implode(' ', $notes), $undo);
	}

	public static function same(string $uid, string $sentence): self {
		return new self($uid, 'same', 'same', $sentence);
	}

	public static function refused(string $uid, string $code, string $sentence): self {
		return new self($uid, 'refused', $code, $sentence);
	}

	/** The same, with how the person is now. */
	public function as(Person $person): self {
		return new self($this->uid, $this->kind, $this->code, $this->sentence, $this->note, $this->undo, $person);
	}

	/** @return array<string, mixed> */
	public function jsonSerialize(): array {
		return [
			'uid' => $this->uid,
			'kind' => $this->kind,
			'code' => $this->code,
			'sentence' => $this->sentence,
			'note' => $this->note,
			'undo' => $this->undo,
			'person' => $this->person,
		];
	}
}
