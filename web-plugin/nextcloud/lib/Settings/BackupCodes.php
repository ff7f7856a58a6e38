<?php

declare(strict_types=1);

// What is said of Nextcloud's backup codes to somebody who sets up a phone without having any.

namespace OCA\Countersign\Settings;

enum BackupCodes: string {
	case Ignore = 'ignore';
	case Remind = 'remind';
	case Require = 'require';
}
