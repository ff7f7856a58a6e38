<?php

declare(strict_types=1);

// Stands for OCP\Notification\INotifier where no Nextcloud is: what of it the app uses.

namespace OCP\Notification;

interface INotifier {
	public function getID(): string;
	public function getName(): string;
	public function prepare(INotification $notification, string $languageCode): INotification;
}
