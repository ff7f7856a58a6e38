<?php

declare(strict_types=1);

// Whom a permission is for.

namespace OCA\Countersign\Settings;

enum Scope: string {
	case Nobody = 'nobody';
	case Everybody = 'everybody';
	case Groups = 'groups';
}
