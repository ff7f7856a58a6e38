<?php

declare(strict_types=1);

// Stands for OCP\Notification\IManager where no Nextcloud is: what of it the app uses.

namespace OCP\Notification;

interface IManager extends IApp {
	public function createNotification(): INotification;
}
