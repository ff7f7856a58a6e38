<?php

declare(strict_types=1);

// Stands for OCP\EventDispatcher\IEventListener where no Nextcloud is: what of it the app uses.

namespace OCP\EventDispatcher;

interface IEventListener {
	public function handle(Event $event): void;
}
