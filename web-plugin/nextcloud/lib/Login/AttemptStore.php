<?php

declare(strict_types=1);

// Keeps the one open attempt of each place in Nextcloud's own session, on the server; the only code that reads or writes it.

namespace OCA\Countersign\Login;

use OCP\ISession;

final class AttemptStore {
	/** Bumped when Attempt changes: an attempt stored by another version counts as none. */
	private const VERSION = 1;

	public function __construct(
		private readonly ISession $session,
	) {
	}

	/** The attempt of this place if it is this person's; another one is as good as none. */
	public function find(Subject $subject): ?Attempt {
		$kept = $this->session->get(self::slot($subject->place));
		if (!is_array($kept) || ($kept['version'] ?? null) !== self::VERSION) {
			return null;
		}
		// Sound: only `put` writes here, and a session on the server is out of the browser's reach.
		$attempt = new Attempt(...$kept['attempt']);
		return $attempt->isFor($subject) ? $attempt : null;
	}

	public function put(Place $place, Attempt $attempt): void {
		// As an array: a session outlives an update of this app, and an object of a class that changed would not.
		$this->session->set(self::slot($place), ['version' => self::VERSION, 'attempt' => get_object_vars($attempt)]);
	}

	public function forget(Place $place): void {
		$this->session->remove(self::slot($place));
	}

	private static function slot(Place $place): string {
		return 'countersign.attempt.' . $place->value;
	}
}
