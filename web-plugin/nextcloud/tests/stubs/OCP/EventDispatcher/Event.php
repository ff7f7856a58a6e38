<?php

declare(strict_types=1);

// Stands for OCP\EventDispatcher\Event where no Nextcloud is: what of it the app uses.

namespace OCP\EventDispatcher;

class Event {
	public function __construct() {
	}
}
