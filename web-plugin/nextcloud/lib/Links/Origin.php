<?php

declare(strict_types=1);

// Who decided that an ID belongs to a user.

namespace OCA\Countersign\Links;

enum Origin: string {
	case Admin = 'admin';
	case Person = 'person';
	case Pattern = 'pattern';
}
