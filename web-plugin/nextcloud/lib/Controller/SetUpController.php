<?php

declare(strict_types=1);

// The routes of a set-up at login: what a person chooses, and the login element that proves it.

namespace OCA\Countersign\Controller;

use OCA\Countersign\AppInfo\Application;
use OCA\Countersign\Login\LoginFault;
use OCA\Countersign\Login\LoginService;
use OCA\Countersign\Login\Place;
use OCA\Countersign\Login\Subject;
use OCA\Countersign\Personal\FirstSetUps;
use OCA\Countersign\Personal\Proving;
use OCP\AppFramework\Http\Attribute\NoAdminRequired;
use OCP\AppFramework\Http\Attribute\UserRateLimit;
use OCP\AppFramework\Http\Attribute\UseSession;
use OCP\AppFramework\Http\JSONResponse;
use OCP\Authentication\TwoFactorAuth\ALoginSetupController;
use OCP\IL10N;
use OCP\IRequest;
use OCP\IURLGenerator;
use OCP\IUser;
use OCP\IUserSession;

/**
 * Nextcloud lets in whoever has passed the first factor and has no second one, and everybody who is fully signed in. The latter are
 * refused here: they have the settings, with a fresh password.
 */
final class SetUpController extends ALoginSetupController {
	use AnswersElement;
	use AnswersWishes;

	public function __construct(
		IRequest $request,
		private readonly LoginService $logins,
		private readonly FirstSetUps $setUps,
		private readonly Proving $proving,
		private readonly IUserSession $users,
		private readonly IURLGenerator $urls,
		private readonly IL10N $l10n,
	) {
		parent::__construct(Application::APP_ID, $request);
	}

	#[NoAdminRequired]
	#[UseSession]
	#[UserRateLimit(limit: 30, period: 100)]
	public function choose(): JSONResponse {
		return $this->fulfil(fn (): array => ['userId' => $this->setUps->choose($this->signedIn(), $this->typedId())->userId]);
	}

	/** Makes something at the server each time. */
	#[NoAdminRequired]
	#[UseSession]
	#[UserRateLimit(limit: 10, period: 600)]
	public function create(): JSONResponse {
		return $this->fulfil(fn (): array => ['page' => $this->setUps->create($this->signedIn(), $this->typedId())]);
	}

	#[NoAdminRequired]
	#[UseSession]
	public function leave(): JSONResponse {
		return $this->fulfil(function (): array {
			$this->setUps->forgetChoice();
			return [];
		});
	}

	#[NoAdminRequired]
	#[UseSession]
	#[UserRateLimit(limit: 30, period: 100)]
	public function start(): JSONResponse {
		return $this->answerStart();
	}

	/** A page without the event stream asks every 1.5 s; there may be three of them. */
	#[NoAdminRequired]
	#[UserRateLimit(limit: 240, period: 100)]
	public function state(): JSONResponse {
		return $this->answerState();
	}

	#[NoAdminRequired]
	#[UseSession]
	#[UserRateLimit(limit: 30, period: 100)]
	public function cancel(): JSONResponse {
		return $this->answerCancel();
	}

	#[NoAdminRequired]
	#[UserRateLimit(limit: 30, period: 100)]
	public function ways(): JSONResponse {
		return $this->answerWays();
	}

	#[NoAdminRequired]
	#[UseSession]
	#[UserRateLimit(limit: 100, period: 100)]
	public function complete(): JSONResponse {
		return $this->answer(function (): array {
			$this->proving->complete($this->user(), Place::SetUp, $this->returnCode());
			return $this->passed();
		});
	}

	private function subject(): Subject {
		return $this->proving->subject($this->user(), Place::SetUp);
	}

	/** @throws LoginFault */
	private function user(): IUser {
		$user = $this->users->getUser();
		return $user !== null && $this->setUps->isUnderWay($user) ? $user : throw new LoginFault('first_factor_missing');
	}

	/** Nextcloud lets nobody in here who is not signed in. */
	private function signedIn(): IUser {
		return $this->users->getUser() ?? throw new \LogicException('a signed-in user expected');
	}

	private function logins(): LoginService {
		return $this->logins;
	}

	private function l10n(): IL10N {
		return $this->l10n;
	}

	private function ownPath(): string {
		return $this->urls->linkToRoute('core.TwoFactorChallenge.setupProvider', ['providerId' => Application::APP_ID]);
	}

	/** There the proof is found, and the login goes on. */
	private function afterwards(): string {
		return $this->urls->linkToRoute('core.TwoFactorChallenge.showChallenge', ['challengeProviderId' => Application::APP_ID]);
	}
}
