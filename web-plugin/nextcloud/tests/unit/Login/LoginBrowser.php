<?php

declare(strict_types=1);

// One browser: its session, who passed the first factor in it, and what its login page and Nextcloud's form say.

namespace OCA\Countersign\Tests\Login;

use OCA\Countersign\Controller\LoginController;
use OCA\Countersign\Links\ProviderState;
use OCA\Countersign\Login\AttemptStore;
use OCA\Countersign\Login\Browser;
use OCA\Countersign\Login\Completion;
use OCA\Countersign\Login\KeptRedirect;
use OCA\Countersign\Login\LoginService;
use OCA\Countersign\Login\Look;
use OCA\Countersign\Login\OtherFactors;
use OCA\Countersign\Login\Outstanding;
use OCA\Countersign\Login\Proofs;
use OCA\Countersign\Login\SetUpOffer;
use OCA\Countersign\Provider\ChallengePage;
use OCA\Countersign\Provider\CountersignProvider;
use OCA\Countersign\Provider\ServerPolicy;
use OCA\Countersign\Server\Addresses;
use OCA\Countersign\Server\Call;
use OCA\Countersign\Server\Exchange;
use OCA\Countersign\Server\KeySetKeeper;
use OCA\Countersign\Server\ServerClient;
use OCP\AppFramework\Http\JSONResponse;
use OCP\Authentication\TwoFactorAuth\TwoFactorException;
use OCP\IRequest;

final class LoginBrowser {
	public readonly MemorySession $session;
	/** Nextcloud waits for the second factor of whoever is signed in here; false: it has it, or wants none. */
	public bool $isOutstanding = true;
	public string $address = '203.0.113.7';
	public string $userAgent = 'Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0';

	public function __construct(
		private readonly LoginTestCase $nextcloud,
		public ?string $uid,
	) {
		$this->session = new MemorySession();
	}

	/** What the element says to one of its five routes. @param array<string, mixed> $body */
	public function post(string $route, array $body = []): JSONResponse {
		return $this->controller($body)->$route();
	}

	/** The same, when nothing but the answer is of interest. @return array<string, mixed> */
	public function say(string $route, array $body = []): array {
		return $this->post($route, $body)->getData();
	}

	/** The `challenge=approved` of Nextcloud's own form. @return string `in`, or what the person is told */
	public function submit(): string {
		try {
			return $this->provider()->verifyChallenge($this->nextcloud->user((string)$this->uid), 'approved') ? 'in' : 'out';
		} catch (TwoFactorException $exception) {
			return $exception->getMessage();
		}
	}

	/** @param array<string, mixed> $params */
	public function provider(array $params = []): CountersignProvider {
		$nextcloud = $this->nextcloud;
		$proofs = $this->proofs();
		return new CountersignProvider($nextcloud->l10n(), $nextcloud->urls(), $nextcloud->settings, $nextcloud->container([
			ProviderState::class => $nextcloud->providerState(),
			Proofs::class => $proofs,
			ServerPolicy::class => new ServerPolicy($nextcloud->settings),
			ChallengePage::class => new ChallengePage(
				$nextcloud->settings,
				$nextcloud->subjects(),
				$proofs,
				new OtherFactors($nextcloud->registry()),
				new KeptRedirect($this->request($params), $this->session),
				$nextcloud->urls(),
				$nextcloud->l10n(),
			),
		]));
	}

	public function proofs(): Proofs {
		return new Proofs($this->session, $this->nextcloud->time);
	}

	public function client(): ServerClient {
		$nextcloud = $this->nextcloud;
		return new ServerClient(
			$nextcloud->settings,
			new Exchange(new Call($nextcloud->clients()), new Addresses($nextcloud->caches), $nextcloud->log),
			new KeySetKeeper($nextcloud->config, $nextcloud->time),
		);
	}

	/** Made anew for each request, as Nextcloud makes it. @param array<string, mixed> $body */
	public function logins(array $body = []): LoginService {
		$nextcloud = $this->nextcloud;
		$client = $this->client();
		$attempts = new AttemptStore($this->session);
		$others = new OtherFactors($nextcloud->registry());
		return new LoginService(
			$client,
			$nextcloud->settings,
			$attempts,
			new Completion(
				$client,
				$nextcloud->settings,
				$attempts,
				$nextcloud->links,
				$nextcloud->linking(),
				$this->proofs(),
				$nextcloud->users,
				$nextcloud->time,
				$nextcloud->log,
			),
			$this->proofs(),
			new SetUpOffer($nextcloud->settings, $others, $nextcloud->users, $nextcloud->urls()),
			new Browser($this->request($body)),
			new Look($client, $nextcloud->settings, $nextcloud->caches),
			$nextcloud->time,
			$nextcloud->log,
		);
	}

	/** @param array<string, mixed> $body */
	private function controller(array $body): LoginController {
		$nextcloud = $this->nextcloud;
		$this->session->set('two_factor_auth_uid', $this->isOutstanding ? $this->uid : null);
		return new LoginController(
			$this->request($body),
			$this->logins($body),
			$nextcloud->subjects(),
			new Outstanding($this->session),
			$nextcloud->userSession($this->uid),
			$nextcloud->urls(),
		);
	}

	/** @param array<string, mixed> $params */
	private function request(array $params): IRequest {
		return $this->nextcloud->request($params, $this->address, $this->userAgent);
	}
}
