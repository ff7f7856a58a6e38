<?php

declare(strict_types=1);

// Whether Countersign is asked at somebody's login, and keeps Nextcloud's own record of that in step.

namespace OCA\Countersign\Links;

use OCA\Countersign\AppInfo\Application;
use OCA\Countersign\BackgroundJob\Resync;
use OCA\Countersign\Provider\CountersignProvider;
use OCA\Countersign\Settings\SettingsStore;
use OCP\Authentication\TwoFactorAuth\IRegistry;
use OCP\BackgroundJob\IJobList;
use OCP\IUser;
use OCP\IUserManager;
use Psr\Container\ContainerInterface;

/**
 * On means: the user has an ID, it is enabled, and the user may use Countersign. Whether the server is connected or answers is no part
 * of it: a server that is away must not switch the second factor off.
 *
 * Nextcloud asks a provider once and then goes by its registry, so each change has to be told there.
 */
final class ProviderState {
	/** So many users are synced while an admin waits; more are left to the background job. */
	private const AT_ONCE = 200;

	/** A change that comes while the registry is written is seen on the next look. */
	private const LOOKS = 3;

	public function __construct(
		private readonly LinkStore $links,
		private readonly Permissions $permissions,
		private readonly SettingsStore $settings,
		private readonly IRegistry $registry,
		private readonly IUserManager $users,
		private readonly IJobList $jobs,
		private readonly AuditTrail $audit,
		// The provider needs this class too: it is fetched when it is needed.
		private readonly ContainerInterface $container,
	) {
	}

	public function isOnFor(IUser $user): bool {
		$link = $this->links->find($user->getUID());
		return $link !== null && $link->enabled && $link->userId !== '' && $this->permissions->mayUse($user);
	}

	/** What Nextcloud's registry says; null: it has never been told. */
	public function registered(IUser $user): ?bool {
		return $this->registry->getProviderStates($user)[Application::APP_ID] ?? null;
	}

	/** Brings the registry in step. @return bool whether it had to be changed */
	public function sync(IUser $user): bool {
		$changed = false;
		for ($look = 0; $look < self::LOOKS; $look++) {
			$on = $this->isOnFor($user);
			if (($this->registered($user) ?? false) === $on) {
				return $changed;
			}
			$this->tell($user, $on);
			$changed = true;
		}
		return $changed;
	}

	/** The same where nobody decided about this very user: groups or settings changed, and that is on record. */
	public function follow(IUser $user): bool {
		$changed = $this->sync($user);
		if ($changed) {
			$this->audit->stateFollowed($user->getUID(), $this->registered($user) === true);
		}
		return $changed;
	}

	/**
	 * Switches on what should be on and never off: for a login, where a directory that does not answer for a moment must not cost the
	 * second factor.
	 */
	public function tighten(IUser $user): void {
		if ($this->registered($user) === true || !$this->isOnFor($user)) {
			return;
		}
		$this->tell($user, true);
		$this->audit->stateFollowed($user->getUID(), true);
	}

	/** After a group came, went or changed. */
	public function syncGroup(string $gid): void {
		if (in_array($gid, $this->settings->settings()->useGroups, true)) {
			$this->syncAll();
		}
	}

	/** After the settings changed: everybody who has an ID. */
	public function syncAll(): void {
		$last = $this->syncPage(null, self::AT_ONCE);
		if ($last !== null) {
			$this->jobs->add(Resync::class, ['after' => $last]);
		}
	}

	/** @return ?string the last uid of the page; null: it was the last page */
	public function syncPage(?string $after, int $limit): ?string {
		$page = $this->links->page($after, $limit);
		foreach ($page as $link) {
			$user = $this->users->get($link->uid);
			if ($user !== null) {
				$this->follow($user);
			}
		}
		return count($page) < $limit ? null : $page[count($page) - 1]->uid;
	}

	private function tell(IUser $user, bool $on): void {
		$provider = $this->container->get(CountersignProvider::class);
		if ($on) {
			$this->registry->enableProviderFor($provider, $user);
		} else {
			$this->registry->disableProviderFor($provider, $user);
		}
	}
}
