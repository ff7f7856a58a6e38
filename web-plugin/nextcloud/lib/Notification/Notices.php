<?php

declare(strict_types=1);

// Tells a person in Nextcloud's notifications what happened to their Countersign ID, so that they can object.

namespace OCA\Countersign\Notification;

use OCA\Countersign\AppInfo\Application;
use OCA\Countersign\Links\Actor;
use OCP\AppFramework\Utility\ITimeFactory;
use OCP\Notification\IManager;

final class Notices {
	/** One object per user: notices of a user who is gone are found by it. */
	private const OBJECT = 'link';

	public function __construct(
		private readonly IManager $notifications,
		private readonly ITimeFactory $time,
	) {
	}

	public function assigned(string $uid, string $userId, Actor $actor): void {
		$this->tellUnlessSelf('assigned', $uid, $actor, ['id' => $userId]);
	}

	public function changed(string $uid, string $userId, Actor $actor): void {
		$this->tellUnlessSelf('changed', $uid, $actor, ['id' => $userId]);
	}

	public function unlinked(string $uid, Actor $actor): void {
		$this->tellUnlessSelf('unlinked', $uid, $actor);
	}

	public function enabled(string $uid, Actor $actor): void {
		$this->tellUnlessSelf('enabled', $uid, $actor);
	}

	/** Always told: whoever has the session of a person does it in their name, and logins are open from then on. */
	public function disabled(string $uid, Actor $actor): void {
		$this->tell($actor->is($uid) ? 'switched_off' : 'disabled', $uid, []);
	}

	public function forgotten(string $uid, Actor $actor): void {
		$this->tellUnlessSelf('forgotten', $uid, $actor);
	}

	/** Always told: whoever linked it may not have been the person. */
	public function linked(string $uid): void {
		$this->tell('linked', $uid, []);
	}

	/** Nothing of a user who is gone stays for whoever gets the uid next. */
	public function withdraw(string $uid): void {
		$notification = $this->notifications->createNotification();
		$notification->setApp(Application::APP_ID)->setUser($uid);
		$this->notifications->markProcessed($notification);
	}

	/** @param array<string, string> $facts */
	private function tellUnlessSelf(string $subject, string $uid, Actor $actor, array $facts = []): void {
		if (!$actor->is($uid)) {
			$this->tell($subject, $uid, $facts);
		}
	}

	/** @param array<string, string> $facts */
	private function tell(string $subject, string $uid, array $facts): void {
		$now = $this->time->getTime();
		$notification = $this->notifications->createNotification();
		$notification->setApp(Application::APP_ID)
			->setUser($uid)
			->setDateTime(new \DateTime('@' . $now))
			->setObject(self::OBJECT, (string)$now)
			->setSubject($subject, $facts);
		$this->notifications->notify($notification);
	}
}
