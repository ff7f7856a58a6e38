<?php

declare(strict_types=1);

// Puts the notices about somebody's Countersign ID into words, in the reader's language.

namespace OCA\Countersign\Notification;

use OCA\Countersign\AppInfo\Application;
use OCP\IDateTimeFormatter;
use OCP\IDateTimeZone;
use OCP\IL10N;
use OCP\IURLGenerator;
use OCP\L10N\IFactory;
use OCP\Notification\INotification;
use OCP\Notification\INotifier;
use OCP\Notification\UnknownNotificationException;

final class Notifier implements INotifier {
	public function __construct(
		private readonly IFactory $languages,
		private readonly IURLGenerator $urls,
		private readonly IDateTimeFormatter $dates,
		private readonly IDateTimeZone $zones,
	) {
	}

	public function getID(): string {
		return Application::APP_ID;
	}

	public function getName(): string {
		return $this->languages->get(Application::APP_ID)->t('Logins approved on the phone');
	}

	public function prepare(INotification $notification, string $languageCode): INotification {
		if ($notification->getApp() !== Application::APP_ID) {
			throw new UnknownNotificationException('another app');
		}
		$l = $this->languages->get(Application::APP_ID, $languageCode);
		[$subject, $message] = $this->words($notification, $l);
		return $notification
			->setParsedSubject($subject)
			->setParsedMessage($message)
			->setLink($this->urls->linkToRouteAbsolute('settings.PersonalSettings.index', ['section' => 'security']))
			->setIcon($this->urls->getAbsoluteURL($this->urls->imagePath(Application::APP_ID, 'app-dark.svg')));
	}

	/** @return array{string, string} subject and message */
	private function words(INotification $notification, IL10N $l): array {
		$id = (string)($notification->getSubjectParameters()['id'] ?? '');
		return match ($notification->getSubject()) {
			'assigned' => [
				$l->t('An administrator gave you the Countersign ID %s', [$id]),
				$l->t('Logins can ask for an approval on your phone. Your security settings say more.'),
			],
			'changed' => [
				$l->t('An administrator changed your Countersign ID to %s', [$id]),
				$l->t('Phones that were linked before do not count any more: the next approval links your phone anew.'),
			],
			'unlinked' => [
				$l->t('An administrator removed your Countersign ID'),
				$l->t('Logins do not ask for an approval on your phone any more.'),
			],
			'enabled' => [
				$l->t('An administrator switched on approvals by phone for your account'),
				$l->t('From now on logins ask for an approval on your phone.'),
			],
			'disabled' => [
				$l->t('An administrator switched off approvals by phone for your account'),
				$l->t('Logins do not ask for an approval on your phone any more.'),
			],
			'switched_off' => [
				$l->t('Approvals by phone were switched off for your account'),
				$l->t('Since %s logins do not ask for your phone. If that was not you, tell the admins at once and change your password.', [$this->when($notification, $l)]),
			],
			'forgotten' => [
				$l->t('An administrator made this Nextcloud forget your linked phones'),
				$l->t('The next approval links your phone anew.'),
			],
			'linked' => [
				$l->t('A phone was linked to your account'),
				$l->t('Since %s it can approve logins. If that was not you, tell the admins at once and change your password.', [$this->when($notification, $l)]),
			],
			default => throw new UnknownNotificationException('subject'),
		};
	}

	private function when(INotification $notification, IL10N $l): string {
		// Nextcloud 31 takes no user here and ignores the second argument.
		$zone = $this->zones->getTimeZone($notification->getDateTime()->getTimestamp(), $notification->getUser());
		return $this->dates->formatDateTime($notification->getDateTime(), 'long', 'short', $zone, $l);
	}
}
