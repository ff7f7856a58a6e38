<?php

declare(strict_types=1);

// Why an approval does not go on, in the words that the login page knows; the log has the rest.

namespace OCA\Countersign\Login;

final class LoginFault extends \RuntimeException {
	/**
	 * @param string $reason `first_factor_missing`, `nothing_asked`, `not_confirmed`, `device_not_linked`, `not_set_up`, `link_first`
	 */
	public function __construct(
		public readonly string $reason,
	) {
		parent::__construct("countersign: $reason");
	}
}
