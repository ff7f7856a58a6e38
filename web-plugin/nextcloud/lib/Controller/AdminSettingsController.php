<?php

declare(strict_types=1);

// The routes behind the administration page: each form is one route, every value is checked here, and what changed is audited.

namespace OCA\Countersign\Controller;

use OCA\Countersign\AppInfo\Application;
use OCA\Countersign\Links\Actor;
use OCA\Countersign\Links\AuditTrail;
use OCA\Countersign\Links\IdFault;
use OCA\Countersign\Links\IdPattern;
use OCA\Countersign\Links\ProviderState;
use OCA\Countersign\Server\ConnectionTest;
use OCA\Countersign\Server\Connector;
use OCA\Countersign\Settings\AdminSettings;
use OCA\Countersign\Settings\FormFault;
use OCA\Countersign\Settings\Settings;
use OCA\Countersign\Settings\SettingsForms;
use OCA\Countersign\Settings\SettingsStore;
use OCP\AppFramework\Controller;
use OCP\AppFramework\Http\Attribute\AuthorizedAdminSetting;
use OCP\AppFramework\Http\Attribute\FrontpageRoute;
use OCP\AppFramework\Http\Attribute\PasswordConfirmationRequired;
use OCP\AppFramework\Http\JSONResponse;
use OCP\IGroup;
use OCP\IGroupManager;
use OCP\IL10N;
use OCP\IRequest;
use OCP\IUserManager;
use OCP\IUserSession;

/** Arguments are read from the request as they are: a method that declared their types would answer a wrong one with status 500. */
final class AdminSettingsController extends Controller {
	use AnswersForms;

	private const GROUPS_SHOWN = 20;
	private const SEARCH_MAX_BYTES = 200;

	public function __construct(
		IRequest $request,
		private readonly SettingsStore $store,
		private readonly SettingsForms $forms,
		private readonly Connector $connector,
		private readonly ConnectionTest $test,
		private readonly ProviderState $state,
		private readonly AuditTrail $audit,
		private readonly IUserManager $users,
		private readonly IGroupManager $groups,
		private readonly IUserSession $session,
		private readonly IL10N $l,
	) {
		parent::__construct(Application::APP_ID, $request);
	}

	/** Who answers at an address: shown to the admin, to compare it before it is confirmed. */
	#[FrontpageRoute(verb: 'POST', url: '/admin/look')]
	#[AuthorizedAdminSetting(settings: AdminSettings::class)]
	#[PasswordConfirmationRequired]
	public function look(): JSONResponse {
		return $this->answer(function (): array {
			$seen = $this->connector->look($this->request->getParams());
			$pinned = $this->store->settings()->serverId;
			return [
				'serverId' => $seen->serverId,
				'name' => $seen->name,
				'version' => $seen->version,
				'isProven' => $seen->isProven,
				'isConfirmed' => $seen->serverId === $pinned,
				'replaces' => $pinned,
			];
		});
	}

	#[FrontpageRoute(verb: 'PUT', url: '/admin/connection')]
	#[AuthorizedAdminSetting(settings: AdminSettings::class)]
	#[PasswordConfirmationRequired]
	public function connection(): JSONResponse {
		return $this->answer(function (): array {
			$this->save($this->connector->connected($this->store->settings(), $this->request->getParams(), $this->isAdmin()));
			return ['keyChangedAt' => $this->store->keyChangedAt(), 'findings' => $this->test->run($this->store->settings())];
		});
	}

	/** Changes nothing, but asks the server in the admin's name: so it is no GET. */
	#[FrontpageRoute(verb: 'POST', url: '/admin/test')]
	#[AuthorizedAdminSetting(settings: AdminSettings::class)]
	public function test(): JSONResponse {
		return $this->answer(fn (): array => ['findings' => $this->test->run($this->store->settings())]);
	}

	#[FrontpageRoute(verb: 'PUT', url: '/admin/permissions')]
	#[AuthorizedAdminSetting(settings: AdminSettings::class)]
	#[PasswordConfirmationRequired]
	public function permissions(): JSONResponse {
		return $this->answer(function (): array {
			$before = $this->store->settings();
			$this->save($this->forms->permissions($before, $this->request->getParams(), $this->isAdmin()));
			if ($before->useGroups !== $this->store->settings()->useGroups) {
				$this->state->syncAll();
			}
			return [];
		});
	}

	#[FrontpageRoute(verb: 'PUT', url: '/admin/onboarding')]
	#[AuthorizedAdminSetting(settings: AdminSettings::class)]
	#[PasswordConfirmationRequired]
	public function onboarding(): JSONResponse {
		return $this->answer(function (): array {
			$this->save($this->forms->onboarding($this->store->settings(), $this->request->getParams(), $this->isAdmin()));
			return [];
		});
	}

	#[FrontpageRoute(verb: 'PUT', url: '/admin/names')]
	#[AuthorizedAdminSetting(settings: AdminSettings::class)]
	#[PasswordConfirmationRequired]
	public function names(): JSONResponse {
		return $this->answer(function (): array {
			$this->save($this->forms->names($this->store->settings(), $this->request->getParams()));
			return [];
		});
	}

	/** What a pattern makes of one user, or of an invented one; made by the very code that assigns. */
	#[FrontpageRoute(verb: 'GET', url: '/admin/example')]
	#[AuthorizedAdminSetting(settings: AdminSettings::class)]
	public function example(): JSONResponse {
		return $this->answer(function (): array {
			$pattern = $this->searched('pattern');
			$uid = $this->searched('uid');
			$user = $uid === '' ? null : $this->users->get($uid);
			if ($uid !== '' && $user === null) {
				throw FormFault::at('uid', 'user_gone', $this->l->t('There is no user “%s”.', [$uid]));
			}
			try {
				IdPattern::check($pattern);
				return ['userId' => $user === null ? IdPattern::example($pattern) : IdPattern::apply($pattern, $user)];
			} catch (IdFault $fault) {
				throw FormFault::at('idPattern', $fault->reason, $fault->words($this->l));
			}
		});
	}

	#[FrontpageRoute(verb: 'GET', url: '/admin/groups')]
	#[AuthorizedAdminSetting(settings: AdminSettings::class)]
	public function groups(): JSONResponse {
		return $this->answer(fn (): array => ['groups' => array_map(
			static fn (IGroup $group): array => ['gid' => $group->getGID(), 'name' => $group->getDisplayName()],
			array_values($this->groups->search($this->searched('search'), self::GROUPS_SHOWN)),
		)]);
	}

	private function save(Settings $settings): void {
		$before = $this->store->settings();
		$names = [];
		foreach (get_object_vars($settings) as $name => $value) {
			if ($value !== $before->{$name}) {
				$names[] = $name;
			}
		}
		if ($names === []) {
			return;
		}
		$this->store->save($settings);
		$this->audit->settingsChanged($names, Actor::admin($this->uid()));
	}

	private function searched(string $name): string {
		$value = $this->request->getParam($name);
		return is_string($value) && preg_match('//u', $value) === 1 ? mb_strcut(trim($value), 0, self::SEARCH_MAX_BYTES, 'UTF-8') : '';
	}

	private function isAdmin(): bool {
		return $this->groups->isAdmin($this->uid());
	}

	private function uid(): string {
		return $this->session->getUser()?->getUID() ?? '';
	}
}
