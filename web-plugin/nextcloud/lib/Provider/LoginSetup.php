<?php

declare(strict_types=1);

// The page of a set-up at login: what templates/setup.php is told.

namespace OCA\Countersign\Provider;

use OCA\Countersign\AppInfo\Application;
use OCA\Countersign\Login\KeptRedirect;
use OCA\Countersign\Personal\FirstSetUps;
use OCA\Countersign\Settings\SettingsStore;
use OCP\Authentication\TwoFactorAuth\ILoginSetupProvider;
use OCP\IURLGenerator;
use OCP\IUser;

final class LoginSetup {
	public function __construct(
		private readonly FirstSetUps $setUps,
		private readonly KeptRedirect $redirect,
		private readonly SettingsStore $settings,
		private readonly IURLGenerator $urls,
	) {
	}

	public function of(IUser $user): ILoginSetupProvider {
		return new Body('setup', $this->values($user));
	}

	/** @return array<string, mixed> */
	public function values(IUser $user): array {
		$wanted = $this->redirect->url($user);
		$kept = $wanted === null ? [] : ['redirect_url' => $wanted];
		return [
			'setUp' => $this->setUps->of($user),
			'base' => substr($this->urls->linkToRoute('countersign.set_up.start'), 0, -strlen('/start')),
			'next' => $this->challenge(Application::APP_ID, $kept),
			'serverHost' => $this->settings->settings()->publicHost(),
			'allWaysUrl' => $this->urls->linkToRoute('core.TwoFactorChallenge.setupProviders', $kept),
			'backupCodesUrl' => $this->challenge('backup_codes', $kept),
		];
	}

	/** @param array<string, string> $kept */
	private function challenge(string $provider, array $kept): string {
		return $this->urls->linkToRoute('core.TwoFactorChallenge.showChallenge', ['challengeProviderId' => $provider] + $kept);
	}
}
