<?php

declare(strict_types=1);

// The login element's own routes while the second factor is pending: for whoever passed the first, and for nobody else.

namespace OCA\Countersign\Controller;

use OCA\Countersign\AppInfo\Application;
use OCA\Countersign\Login\LoginFault;
use OCA\Countersign\Login\LoginService;
use OCA\Countersign\Login\Outstanding;
use OCA\Countersign\Login\Subject;
use OCA\Countersign\Login\Subjects;
use OCP\AppFramework\Controller;
use OCP\AppFramework\Http\Attribute\NoAdminRequired;
use OCP\AppFramework\Http\Attribute\UserRateLimit;
use OCP\AppFramework\Http\Attribute\UseSession;
use OCP\AppFramework\Http\JSONResponse;
use OCP\IRequest;
use OCP\IURLGenerator;
use OCP\IUserSession;

/**
 * `NoTwoFactorRequired` is read from the comment of each method, and only from a comment of several lines. Without `UseSession` a route
 * can read the session but holds no lock on it: whoever only looks keeps nobody waiting.
 */
final class LoginController extends Controller {
	use AnswersElement;

	public function __construct(
		IRequest $request,
		private readonly LoginService $logins,
		private readonly Subjects $subjects,
		private readonly Outstanding $outstanding,
		private readonly IUserSession $users,
		private readonly IURLGenerator $urls,
	) {
		parent::__construct(Application::APP_ID, $request);
	}

	/**
	 * Some reloads and "Try again"s; how often a phone rings is the server's own budget.
	 *
	 * @NoTwoFactorRequired
	 */
	#[NoAdminRequired]
	#[UseSession]
	#[UserRateLimit(limit: 30, period: 100)]
	public function start(): JSONResponse {
		return $this->answerStart();
	}

	/**
	 * A page without the event stream asks every 1.5 s; there may be three of them.
	 *
	 * @NoTwoFactorRequired
	 */
	#[NoAdminRequired]
	#[UserRateLimit(limit: 240, period: 100)]
	public function state(): JSONResponse {
		return $this->answerState();
	}

	/**
	 * As often as something can be started.
	 *
	 * @NoTwoFactorRequired
	 */
	#[NoAdminRequired]
	#[UseSession]
	#[UserRateLimit(limit: 30, period: 100)]
	public function cancel(): JSONResponse {
		return $this->answerCancel();
	}

	/**
	 * As often as something can be started.
	 *
	 * @NoTwoFactorRequired
	 */
	#[NoAdminRequired]
	#[UserRateLimit(limit: 30, period: 100)]
	public function ways(): JSONResponse {
		return $this->answerWays();
	}

	/**
	 * Not the form that Nextcloud counts: a page that lost its connection tries every two seconds.
	 *
	 * @NoTwoFactorRequired
	 */
	#[NoAdminRequired]
	#[UseSession]
	#[UserRateLimit(limit: 100, period: 100)]
	public function complete(): JSONResponse {
		return $this->answerComplete();
	}

	private function subject(): Subject {
		$user = $this->users->getUser();
		return $user !== null && $this->outstanding->isOf($user)
			? $this->subjects->forLogin($user)
			: throw new LoginFault('first_factor_missing');
	}

	private function logins(): LoginService {
		return $this->logins;
	}

	private function ownPath(): string {
		return $this->urls->linkToRoute('core.TwoFactorChallenge.showChallenge', ['challengeProviderId' => Application::APP_ID]);
	}

	private function afterwards(): string {
		return $this->ownPath();
	}
}
