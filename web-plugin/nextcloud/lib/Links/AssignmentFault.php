<?php

declare(strict_types=1);

// Why a change of somebody's Countersign ID was not made.

namespace OCA\Countersign\Links;

use OCP\IL10N;

final class AssignmentFault extends \RuntimeException {
	/** @param 'no_id'|'not_in_groups'|'id_taken' $reason */
	public function __construct(
		public readonly string $reason,
		private readonly string $uid,
		private readonly string $detail = '',
	) {
		parent::__construct(match ($reason) {
			'no_id' => 'User "' . $uid . '" has no Countersign ID. Assign one: occ countersign:assign ' . $uid . ' ID',
			'not_in_groups' => 'User "' . $uid . '" is in none of the groups that may use Countersign.',
			'id_taken' => 'The pattern gives user "' . $uid . '" the ID "' . $detail . '", which another user here has already.',
		});
	}

	/** The sentence in the reader's language. */
	public function words(IL10N $l): string {
		return match ($this->reason) {
			'no_id' => $l->t('%s has no Countersign ID yet. Assign one first.', [$this->uid]),
			'not_in_groups' => $l->t('%s is in none of the groups that may use Countersign.', [$this->uid]),
			'id_taken' => $l->t('The pattern gives %1$s the ID %2$s, which another user here has already.', [$this->uid, $this->detail]),
		};
	}
}
