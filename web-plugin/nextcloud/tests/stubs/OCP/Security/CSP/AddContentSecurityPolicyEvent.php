<?php

declare(strict_types=1);

// Stands for OCP\Security\CSP\AddContentSecurityPolicyEvent where no Nextcloud is: it keeps what was added.

namespace OCP\Security\CSP;

use OCP\AppFramework\Http\ContentSecurityPolicy;
use OCP\EventDispatcher\Event;

class AddContentSecurityPolicyEvent extends Event {
	/** @var list<ContentSecurityPolicy> */
	public array $added = [];

	public function addPolicy(ContentSecurityPolicy $csp): void {
		$this->added[] = $csp;
	}
}
