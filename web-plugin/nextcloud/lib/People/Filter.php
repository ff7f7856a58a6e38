<?php

declare(strict_types=1);

// Which people an admin wants to see.

namespace OCA\Countersign\People;

enum Filter: string {
	case All = 'all';
	case WithId = 'with';
	case WithoutId = 'without';
	/** Nextcloud demands a second factor of them, and they have no ID that would be asked. */
	case Missing = 'missing';
}
