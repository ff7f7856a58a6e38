<?php

declare(strict_types=1);

// Why an address gave no answer.

namespace OCA\Countersign\Server;

enum Trouble: string {
	case Name = 'name';
	case Refused = 'refused';
	case Tls = 'tls';
	case Timeout = 'timeout';
	case Redirect = 'redirect';
	/** Nextcloud itself does not ask this address. */
	case Blocked = 'blocked';
	case Unreachable = 'unreachable';
}
