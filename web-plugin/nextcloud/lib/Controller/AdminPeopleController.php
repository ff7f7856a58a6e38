<?php

declare(strict_types=1);

// The routes behind the list of people on the administration page. The browser decides nothing: it shows what is answered here.

namespace OCA\Countersign\Controller;

use OCA\Countersign\AppInfo\Application;
use OCA\Countersign\Links\Actor;
use OCA\Countersign\People\Changes;
use OCA\Countersign\People\Filter;
use OCA\Countersign\People\PeopleCsv;
use OCA\Countersign\People\PeopleList;
use OCA\Countersign\Settings\AdminSettings;
use OCA\Countersign\Settings\FormFault;
use OCP\AppFramework\Controller;
use OCP\AppFramework\Http\Attribute\AuthorizedAdminSetting;
use OCP\AppFramework\Http\Attribute\FrontpageRoute;
use OCP\AppFramework\Http\Attribute\PasswordConfirmationRequired;
use OCP\AppFramework\Http\JSONResponse;
use OCP\IGroupManager;
use OCP\IL10N;
use OCP\IRequest;
use OCP\IUserSession;

final class AdminPeopleController extends Controller {
	use AnswersForms;

	private const SEARCH_MAX_BYTES = 200;
	private const OFFSET_MAX = 10_000_000;

	public function __construct(
		IRequest $request,
		private readonly PeopleList $people,
		private readonly Changes $changes,
		private readonly PeopleCsv $csv,
		private readonly IGroupManager $groups,
		private readonly IUserSession $session,
		private readonly IL10N $l,
	) {
		parent::__construct(Application::APP_ID, $request);
	}

	#[FrontpageRoute(verb: 'GET', url: '/admin/people')]
	#[AuthorizedAdminSetting(settings: AdminSettings::class)]
	public function list(): JSONResponse {
		return $this->answer(function (): array {
			$gid = $this->text('group');
			if ($gid !== '' && !$this->groups->groupExists($gid)) {
				throw FormFault::at('group', 'group_gone', $this->l->t('There is no group “%s”.', [$gid]));
			}
			$offset = $this->text('offset');
			return $this->people->page(
				$this->text('search'),
				$gid === '' ? null : $gid,
				Filter::tryFrom($this->text('filter')) ?? Filter::All,
				preg_match('/^\d{1,8}$/D', $offset) === 1 ? min((int)$offset, self::OFFSET_MAX) : 0,
			);
		});
	}

	/** What changes would do. Changes nothing; a POST since what is asked for may be long. */
	#[FrontpageRoute(verb: 'POST', url: '/admin/people/preview')]
	#[AuthorizedAdminSetting(settings: AdminSettings::class)]
	public function preview(): JSONResponse {
		return $this->answer(fn (): array => [
			'results' => $this->changes->preview($this->changes->read($this->request->getParam('changes')), $this->isAdmin()),
		]);
	}

	#[FrontpageRoute(verb: 'POST', url: '/admin/people/apply')]
	#[AuthorizedAdminSetting(settings: AdminSettings::class)]
	#[PasswordConfirmationRequired]
	public function apply(): JSONResponse {
		return $this->answer(fn (): array => [
			'results' => $this->changes->apply($this->changes->read($this->request->getParam('changes')), Actor::admin($this->uid()), $this->isAdmin()),
		]);
	}

	/** Reads a CSV file into changes, which the page previews and applies like any others. */
	#[FrontpageRoute(verb: 'POST', url: '/admin/people/csv')]
	#[AuthorizedAdminSetting(settings: AdminSettings::class)]
	public function readCsv(): JSONResponse {
		return $this->answer(fn (): array => ['lines' => $this->csv->read($this->request->getParam('csv'))]);
	}

	#[FrontpageRoute(verb: 'GET', url: '/admin/people/csv')]
	#[AuthorizedAdminSetting(settings: AdminSettings::class)]
	public function writeCsv(): JSONResponse {
		return $this->answer(function (): array {
			$after = $this->text('after');
			return $this->csv->write($after === '' ? null : $after);
		});
	}

	private function text(string $name): string {
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
