<?php

declare(strict_types=1);

// The login element's routes in the personal settings: for whoever is fully signed in and has chosen, with a fresh password, what to prove.

namespace OCA\Countersign\Controller;

use OCA\Countersign\AppInfo\Application;
use OCA\Countersign\Login\LoginFault;
use OCA\Countersign\Login\LoginService;
use OCA\Countersign\Login\Place;
use OCA\Countersign\Login\Subject;
use OCA\Countersign\Personal\Proving;
use OCP\AppFramework\Controller;
use OCP\AppFramework\Http\Attribute\NoAdminRequired;
use OCP\AppFramework\Http\Attribute\UserRateLimit;
use OCP\AppFramework\Http\Attribute\UseSession;
use OCP\AppFramework\Http\JSONResponse;
use OCP\IRequest;
use OCP\IURLGenerator;
use OCP\IUser;
use OCP\IUserSession;

/** No route asks for the password: the choice that it answers for was made with one (PersonalController) and is as old as that. */
final class LinkController extends Controller {
	use AnswersElement;

	public function __construct(
		IRequest $request,
		private readonly LoginService $logins,
		private readonly Proving $proving,
		private readonly IUserSession $users,
		private readonly IURLGenerator $urls,
	) {
		parent::__construct(Application::APP_ID, $request);
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
			$this->proving->complete($this->user(), Place::Link, $this->returnCode());
			return $this->passed();
		});
	}

	private function subject(): Subject {
		return $this->proving->subject($this->user(), Place::Link);
	}

	/** @throws LoginFault */
	private function user(): IUser {
		return $this->users->getUser() ?? throw new LoginFault('first_factor_missing');
	}

	private function logins(): LoginService {
		return $this->logins;
	}

	private function ownPath(): string {
		return $this->urls->linkToRoute('settings.PersonalSettings.index', ['section' => 'security']);
	}

	private function afterwards(): string {
		return $this->ownPath();
	}
}
