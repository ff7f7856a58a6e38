<?php

declare(strict_types=1);

// How it stands with the Countersign ID of a person, in the words of their settings page.

namespace OCA\Countersign\Personal;

enum State: string {
	/** No server is connected, or the admin has not given it to this person. */
	case Unavailable = 'unavailable';
	case NotSetUp = 'not_set_up';
	/** There is an ID that no phone has confirmed yet. */
	case Assigned = 'assigned';
	case On = 'on';
	case Off = 'off';
}
