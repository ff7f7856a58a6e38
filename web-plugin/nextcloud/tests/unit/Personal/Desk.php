<?php

declare(strict_types=1);

// One person's browser, in their settings or in the middle of a login, over a Nextcloud in memory and a server with phones.

namespace OCA\Countersign\Tests\Personal;

use OCA\Countersign\Controller\LinkController;
use OCA\Countersign\Controller\PersonalController;
use OCA\Countersign\Controller\SetUpController;
use OCA\Countersign\Login\AttemptStore;
use OCA\Countersign\Login\Browser;
use OCA\Countersign\Login\Completion;
use OCA\Countersign\Login\KeptRedirect;
use OCA\Countersign\Login\LoginService;
use OCA\Countersign\Login\Look;
use OCA\Countersign\Login\OtherFactors;
use OCA\Countersign\Login\Outstanding;
use OCA\Countersign\Login\Place;
use OCA\Countersign\Login\Proofs;
use OCA\Countersign\Login\SetUpOffer;
use OCA\Countersign\Personal\Enrolment;
use OCA\Countersign\Personal\FirstSetUps;
use OCA\Countersign\Personal\IdChoice;
use OCA\Countersign\Personal\PendingStore;
use OCA\Countersign\Personal\Proving;
use OCA\Countersign\Personal\Standings;
use OCA\Countersign\Personal\Wishes;
use OCA\Countersign\Provider\LoginSetup;
use OCA\Countersign\Provider\PersonalSettings;
use OCA\Countersign\Server\Addresses;
use OCA\Countersign\Server\Call;
use OCA\Countersign\Server\Exchange;
use OCA\Countersign\Server\KeySetKeeper;
use OCA\Countersign\Server\ServerClient;
use OCA\Countersign\Settings\Settings;
use OCA\Countersign\Tests\Links\World;
use OCA\Countersign\Tests\Login\HeardLog;
use OCA\Countersign\Tests\Login\MemoryCaches;
use OCA\Countersign\Tests\Login\MemorySession;
use OCA\Countersign\Tests\Login\ScriptedServer;
use OCA\Countersign\Tests\Login\SetTime;
use OCA\Countersign\Tests\Protocol\AssertionKit;
use OCP\AppFramework\Services\IAppConfig;
use OCP\Http\Client\IClient;
use OCP\Http\Client\IClientService;
use OCP\IL10N;
use OCP\IRequest;
use OCP\IURLGenerator;
use OCP\IUser;
use OCP\IUserSession;
use OCP\L10N\IFactory;
use PHPUnit\Framework\TestCase;

final class Desk {
	public const SERVER = 'https://id.example.org';
	public const SET_UP_PAGE = self::SERVER . '/set-up/#secret';

	public readonly World $world;
	public readonly SetTime $time;
	public readonly ScriptedServer $server;
	public readonly HeardLog $log;
	public MemorySession $session;

	public function __construct(TestCase $test) {
		$this->world = new World($test);
		$this->time = new SetTime();
		$this->world->now = $this->time->seconds;
		$this->server = new ScriptedServer($this->time);
		$this->server->says['POST /v1/enrolments'] = [201, ['link' => self::SET_UP_PAGE, 'expiresAtMs' => 1_790_001_000_000]];
		$this->log = new HeardLog();
		$this->session = new MemorySession();
		$this->set([]);
	}

	/** @param array<string, mixed> $change to the settings of a Nextcloud that is connected */
	public function set(array $change): void {
		$this->world->set(new Settings(...$change + [
			'serverUrl' => self::SERVER,
			'serverId' => AssertionKit::serverId(),
			'appId' => ScriptedServer::APP_ID,
			'apiKey' => ScriptedServer::API_KEY,
			'origin' => 'https://cloud.example.org',
		]));
	}

	/** Somebody whose second factor is outstanding in this browser, and demanded. */
	public function logsIn(IUser $user): void {
		$this->world->system['twofactor_enforced'] = 'true';
		$this->session->set('two_factor_auth_uid', $user->getUID());
	}

	public function later(int $seconds): void {
		$this->time->seconds += $seconds;
		$this->world->now += $seconds;
	}

	public function wishes(): Wishes {
		$world = $this->world;
		return new Wishes(
			$world->settings, $world->links, $world->permissions, $this->standings(), $this->choice(), $this->pending(), $this->enrolment(), $world->assignments,
		);
	}

	public function standings(): Standings {
		$world = $this->world;
		return new Standings($world->settings, $world->links, $world->permissions, $this->pending(), $this->choice(), $this->others(), $world->enforcement);
	}

	public function setUps(): FirstSetUps {
		$world = $this->world;
		return new FirstSetUps(
			$world->settings, $world->links, $world->permissions, $world->state, $this->others(), $this->choice(), $this->pending(), $this->enrolment(), new Outstanding($this->session),
		);
	}

	public function proving(): Proving {
		$world = $this->world;
		return new Proving($world->settings, $world->links, $world->permissions, $this->pending(), $this->logins(), $world->linking, $world->assignments);
	}

	/** Shows the access pass of whatever was chosen, as the element does. */
	public function ask(IUser $user, Place $place = Place::Link): void {
		$this->logins()->start($this->proving()->subject($user, $place), ['again' => false, 'sameDevice' => false, 'mayScan' => false, 'typed' => false, 'page' => null], '/here');
	}

	/** Chosen, asked, approved by that phone, completed. */
	public function prove(IUser $user, Place $place = Place::Link, string $phone = 'device'): void {
		$this->ask($user, $place);
		$this->server->approveBy($phone);
		$this->proving()->complete($user, $place, null);
	}

	/** @param array<string, mixed> $body */
	public function personal(?IUser $user, array $body = []): PersonalController {
		return new PersonalController($this->request($body), $this->wishes(), new PersonalSettings($this->standings(), $this->world->settings, $this->urls()), $this->signedIn($user), $this->l10n());
	}

	public function link(?IUser $user): LinkController {
		return new LinkController($this->request(), $this->logins(), $this->proving(), $this->signedIn($user), $this->urls());
	}

	/** @param array<string, mixed> $body */
	public function setUp(?IUser $user, array $body = []): SetUpController {
		return new SetUpController(
			$this->request($body), $this->logins(), $this->setUps(), $this->proving(), $this->signedIn($user), $this->urls(), $this->l10n(),
		);
	}

	/** The page of a set-up at login. @param array<string, string> $query */
	public function loginSetup(array $query = []): LoginSetup {
		return new LoginSetup($this->setUps(), new KeptRedirect($this->request($query), $this->session), $this->world->settings, $this->urls());
	}

	public function proofs(): Proofs {
		return new Proofs($this->session, $this->time);
	}

	public function pending(): PendingStore {
		return new PendingStore($this->session, $this->time);
	}

	/** Made anew for each request, as Nextcloud makes it. */
	private function logins(): LoginService {
		$world = $this->world;
		$client = $this->client();
		$attempts = new AttemptStore($this->session);
		return new LoginService(
			$client,
			$world->settings,
			$attempts,
			new Completion(
				$client, $world->settings, $attempts, $world->links, $world->linking, $this->proofs(), $world->userManager, $this->time, $this->log,
			),
			$this->proofs(),
			new SetUpOffer($world->settings, $this->others(), $world->userManager, $this->urls()),
			$this->browser(),
			new Look($client, $world->settings, new MemoryCaches($this->time)),
			$this->time,
			$this->log,
		);
	}

	private function client(): ServerClient {
		$world = $this->world;
		$client = $world->with(IClient::class, ['request' => $this->server->answer(...)]);
		$clients = $world->with(IClientService::class, ['newClient' => static fn (): IClient => $client]);
		$keySets = new KeySetKeeper($world->with(IAppConfig::class, []), $this->time);
		$exchange = new Exchange(new Call($clients), new Addresses(new MemoryCaches($this->time)), $this->log);
		return new ServerClient($world->settings, $exchange, $keySets);
	}

	private function enrolment(): Enrolment {
		$languages = $this->world->with(IFactory::class, ['getUserLanguage' => static fn (): string => 'de_DE']);
		return new Enrolment($this->client(), $this->world->settings, $this->browser(), $this->urls(), $languages, $this->log);
	}

	private function choice(): IdChoice {
		return new IdChoice($this->world->settings, $this->world->permissions);
	}

	private function others(): OtherFactors {
		return new OtherFactors($this->world->registry);
	}

	private function browser(): Browser {
		return new Browser($this->request());
	}

	/** @param array<string, mixed> $params */
	private function request(array $params = []): IRequest {
		return $this->world->with(IRequest::class, [
			'getParam' => static fn (string $name, mixed $default = null): mixed => $params[$name] ?? $default,
			'getRemoteAddress' => static fn (): string => '203.0.113.7',
			'getHeader' => static fn (): string => 'Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0',
		]);
	}

	private function signedIn(?IUser $user): IUserSession {
		return $this->world->with(IUserSession::class, ['getUser' => static fn (): ?IUser => $user]);
	}

	private function l10n(): IL10N {
		return $this->world->with(IL10N::class, ['t' => static fn (string $text): string => $text]);
	}

	private function urls(): IURLGenerator {
		$paths = [
			'core.TwoFactorChallenge.setupProviders' => '/login/setupchallenge',
			'core.TwoFactorChallenge.setupProvider' => '/login/setupchallenge/countersign',
			'core.login.confirmPassword' => '/login/confirm',
			'settings.PersonalSettings.index' => '/settings/user/security',
			'countersign.personal.body' => '/apps/countersign/personal/body',
			'countersign.link.start' => '/apps/countersign/link/start',
			'countersign.set_up.start' => '/apps/countersign/setup/start',
		];
		return $this->world->with(IURLGenerator::class, [
			'linkToRoute' => static function (string $route, array $arguments = []) use ($paths): string {
				$query = isset($arguments['redirect_url']) ? '?redirect_url=' . rawurlencode($arguments['redirect_url']) : '';
				return ($paths[$route] ?? '/login/challenge/' . $arguments['challengeProviderId']) . $query;
			},
		]);
	}
}
