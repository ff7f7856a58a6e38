<?php

declare(strict_types=1);

// Why a person's own wish was not fulfilled: a word for the script, a sentence for the person.

namespace OCA\Countersign\Personal;

use OCA\Countersign\Links\IdFault;
use OCA\Countersign\Server\ServerFault;
use OCP\IL10N;

final class PersonalFault extends \RuntimeException {
	private const STATUS = [
		'not_allowed' => 403,
		'backup_codes_missing' => 409,
		'other_factor' => 409,
		'must_stay_on' => 409,
		'last_phone' => 409,
		'not_set_up' => 409,
		'not_confirmed' => 409,
		'already_yours' => 409,
		'only_by_pattern' => 409,
		'user_id_taken' => 409,
		'enrolment_not_allowed' => 409,
		'id_malformed' => 422,
		'too_many_requests' => 429,
		'unreachable' => 503,
	];

	/**
	 * @param key-of<self::STATUS> $reason
	 * @param ?IdFault $id what is wrong with an ID, for `id_malformed`
	 */
	public function __construct(
		public readonly string $reason,
		private readonly ?IdFault $id = null,
	) {
		parent::__construct($reason);
	}

	public static function ofId(IdFault $fault): self {
		return new self('id_malformed', $fault);
	}

	/** A wrong key and the like are the admin's matter: a person hears that the service cannot be reached; the log has the rest. */
	public static function ofServer(ServerFault $fault): self {
		return new self(match ($fault->reason) {
			'user_id_taken', 'enrolment_not_allowed', 'too_many_requests' => $fault->reason,
			default => 'unreachable',
		});
	}

	public function status(): int {
		return self::STATUS[$this->reason];
	}

	public function words(IL10N $l): string {
		return match ($this->reason) {
			'not_allowed' => $l->t('This is not open to you. Please ask the admins.'),
			'backup_codes_missing' => $l->t('Make backup codes first: without them a lost phone would lock you out.'),
			'other_factor' => $l->t('You have another second factor. Log in with it and link your phone in the settings.'),
			'must_stay_on' => $l->t('A second factor is required for your account, and this is your only one.'),
			'last_phone' => $l->t('This is the only phone that is linked. Link another one first.'),
			'not_set_up' => $l->t('There is no Countersign ID yet.'),
			'not_confirmed' => $l->t('No phone has confirmed it yet.'),
			'already_yours' => $l->t('This is your Countersign ID already.'),
			'only_by_pattern' => $l->t('A new ID is created only as the admins have set it. If this one exists already, choose “I have this ID already”.'),
			'user_id_taken' => $l->t('This ID exists already. If it is yours, choose “I have this ID already” and confirm it with its phone. If not, ask the admins.'),
			'enrolment_not_allowed' => $l->t('New IDs cannot be created from here. Please ask the admins.'),
			'id_malformed' => $this->id?->words($l) ?? '',
			'too_many_requests' => $l->t('Too many tries. Wait a moment.'),
			'unreachable' => $l->t('The server that asks your phone cannot be reached. Try again in a moment, or ask the admins.'),
		};
	}
}
