<?php

declare(strict_types=1);

// How a step of the connection test ended.

namespace OCA\Countersign\Server;

enum Grade: string {
	case Ok = 'ok';
	/** Logins work, but something is not as it should be. */
	case Warning = 'warning';
	/** Logins do not work as they are set up now. */
	case Fault = 'fault';
}
