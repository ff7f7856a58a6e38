<?php

declare(strict_types=1);

// Whether somebody without a phone may be led to the server's set-up page in the middle of a login.

namespace OCA\Countersign\Login;

use OCA\Countersign\AppInfo\Application;
use OCA\Countersign\Settings\SettingsStore;
use OCP\IURLGenerator;
use OCP\IUserManager;

final class SetUpOffer {
	public function __construct(
		private readonly SettingsStore $settings,
		private readonly OtherFactors $otherFactors,
		private readonly IUserManager $users,
		private readonly IURLGenerator $urls,
	) {
	}

	/**
	 * What is said of it in a request for approval. Nothing for whom a password would be too little: they have proven their ID before, or
	 * have another second factor (backup codes are one), which a stolen password would walk round by pairing a phone of its own.
	 *
	 * @return array{}|array{maySetUp: array{returnTo: string, onlyPhone: true}}
	 */
	public function wish(Subject $subject): array {
		$settings = $this->settings->settings();
		$user = $this->users->get($subject->uid);
		if ($subject->place !== Place::Login || !$subject->linking || !$settings->setUpAtLogin || $user === null) {
			return [];
		}
		if ($this->otherFactors->hasAny($user)) {
			return [];
		}
		// Back to the page of the login, which begins by itself: the phone that was just paired is asked there. Never by the name that the
		// request came under: the server takes only the origin that the admin has told it.
		$path = $this->urls->linkToRoute('core.TwoFactorChallenge.showChallenge', ['challengeProviderId' => Application::APP_ID]);
		// Only a phone: an app with codes would be nothing that this Nextcloud could ask for.
		return ['maySetUp' => ['returnTo' => $settings->origin . $path, 'onlyPhone' => true]];
	}
}
