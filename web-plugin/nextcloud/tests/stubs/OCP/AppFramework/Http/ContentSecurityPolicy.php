<?php

declare(strict_types=1);

// Stands for OCP\AppFramework\Http\ContentSecurityPolicy where no Nextcloud is: it lists what it was given.

namespace OCP\AppFramework\Http;

class ContentSecurityPolicy {
	protected $allowedConnectDomains = [];
	protected $allowedImageDomains = [];

	public function addAllowedConnectDomain($domain) {
		$this->allowedConnectDomains[] = $domain;
		return $this;
	}

	public function addAllowedImageDomain($domain) {
		$this->allowedImageDomains[] = $domain;
		return $this;
	}

	public function buildPolicy() {
		return "connect-src " . implode(" ", $this->allowedConnectDomains) . "; img-src " . implode(" ", $this->allowedImageDomains);
	}
}
