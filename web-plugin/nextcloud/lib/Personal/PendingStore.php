<?php

declare(strict_types=1);

// Keeps what a person has chosen in their session, one choice for each place: the last one counts, in however many tabs.

namespace OCA\Countersign\Personal;

use OCA\Countersign\Login\Place;
use OCP\AppFramework\Utility\ITimeFactory;
use OCP\ISession;

final class PendingStore {
	public function __construct(
		private readonly ISession $session,
		private readonly ITimeFactory $clock,
	) {
	}

	public function put(Place $place, string $uid, string $userId, ?string $before, bool $created): Pending {
		$until = $this->clock->getTime() + Pending::GOOD_FOR_SECONDS;
		$this->session->set(self::slot($place), [
			'uid' => $uid,
			'userId' => $userId,
			'before' => $before,
			'created' => $created,
			'until' => $until,
		]);
		return new Pending($uid, $userId, $before, $created, $until);
	}

	/** Null also for the choice of somebody else who was signed in in this session before, and for one that is too old. */
	public function find(Place $place, string $uid): ?Pending {
		$kept = $this->session->get(self::slot($place));
		if (!is_array($kept) || ($kept['uid'] ?? null) !== $uid) {
			return null;
		}
		['userId' => $userId, 'before' => $before, 'created' => $created, 'until' => $until] = $kept;
		return $this->clock->getTime() <= $until ? new Pending($uid, $userId, $before, $created, $until) : null;
	}

	public function drop(Place $place): void {
		$this->session->remove(self::slot($place));
	}

	private static function slot(Place $place): string {
		return 'countersign_pending_' . $place->value;
	}
}
