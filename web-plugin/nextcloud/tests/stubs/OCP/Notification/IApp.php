<?php

declare(strict_types=1);

// Stands for OCP\Notification\IApp where no Nextcloud is: what of it the app uses.

namespace OCP\Notification;

interface IApp {
	public function notify(INotification $notification): void;
	public function markProcessed(INotification $notification): void;
}
