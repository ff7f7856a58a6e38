<?php

declare(strict_types=1);

// Why a text cannot be somebody's Countersign ID: a word for the code, a sentence for people.

namespace OCA\Countersign\Links;

use OCP\IL10N;

final class IdFault extends \RuntimeException {
	/**
	 * @param 'empty'|'too_long'|'characters'|'no_email'|'unknown_placeholder'|'same_for_all' $reason
	 * @param string $detail the placeholder that is unknown
	 */
	public function __construct(
		public readonly string $reason,
		public readonly string $detail = '',
	) {
		parent::__construct(match ($reason) {
			'empty' => 'The Countersign ID is empty.',
			'too_long' => 'The Countersign ID is too long: at most ' . IdPattern::MAX_LENGTH . ' characters.',
			'characters' => 'A Countersign ID has no spaces and no invisible characters.',
			'no_email' => 'The pattern needs an email address, and this user has none.',
			'unknown_placeholder' => 'Unknown placeholder {' . $detail . '}: {uid}, {email}, {emailname} and {domain} are known.',
			'same_for_all' => 'The pattern gives every user the same ID: it needs {uid}, {email} or {emailname}.',
		});
	}

	/** The sentence in the reader's language. */
	public function words(IL10N $l): string {
		return match ($this->reason) {
			'empty' => $l->t('The Countersign ID is empty.'),
			'too_long' => $l->t('The Countersign ID is too long: at most %s characters.', [(string)IdPattern::MAX_LENGTH]),
			'characters' => $l->t('A Countersign ID has no spaces and no invisible characters.'),
			'no_email' => $l->t('The pattern needs an email address, and this user has none.'),
			'unknown_placeholder' => $l->t('Unknown placeholder {%s}: {uid}, {email}, {emailname} and {domain} are known.', [$this->detail]),
			'same_for_all' => $l->t('The pattern gives every user the same ID: it needs {uid}, {email} or {emailname}.'),
		};
	}
}
