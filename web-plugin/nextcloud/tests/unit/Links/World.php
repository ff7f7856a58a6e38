<?php

declare(strict_types=1);

// A small Nextcloud in memory for the tests of who has which ID: users, groups, registry, settings, audit log, notifications.

namespace OCA\Countersign\Tests\Links;

use OCA\Countersign\Links\Assignments;
use OCA\Countersign\Links\AuditTrail;
use OCA\Countersign\Links\Linking;
use OCA\Countersign\Links\Memberships;
use OCA\Countersign\Links\Permissions;
use OCA\Countersign\Links\ProviderState;
use OCA\Countersign\Notification\Notices;
use OCA\Countersign\Protocol\Verified;
use OCA\Countersign\Provider\CountersignProvider;
use OCA\Countersign\Settings\Enforcement;
use OCA\Countersign\Settings\Settings;
use OCA\Countersign\Settings\SettingsStore;
use OCP\AppFramework\Services\IAppConfig;
use OCP\AppFramework\Utility\ITimeFactory;
use OCP\Authentication\TwoFactorAuth\IRegistry;
use OCP\BackgroundJob\IJobList;
use OCP\EventDispatcher\IEventDispatcher;
use OCP\IConfig;
use OCP\IGroupManager;
use OCP\IL10N;
use OCP\IURLGenerator;
use OCP\IUser;
use OCP\IUserManager;
use OCP\Notification\IManager;
use OCP\Notification\INotification;
use PHPUnit\Framework\TestCase;
use Psr\Container\ContainerInterface;

final class World {
	public const ACCOUNT = '0191d2f0-0000-7000-8000-000000000001';
	public const OTHER_ACCOUNT = '0191d2f0-0000-7000-8000-000000000002';

	public int $now = 1_790_000_000;

	/** @var array<string, IUser> */
	public array $users = [];

	/** @var array<string, list<string>> uids by group */
	public array $groups = [];

	/** @var array<string, array<string, bool>> provider states by uid */
	public array $registered = [];

	/** @var list<string> */
	public array $audited = [];

	/** @var list<array{uid: string, subject: string, facts: array<string, string>}> */
	public array $told = [];

	/** @var list<string> uids whose notifications were withdrawn */
	public array $withdrawn = [];

	/** @var list<array{string, mixed}> class and argument */
	public array $jobs = [];

	/** @var array<string, mixed> Nextcloud's system configuration */
	public array $system = [];

	/** What happens in between, when the registry is written: for races. @var ?\Closure(): void */
	public ?\Closure $whileTold = null;

	public readonly MemoryLinkStore $links;
	public readonly SettingsStore $settings;
	public readonly Memberships $members;
	public readonly Permissions $permissions;
	public readonly ProviderState $state;
	public readonly AuditTrail $audit;
	public readonly Notices $notices;
	public readonly Assignments $assignments;
	public readonly Linking $linking;
	public readonly IUserManager $userManager;
	public readonly IGroupManager $groupManager;
	public readonly IRegistry $registry;
	public readonly Enforcement $enforcement;
	public readonly IJobList $jobList;
	public readonly ITimeFactory $time;

	public function __construct(
		private readonly TestCase $test,
	) {
		$this->links = new MemoryLinkStore(fn (): int => $this->now);
		$this->time = $this->with(ITimeFactory::class, ['getTime' => fn (): int => $this->now]);
		$this->groupManager = $this->with(IGroupManager::class, [
			'isInGroup' => fn ($uid, $gid): bool => in_array($uid, $this->groups[$gid] ?? [], true),
			'getUserGroupIds' => fn (IUser $user): array => array_keys(array_filter(
				$this->groups,
				static fn (array $uids): bool => in_array($user->getUID(), $uids, true),
			)),
		]);
		$this->registry = $this->with(IRegistry::class, [
			'getProviderStates' => fn (IUser $user): array => $this->registered[$user->getUID()] ?? [],
			'enableProviderFor' => fn ($provider, IUser $user) => $this->register($user, $provider->getId(), true),
			'disableProviderFor' => fn ($provider, IUser $user) => $this->register($user, $provider->getId(), false),
		]);
		$this->userManager = $this->with(IUserManager::class, [
			'get' => fn ($uid): ?IUser => $this->users[$uid] ?? null,
			'callForAllUsers' => function (\Closure $callback): void {
				array_map($callback, $this->users);
			},
		]);
		$this->jobList = $this->with(IJobList::class, ['add' => function ($job, $argument): void {
			$this->jobs[] = [$job, $argument];
		}]);
		$this->settings = new SettingsStore($this->config());
		$this->members = new Memberships($this->groupManager);
		$this->permissions = new Permissions($this->settings, $this->links, $this->members, $this->registry);
		$this->enforcement = new Enforcement(
			$this->with(IConfig::class, ['getSystemValue' => fn ($key, $default = '') => $this->system[$key] ?? $default]),
			$this->groupManager,
		);
		$this->audit = new AuditTrail($this->with(IEventDispatcher::class, ['dispatchTyped' => function ($event): void {
			$this->audited[] = vsprintf($event->getLogMessage(), $event->getParameters());
		}]));
		$this->state = new ProviderState(
			$this->links, $this->permissions, $this->settings, $this->registry, $this->userManager, $this->jobList, $this->audit, $this->container(),
		);
		$this->notices = new Notices($this->notifications(), $this->time);
		$this->assignments = new Assignments($this->links, $this->state, $this->permissions, $this->settings, $this->audit, $this->notices);
		$this->linking = new Linking($this->links, $this->permissions, $this->state, $this->audit, $this->notices);
	}

	/** @param list<string> $groups */
	public function user(string $uid, ?string $email = null, array $groups = []): IUser {
		foreach ($groups as $gid) {
			$this->groups[$gid][] = $uid;
		}
		return $this->users[$uid] = $this->with(IUser::class, [
			'getUID' => static fn (): string => $uid,
			'getDisplayName' => static fn (): string => ucfirst($uid),
			'getEMailAddress' => static fn (): ?string => $email,
		]);
	}

	public function leave(string $uid, string $gid): void {
		$this->groups[$gid] = array_values(array_diff($this->groups[$gid] ?? [], [$uid]));
	}

	public function set(Settings $settings): void {
		$this->settings->save($settings);
	}

	public function isOn(string $uid): bool {
		return $this->registered[$uid]['countersign'] ?? false;
	}

	/** What a phone has just proven, as AssertionVerifier says it. */
	public function approval(string $userId, string $phone = 'phone', string $accountId = self::ACCOUNT): Verified {
		return new Verified($userId, $accountId, 'challenge', 'device', $phone, ['pop'], 'device', $this->now * 1000);
	}

	/** @return list<string> the subjects, in order */
	public function toldTo(string $uid): array {
		$mine = array_filter($this->told, static fn (array $notice): bool => $notice['uid'] === $uid);
		return array_values(array_map(static fn (array $notice): string => $notice['subject'], $mine));
	}

	/**
	 * @template T of object
	 * @param class-string<T> $interface
	 * @param array<string, \Closure> $answers by method
	 * @return T
	 */
	public function with(string $interface, array $answers): object {
		$made = $this->test->getMockBuilder($interface)->getMock();
		foreach ($answers as $method => $answer) {
			$made->method($method)->willReturnCallback($answer);
		}
		return $made;
	}

	private function register(IUser $user, string $provider, bool $on): void {
		$this->registered[$user->getUID()][$provider] = $on;
		$meanwhile = $this->whileTold;
		$this->whileTold = null;
		$meanwhile?->__invoke();
	}

	private function container(): ContainerInterface {
		return $this->with(ContainerInterface::class, ['get' => fn (): CountersignProvider => new CountersignProvider(
			$this->with(IL10N::class, []),
			$this->with(IURLGenerator::class, []),
			$this->settings,
			$this->with(ContainerInterface::class, []),
		)]);
	}

	private function config(): IAppConfig {
		$values = [];
		$get = static function (string $key, mixed $default = null) use (&$values): mixed {
			return $values[$key] ?? $default;
		};
		$set = static function (string $key, mixed $value) use (&$values): bool {
			$values[$key] = $value;
			return true;
		};
		return $this->with(IAppConfig::class, [
			'getAppValueString' => static fn (string $key, string $default = ''): string => $get($key, $default),
			'getAppValueBool' => static fn (string $key, bool $default = false): bool => $get($key, $default),
			'getAppValueArray' => static fn (string $key, array $default = []): array => $get($key, $default),
			'setAppValueString' => $set,
			'setAppValueBool' => $set,
			'setAppValueArray' => $set,
		]);
	}

	private function notifications(): IManager {
		return $this->with(IManager::class, [
			'createNotification' => fn (): INotification => new MemoryNotification(),
			'notify' => function (MemoryNotification $notification): void {
				$this->told[] = ['uid' => $notification->getUser(), 'subject' => $notification->getSubject(), 'facts' => $notification->getSubjectParameters()];
			},
			'markProcessed' => function (MemoryNotification $notification): void {
				$this->withdrawn[] = $notification->getUser();
			},
		]);
	}
}
