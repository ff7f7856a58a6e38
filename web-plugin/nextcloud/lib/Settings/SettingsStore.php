<?php

declare(strict_types=1);

// Reads and writes the settings; the API key is encrypted by Nextcloud and shown to nobody again.

namespace OCA\Countersign\Settings;

use OCP\AppFramework\Services\IAppConfig;

final class SettingsStore {
	private ?Settings $kept = null;

	public function __construct(
		private readonly IAppConfig $config,
	) {
	}

	public function settings(): Settings {
		return $this->kept ??= $this->read();
	}

	/**
	 * Stores every field; the API key only when it differs, so that nobody who saves the page has to know it.
	 */
	public function save(Settings $settings): void {
		foreach ([
			'server_url' => $settings->serverUrl,
			'fallback_url' => $settings->fallbackUrl,
			'browser_url' => $settings->browserUrl,
			'server_id' => $settings->serverId,
			'app_id' => $settings->appId,
			'origin' => $settings->origin,
			'service_name' => $settings->serviceName,
			'help_text' => $settings->helpText,
			'edit' => $settings->edit->value,
			'onboarding' => $settings->onboarding->value,
			'id_pattern' => $settings->idPattern,
			'backup_codes' => $settings->backupCodes->value,
			'trust' => $settings->trust->value,
		] as $key => $value) {
			$this->config->setAppValueString($key, $value);
		}
		foreach ([
			'use_groups' => $settings->useGroups,
			'edit_groups' => $settings->editGroups,
			'onboarding_groups' => $settings->onboardingGroups,
		] as $key => $groups) {
			$this->config->setAppValueArray($key, $groups);
		}
		$this->config->setAppValueBool('may_choose_id', $settings->mayChooseId);
		$this->config->setAppValueBool('set_up_at_login', $settings->setUpAtLogin);
		// Sensitive: encrypted at rest by ICrypto and left out of `occ config:list`.
		if ($settings->apiKey !== $this->settings()->apiKey) {
			$this->config->setAppValueString('api_key', $settings->apiKey, sensitive: true);
			$this->config->setAppValueInt('api_key_at', time());
		}
		$this->kept = $settings;
	}

	/** When the API key was changed last, in seconds since 1970; null: none is stored. */
	public function keyChangedAt(): ?int {
		return $this->settings()->apiKey === '' ? null : $this->config->getAppValueInt('api_key_at');
	}

	private function read(): Settings {
		$config = $this->config;
		return new Settings(
			serverUrl: $config->getAppValueString('server_url'),
			fallbackUrl: $config->getAppValueString('fallback_url'),
			browserUrl: $config->getAppValueString('browser_url'),
			serverId: $config->getAppValueString('server_id'),
			appId: $config->getAppValueString('app_id'),
			apiKey: $config->getAppValueString('api_key'),
			origin: $config->getAppValueString('origin'),
			serviceName: $config->getAppValueString('service_name'),
			helpText: $config->getAppValueString('help_text'),
			useGroups: self::groups($config->getAppValueArray('use_groups')),
			edit: Scope::tryFrom($config->getAppValueString('edit')) ?? Scope::Nobody,
			editGroups: self::groups($config->getAppValueArray('edit_groups')),
			onboarding: Scope::tryFrom($config->getAppValueString('onboarding')) ?? Scope::Nobody,
			onboardingGroups: self::groups($config->getAppValueArray('onboarding_groups')),
			idPattern: $config->getAppValueString('id_pattern', '{uid}'),
			mayChooseId: $config->getAppValueBool('may_choose_id'),
			setUpAtLogin: $config->getAppValueBool('set_up_at_login'),
			backupCodes: BackupCodes::tryFrom($config->getAppValueString('backup_codes')) ?? BackupCodes::Remind,
			trust: Trust::tryFrom($config->getAppValueString('trust')) ?? Trust::Phones,
		);
	}

	/** @return list<string> */
	private static function groups(array $stored): array {
		return array_values(array_filter($stored, is_string(...)));
	}
}
