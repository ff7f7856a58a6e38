<?php

declare(strict_types=1);

// Writes what was decided about IDs and settings into Nextcloud's audit log (app "admin_audit").

namespace OCA\Countersign\Links;

use OCP\EventDispatcher\IEventDispatcher;
use OCP\Log\Audit\CriticalActionPerformedEvent;

final class AuditTrail {
	public function __construct(
		private readonly IEventDispatcher $events,
	) {
	}

	public function assigned(string $uid, string $userId, Actor $actor): void {
		$this->write('Countersign ID "%s" assigned to user "%s" by %s', [$userId, $uid, $actor->words()]);
	}

	public function changed(string $uid, string $before, string $userId, Actor $actor): void {
		$this->write('Countersign ID of user "%s" changed from "%s" to "%s" by %s', [$uid, $before, $userId, $actor->words()]);
	}

	public function enabled(string $uid, Actor $actor): void {
		$this->write('Countersign enabled for user "%s" by %s', [$uid, $actor->words()]);
	}

	public function disabled(string $uid, Actor $actor): void {
		$this->write('Countersign disabled for user "%s" by %s', [$uid, $actor->words()]);
	}

	public function unlinked(string $uid, string $userId, Actor $actor): void {
		$this->write('Countersign ID "%s" removed from user "%s" by %s', [$userId, $uid, $actor->words()]);
	}

	public function linked(string $uid, string $userId, string $thumbprint): void {
		$this->write('Phone "%s" linked for user "%s" with Countersign ID "%s"', [$thumbprint, $uid, $userId]);
	}

	public function forgotten(string $uid, Actor $actor): void {
		$this->write('Linked phones of user "%s" forgotten by %s', [$uid, $actor->words()]);
	}

	public function phoneForgotten(string $uid, string $thumbprint, Actor $actor): void {
		$this->write('Phone "%s" of user "%s" forgotten by %s', [$thumbprint, $uid, $actor->words()]);
	}

	/** Groups or settings changed what is asked of somebody. */
	public function stateFollowed(string $uid, bool $on): void {
		$this->write('Countersign is %s at logins of user "%s": groups or settings changed', [$on ? 'asked' : 'no longer asked', $uid]);
	}

	/** @param list<string> $names which settings; never their values, one of them is a key */
	public function settingsChanged(array $names, Actor $actor): void {
		$this->write('Countersign settings changed by %s: %s', [$actor->words(), implode(', ', $names)]);
	}

	/** @param list<string> $parameters */
	private function write(string $message, array $parameters): void {
		$this->events->dispatchTyped(new CriticalActionPerformedEvent($message, $parameters));
	}
}
