<?php

declare(strict_types=1);

// What a page with the login element may load from elsewhere: the server's event stream, and its logo.

namespace OCA\Countersign\Provider;

use OCA\Countersign\Server\WebOrigin;
use OCA\Countersign\Settings\SettingsStore;
use OCP\AppFramework\Http\ContentSecurityPolicy;

final class ServerPolicy {
	public function __construct(
		private readonly SettingsStore $settings,
	) {
	}

	/** To be set on a page, or to be added to its own by `AddContentSecurityPolicyEvent`. */
	public function policy(): ContentSecurityPolicy {
		$settings = $this->settings->settings();
		$policy = new ContentSecurityPolicy();
		$addresses = $settings->browserUrl === '' ? $settings->addresses() : [$settings->browserUrl];
		foreach ($addresses as $address) {
			// A value that is no origin would be words of a policy.
			$origin = WebOrigin::of($address);
			if ($origin !== null) {
				$policy->addAllowedConnectDomain($origin);
			}
		}
		$public = WebOrigin::of($settings->publicUrl());
		if ($public !== null) {
			$policy->addAllowedImageDomain($public);
		}
		return $policy;
	}
}
