<?php

declare(strict_types=1);

// What templates/challenge.php is told: who is asked where, or in one sentence why nobody can be.

namespace OCA\Countersign\Provider;

use OCA\Countersign\Login\KeptRedirect;
use OCA\Countersign\Login\LoginFault;
use OCA\Countersign\Login\OtherFactors;
use OCA\Countersign\Login\Proofs;
use OCA\Countersign\Login\Subjects;
use OCA\Countersign\Settings\SettingsStore;
use OCP\IL10N;
use OCP\IURLGenerator;
use OCP\IUser;

final class ChallengePage {
	public function __construct(
		private readonly SettingsStore $settings,
		private readonly Subjects $subjects,
		private readonly Proofs $proofs,
		private readonly OtherFactors $otherFactors,
		private readonly KeptRedirect $redirect,
		private readonly IURLGenerator $urls,
		private readonly IL10N $l10n,
	) {
	}

	/** @return array{connected: bool, proven: bool, fault: ?string, base: string, chooserUrl: ?string, keptRedirectUrl: ?string, first: bool} */
	public function of(IUser $user): array {
		$proven = $this->proofs->has($user->getUID());
		[$fault, $first] = $proven ? [null, false] : $this->asked($user);
		return [
			'connected' => $this->settings->settings()->isConnected(),
			'proven' => $proven,
			'fault' => $fault,
			'base' => preg_replace('~/start$~D', '', $this->urls->linkToRoute('countersign.login.start')),
			'chooserUrl' => $this->otherFactors->hasMoreThanBackupCodes($user)
				? $this->urls->linkToRoute('core.TwoFactorChallenge.selectChallenge')
				: null,
			'keptRedirectUrl' => $this->redirect->url($user),
			'first' => $first,
		];
	}

	/** @return array{?string, bool} why asking would be in vain, said before anybody is asked; whether no phone has approved here yet */
	private function asked(IUser $user): array {
		try {
			return [null, $this->subjects->forLogin($user)->linking];
		} catch (LoginFault $fault) {
			return [match ($fault->reason) {
				'link_first' => $this->l10n->t('No phone has been linked to your Countersign ID here yet. Please log in another way this time and link your phone in the security settings.'),
				'device_not_linked' => $this->l10n->t('Your phones have been removed here. Please log in another way, or ask the admins.'),
				default => $this->l10n->t('The approval on the phone is not switched on for you. Please log in another way, or ask the admins.'),
			}, false];
		}
	}
}
