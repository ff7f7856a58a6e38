<?php

declare(strict_types=1);

// Stands for OCP\Notification\UnknownNotificationException where no Nextcloud is: what of it the app uses.

namespace OCP\Notification;

class UnknownNotificationException extends \InvalidArgumentException {
}
