<?php

declare(strict_types=1);

// A Nextcloud of one test: its users, settings and links, a server with phones, and as many browsers as the test needs.

namespace OCA\Countersign\Tests\Login;

use OCA\Countersign\Links\AuditTrail;
use OCA\Countersign\Links\Linking;
use OCA\Countersign\Links\Memberships;
use OCA\Countersign\Links\Origin;
use OCA\Countersign\Links\Permissions;
use OCA\Countersign\Links\ProviderState;
use OCA\Countersign\Login\OtherFactors;
use OCA\Countersign\Login\Subjects;
use OCA\Countersign\Notification\Notices;
use OCA\Countersign\Settings\Settings;
use OCA\Countersign\Settings\SettingsStore;
use OCA\Countersign\Tests\Links\MemoryLinkStore;
use OCA\Countersign\Tests\Protocol\AssertionKit;
use OCP\AppFramework\Services\IAppConfig;
use OCP\Authentication\TwoFactorAuth\IRegistry;
use OCP\BackgroundJob\IJobList;
use OCP\EventDispatcher\IEventDispatcher;
use OCP\Http\Client\IClient;
use OCP\Http\Client\IClientService;
use OCP\IGroupManager;
use OCP\IL10N;
use OCP\IRequest;
use OCP\IURLGenerator;
use OCP\IUser;
use OCP\IUserManager;
use OCP\IUserSession;
use OCP\Notification\IManager;
use PHPUnit\Framework\TestCase;
use Psr\Container\ContainerInterface;

abstract class LoginTestCase extends TestCase {
	protected const FIRST = 'https://id.example.org';
	protected const SECOND = 'https://id2.example.org';

	public SetTime $time;
	public ScriptedServer $server;
	public HeardLog $log;
	public MemoryLinkStore $links;
	public MemoryCaches $caches;
	public SettingsStore $settings;
	public IAppConfig $config;
	public IUserManager $users;
	/** @var array<string, array<string, bool>> by uid: which providers Nextcloud has noted as on */
	public array $factors = [];
	/** @var array<string, mixed> the app's own config */
	private array $stored = [];

	protected function setUp(): void {
		$this->time = new SetTime();
		$this->server = new ScriptedServer($this->time);
		$this->log = new HeardLog();
		$this->links = new MemoryLinkStore(fn (): int => $this->time->seconds);
		$this->caches = new MemoryCaches($this->time);
		$this->config = $this->memoryConfig();
		$this->settings = new SettingsStore($this->config);
		$this->set([]);
		$this->users = $this->createStub(IUserManager::class);
		$this->users->method('get')->willReturnCallback(fn (string $uid): IUser => $this->user($uid));
	}

	/** @param array<string, mixed> $change to the settings of a Nextcloud that is connected */
	protected function set(array $change): void {
		$this->settings->save(new Settings(...$change + [
			'serverUrl' => self::FIRST,
			'serverId' => AssertionKit::serverId(),
			'appId' => ScriptedServer::APP_ID,
			'apiKey' => ScriptedServer::API_KEY,
			'origin' => 'https://cloud.example.org',
		]));
	}

	/** An ID that an admin has assigned and no phone has proven. */
	protected function assign(string $uid, string $userId): void {
		$this->links->assign($uid, $userId, Origin::Admin, true);
	}

	/** An ID that was proven by the phone called `device`, which is the one that approves. */
	protected function link(string $uid, string $userId, string $phone = 'device'): void {
		$this->assign($uid, $userId);
		$this->links->prove($uid, $userId, ScriptedServer::ACCOUNT_ID, AssertionKit::thumbprint($phone));
	}

	/** A browser with a session of its own. @param ?string $uid who passed the first factor in it; null: nobody */
	protected function browser(?string $uid): LoginBrowser {
		return new LoginBrowser($this, $uid);
	}

	public function user(string $uid): IUser {
		$user = $this->createStub(IUser::class);
		$user->method('getUID')->willReturn($uid);
		return $user;
	}

	public function userSession(?string $uid): IUserSession {
		$session = $this->createStub(IUserSession::class);
		$session->method('getUser')->willReturn($uid === null ? null : $this->user($uid));
		return $session;
	}

	/** @param array<string, mixed> $params */
	public function request(array $params, string $address, string $userAgent): IRequest {
		$request = $this->createStub(IRequest::class);
		$request->method('getParam')->willReturnCallback(static fn (string $name, mixed $default = null): mixed => $params[$name] ?? $default);
		$request->method('getRemoteAddress')->willReturn($address);
		$request->method('getHeader')->willReturnCallback(static fn (string $name): string => $name === 'User-Agent' ? $userAgent : '');
		return $request;
	}

	public function clients(): IClientService {
		$client = $this->createStub(IClient::class);
		$client->method('request')->willReturnCallback($this->server->answer(...));
		$clients = $this->createStub(IClientService::class);
		$clients->method('newClient')->willReturn($client);
		return $clients;
	}

	public function urls(): IURLGenerator {
		$urls = $this->createStub(IURLGenerator::class);
		$urls->method('linkToRoute')->willReturnCallback(static fn (string $route): string => match ($route) {
			'core.TwoFactorChallenge.showChallenge' => '/index.php/login/challenge/countersign',
			'core.TwoFactorChallenge.selectChallenge' => '/index.php/login/selectchallenge',
			'countersign.login.start' => '/index.php/apps/countersign/login/start',
		});
		return $urls;
	}

	public function l10n(): IL10N {
		$l10n = $this->createStub(IL10N::class);
		$l10n->method('t')->willReturnArgument(0);
		return $l10n;
	}

	/** Fetches the classes that are given; for whatever asks a container. @param array<class-string, object> $objects */
	public function container(array $objects): ContainerInterface {
		$container = $this->createStub(ContainerInterface::class);
		$container->method('get')->willReturnCallback(static fn (string $class): object => $objects[$class]);
		return $container;
	}

	public function registry(): IRegistry {
		$registry = $this->createStub(IRegistry::class);
		$registry->method('getProviderStates')->willReturnCallback(fn (IUser $user): array => $this->factors[$user->getUID()] ?? []);
		return $registry;
	}

	public function permissions(): Permissions {
		return new Permissions($this->settings, $this->links, new Memberships($this->createStub(IGroupManager::class)), $this->registry());
	}

	public function providerState(): ProviderState {
		// Whoever is asked is on already: nothing is told to the registry.
		foreach ($this->links->page(null, 100) as $link) {
			$this->factors[$link->uid]['countersign'] = true;
		}
		return new ProviderState(
			$this->links,
			$this->permissions(),
			$this->settings,
			$this->registry(),
			$this->users,
			$this->createStub(IJobList::class),
			new AuditTrail($this->createStub(IEventDispatcher::class)),
			$this->container([]),
		);
	}

	public function linking(): Linking {
		return new Linking(
			$this->links,
			$this->permissions(),
			$this->providerState(),
			new AuditTrail($this->createStub(IEventDispatcher::class)),
			new Notices($this->createStub(IManager::class), $this->time),
		);
	}

	public function subjects(): Subjects {
		return new Subjects($this->links, $this->providerState(), $this->settings, new OtherFactors($this->registry()));
	}

	private function memoryConfig(): IAppConfig {
		$config = $this->createStub(IAppConfig::class);
		$get = fn (string $key, mixed $default): mixed => $this->stored[$key] ?? $default;
		$set = function (string $key, mixed $value): bool {
			$this->stored[$key] = $value;
			return true;
		};
		foreach (['String' => '', 'Int' => 0, 'Bool' => false, 'Array' => []] as $type => $none) {
			$config->method("getAppValue$type")->willReturnCallback(static fn (string $key, mixed $default = null): mixed => $get($key, $default ?? $none));
			$config->method("setAppValue$type")->willReturnCallback($set);
		}
		return $config;
	}
}
