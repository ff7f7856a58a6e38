<?php

declare(strict_types=1);

// Stands for OCP\EventDispatcher\IEventDispatcher where no Nextcloud is: what of it the app uses.

namespace OCP\EventDispatcher;

interface IEventDispatcher {
	public function dispatchTyped(Event $event): void;
}
