<?php

declare(strict_types=1);

// Whose word it is which phones are a person's own.

namespace OCA\Countersign\Settings;

enum Trust: string {
	/** Only phones that were linked here: then not even the server can let anybody in (PROTOCOL.md §7, pinned mode). */
	case Phones = 'phones';
	/** Any phone that the server knows for the account; its signature is checked all the same. */
	case Server = 'server';
}
