<?php

declare(strict_types=1);

// The part of a person's security settings that is about their Countersign ID: what templates/personal.php is told.

namespace OCA\Countersign\Provider;

use OCA\Countersign\Personal\Standings;
use OCA\Countersign\Settings\SettingsStore;
use OCP\Authentication\TwoFactorAuth\IPersonalProviderSettings;
use OCP\IURLGenerator;
use OCP\IUser;

final class PersonalSettings {
	public function __construct(
		private readonly Standings $standings,
		private readonly SettingsStore $settings,
		private readonly IURLGenerator $urls,
	) {
	}

	public function of(IUser $user): IPersonalProviderSettings {
		return new Body('personal', $this->values($user));
	}

	/** @return array<string, mixed> */
	public function values(IUser $user): array {
		return [
			'standing' => $this->standings->of($user),
			'base' => $this->base('countersign.personal.body', 'body'),
			'linkBase' => $this->base('countersign.link.start', 'start'),
			'serverHost' => $this->settings->settings()->publicHost(),
			'confirmAt' => $this->urls->linkToRoute('core.login.confirmPassword'),
		];
	}

	private function base(string $route, string $last): string {
		return substr($this->urls->linkToRoute($route), 0, -strlen("/$last"));
	}
}
