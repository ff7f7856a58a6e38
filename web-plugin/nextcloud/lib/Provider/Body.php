<?php

declare(strict_types=1);

// One of our templates with its values, as Nextcloud takes it into a page of its own.

namespace OCA\Countersign\Provider;

use OCA\Countersign\AppInfo\Application;
use OCP\Authentication\TwoFactorAuth\ILoginSetupProvider;
use OCP\Authentication\TwoFactorAuth\IPersonalProviderSettings;
use OCP\Template;

final class Body implements IPersonalProviderSettings, ILoginSetupProvider {
	/** @param array<string, mixed> $values */
	public function __construct(
		private readonly string $template,
		private readonly array $values,
	) {
	}

	public function getBody(): Template {
		$template = new Template(Application::APP_ID, $this->template);
		foreach ($this->values as $name => $value) {
			$template->assign($name, $value);
		}
		return $template;
	}
}
