<?php

declare(strict_types=1);

// What an admin can do with somebody's Countersign ID.

namespace OCA\Countersign\People;

enum Action: string {
	case Assign = 'assign';
	case Pattern = 'pattern';
	case Enable = 'enable';
	case Disable = 'disable';
	case Unlink = 'unlink';
	case ForgetPhones = 'forget';
}
