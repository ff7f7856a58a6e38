<?php

declare(strict_types=1);

// Stands for OCP\Log\Audit\CriticalActionPerformedEvent where no Nextcloud is: what of it the app uses.

namespace OCP\Log\Audit;

use OCP\EventDispatcher\Event;

class CriticalActionPerformedEvent extends Event {
	public function __construct(
		private string $logMessage,
		private array $parameters = [],
		private bool $obfuscateParameters = false,
	) {
		parent::__construct();
	}

	public function getLogMessage(): string {
		return $this->logMessage;
	}

	public function getParameters(): array {
		return $this->parameters;
	}

	public function getObfuscateParameters(): bool {
		return $this->obfuscateParameters;
	}
}
