<?php

declare(strict_types=1);

// The routes behind the personal settings: each wants a fresh password, each wish is permitted or refused in Wishes.

namespace OCA\Countersign\Controller;

use OCA\Countersign\AppInfo\Application;
use OCA\Countersign\Personal\Wishes;
use OCA\Countersign\Provider\PersonalSettings;
use OCP\AppFramework\Controller;
use OCP\AppFramework\Http\Attribute\NoAdminRequired;
use OCP\AppFramework\Http\Attribute\PasswordConfirmationRequired;
use OCP\AppFramework\Http\Attribute\UserRateLimit;
use OCP\AppFramework\Http\Attribute\UseSession;
use OCP\AppFramework\Http\JSONResponse;
use OCP\AppFramework\Http\TemplateResponse;
use OCP\IL10N;
use OCP\IRequest;
use OCP\IUser;
use OCP\IUserSession;

final class PersonalController extends Controller {
	use AnswersWishes;

	public function __construct(
		IRequest $request,
		private readonly Wishes $wishes,
		private readonly PersonalSettings $page,
		private readonly IUserSession $users,
		private readonly IL10N $l10n,
	) {
		parent::__construct(Application::APP_ID, $request);
	}

	/** The part of the settings page as it is now. */
	#[NoAdminRequired]
	public function body(): TemplateResponse {
		$response = new TemplateResponse(Application::APP_ID, 'personal', $this->page->values($this->user()), TemplateResponse::RENDER_AS_BLANK);
		$response->addHeader('Cache-Control', 'no-store');
		return $response;
	}

	#[NoAdminRequired]
	#[PasswordConfirmationRequired]
	#[UseSession]
	#[UserRateLimit(limit: 30, period: 100)]
	public function choose(): JSONResponse {
		return $this->fulfil(fn (): array => ['userId' => $this->wishes->choose($this->user(), $this->typedId())->userId]);
	}

	/** Makes something at the server each time. */
	#[NoAdminRequired]
	#[PasswordConfirmationRequired]
	#[UseSession]
	#[UserRateLimit(limit: 10, period: 600)]
	public function create(): JSONResponse {
		return $this->fulfil(fn (): array => ['page' => $this->wishes->create($this->user(), $this->typedId())]);
	}

	#[NoAdminRequired]
	#[PasswordConfirmationRequired]
	#[UseSession]
	#[UserRateLimit(limit: 30, period: 100)]
	public function confirm(): JSONResponse {
		return $this->fulfil(fn (): array => ['userId' => $this->wishes->confirm($this->user())->userId]);
	}

	/** Takes back what was only chosen: nothing to confirm a password for. */
	#[NoAdminRequired]
	#[UseSession]
	public function leave(): JSONResponse {
		return $this->fulfil(function (): array {
			$this->wishes->forgetChoice();
			return [];
		});
	}

	#[NoAdminRequired]
	#[PasswordConfirmationRequired]
	public function forget(): JSONResponse {
		return $this->fulfil(function (): array {
			$thumbprint = $this->request->getParam('thumbprint');
			$this->wishes->forgetPhone($this->user(), is_string($thumbprint) ? $thumbprint : '');
			return [];
		});
	}

	#[NoAdminRequired]
	#[PasswordConfirmationRequired]
	public function enable(): JSONResponse {
		return $this->fulfil(function (): array {
			$this->wishes->enable($this->user());
			return [];
		});
	}

	#[NoAdminRequired]
	#[PasswordConfirmationRequired]
	public function disable(): JSONResponse {
		return $this->fulfil(function (): array {
			$this->wishes->disable($this->user());
			return [];
		});
	}

	/** Nextcloud lets nobody in here who is not signed in. */
	private function user(): IUser {
		return $this->users->getUser() ?? throw new \LogicException('a signed-in user expected');
	}

	private function l10n(): IL10N {
		return $this->l10n;
	}
}
