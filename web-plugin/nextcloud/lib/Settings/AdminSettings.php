<?php

declare(strict_types=1);

// The administration page. It can be delegated as Nextcloud delegates settings; what a delegate may not do is refused where it is done.

namespace OCA\Countersign\Settings;

use OCA\Countersign\AppInfo\Application;
use OCP\AppFramework\Http\TemplateResponse;
use OCP\IDateTimeFormatter;
use OCP\IGroupManager;
use OCP\IL10N;
use OCP\IURLGenerator;
use OCP\Settings\IDelegatedSettings;
use OCP\Util;

final class AdminSettings implements IDelegatedSettings {
	public function __construct(
		private readonly SettingsStore $store,
		private readonly OwnOrigin $ownOrigin,
		private readonly Enforcement $enforcement,
		private readonly IGroupManager $groups,
		private readonly IURLGenerator $urls,
		private readonly IDateTimeFormatter $dates,
		private readonly IL10N $l,
	) {
	}

	public function getForm(): TemplateResponse {
		Util::addScript(Application::APP_ID, 'admin');
		Util::addStyle(Application::APP_ID, 'admin');
		Util::addStyle(Application::APP_ID, 'admin-people');
		$settings = $this->store->settings();
		$keyChangedAt = $this->store->keyChangedAt();
		return new TemplateResponse(Application::APP_ID, 'admin', [
			// The key is no part of it: the page hears only that there is one, and since when.
			'settings' => $settings->with(apiKey: ''),
			'keyChangedAt' => $keyChangedAt,
			'keyChangedOn' => $keyChangedAt === null ? '' : $this->dates->formatDate($keyChangedAt),
			'isConnected' => $settings->isConnected(),
			'ownOrigin' => $this->ownOrigin->origin(),
			'base' => dirname($this->urls->linkToRoute('countersign.AdminSettings.look')),
			'confirmAt' => $this->urls->linkToRoute('core.login.confirmPassword'),
			'enforcement' => $this->enforcement,
			'enforcementAt' => $this->urls->linkToRoute('settings.AdminSettings.index', ['section' => 'security']),
			'groupNames' => $this->namesOf([...$settings->useGroups, ...$settings->editGroups, ...$settings->onboardingGroups]),
		], '');
	}

	public function getSection(): string {
		return AdminSection::ID;
	}

	public function getPriority(): int {
		return 50;
	}

	public function getName(): ?string {
		return $this->l->t('Countersign: connection, permissions and people');
	}

	/** Nothing may be changed past the routes of this page, which check every value. */
	public function getAuthorizedAppConfig(): array {
		return [];
	}

	/**
	 * @param list<string> $gids
	 * @return array<string, string> by group ID; a group that is gone is its ID
	 */
	private function namesOf(array $gids): array {
		$names = [];
		foreach ($gids as $gid) {
			$names[$gid] = $this->groups->getDisplayName($gid) ?? $gid;
		}
		return $names;
	}
}
