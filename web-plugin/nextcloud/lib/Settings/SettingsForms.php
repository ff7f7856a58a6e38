<?php

declare(strict_types=1);

// From what the forms of the settings page sent to settings: permissions, onboarding, names. The connection is Connector's.

namespace OCA\Countersign\Settings;

use OCA\Countersign\Links\IdFault;
use OCA\Countersign\Links\IdPattern;
use OCP\IGroupManager;
use OCP\IL10N;

class SettingsForms {
	private const PATTERN_MAX_BYTES = 190;
	/** As long as the server's own help text. */
	private const HELP_MAX_BYTES = 1_000;
	/** It stands in lists of Nextcloud beside "TOTP". */
	private const NAME_MAX_BYTES = 64;

	public function __construct(
		private readonly IGroupManager $groups,
		private readonly IL10N $l,
	) {
	}

	/**
	 * Who uses Countersign at all, and whose word counts, decides over the logins of administrators too: a delegate leaves it as it is.
	 *
	 * @param array<array-key, mixed> $given use, useGroups, edit, editGroups, trust, backupCodes
	 * @throws FormFault
	 */
	public function permissions(Settings $now, array $given, bool $isAdmin): Settings {
		$form = new Form($given, $this->l);
		$use = $form->oneOf('use', Scope::class, Scope::Everybody);
		if ($use === Scope::Nobody) {
			$form->fault('use', 'choice', $this->l->t('Choose one of these.'));
		}
		$edit = $form->oneOf('edit', Scope::class, Scope::Nobody);
		$changed = $now->with(
			useGroups: $form->groups('useGroups', $use, $this->groups),
			edit: $edit,
			editGroups: $form->groups('editGroups', $edit, $this->groups),
			trust: $form->oneOf('trust', Trust::class, Trust::Phones),
			backupCodes: $form->oneOf('backupCodes', BackupCodes::class, BackupCodes::Remind),
		);
		$sentence = $this->l->t('Only an administrator may change this.');
		if (!$isAdmin && $changed->useGroups !== $now->useGroups) {
			$form->fault('use', 'admin_only', $sentence);
		}
		if (!$isAdmin && $changed->trust !== $now->trust) {
			$form->fault('trust', 'admin_only', $sentence);
		}
		$form->orFault();
		return $changed;
	}

	/**
	 * With the set-up at a login a password is enough to have a phone believed, also that of an administrator who has none yet: whether
	 * there is one, and for whom and with which ID as long as there is, a delegate leaves as it is.
	 *
	 * @param array<array-key, mixed> $given onboarding, onboardingGroups, idPattern, mayChooseId, setUpAtLogin
	 * @throws FormFault
	 */
	public function onboarding(Settings $now, array $given, bool $isAdmin): Settings {
		$form = new Form($given, $this->l);
		$onboarding = $form->oneOf('onboarding', Scope::class, Scope::Nobody);
		$pattern = $form->text('idPattern', self::PATTERN_MAX_BYTES);
		try {
			IdPattern::check($pattern);
		} catch (IdFault $fault) {
			$form->fault('idPattern', $fault->reason, $fault->words($this->l));
		}
		$changed = $now->with(
			onboarding: $onboarding,
			onboardingGroups: $form->groups('onboardingGroups', $onboarding, $this->groups),
			idPattern: $pattern,
			mayChooseId: $form->flag('mayChooseId'),
			setUpAtLogin: $form->flag('setUpAtLogin'),
		);
		if (!$isAdmin && $changed->setUpAtLogin) {
			foreach (['setUpAtLogin', 'onboarding', 'onboardingGroups', 'idPattern', 'mayChooseId'] as $field) {
				if ($changed->{$field} !== $now->{$field}) {
					$form->fault($field, 'admin_only', $this->l->t('Only an administrator may change this.'));
				}
			}
		}
		$form->orFault();
		return $changed;
	}

	/**
	 * @param array<array-key, mixed> $given serviceName, helpText
	 * @throws FormFault
	 */
	public function names(Settings $now, array $given): Settings {
		$form = new Form($given, $this->l);
		$changed = $now->with(
			serviceName: $form->words('serviceName', self::NAME_MAX_BYTES),
			helpText: $form->words('helpText', self::HELP_MAX_BYTES, true),
		);
		$form->orFault();
		return $changed;
	}
}
