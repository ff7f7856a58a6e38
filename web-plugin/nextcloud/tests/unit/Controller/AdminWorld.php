<?php

declare(strict_types=1);

// The two controllers of the administration page on everything they are made of; a request is an array of parameters.

namespace OCA\Countersign\Tests\Controller;

use OCA\Countersign\Controller\AdminPeopleController;
use OCA\Countersign\Controller\AdminSettingsController;
use OCA\Countersign\Settings\SettingsForms;
use OCA\Countersign\Tests\People\PeopleWorld;
use OCA\Countersign\Tests\Server\ConnectionWorld;
use OCP\AppFramework\Http\JSONResponse;
use OCP\IGroupManager;
use OCP\IRequest;
use OCP\IUserManager;
use OCP\IUserSession;
use PHPUnit\Framework\TestCase;

final class AdminWorld {
	public readonly ConnectionWorld $connection;
	public readonly PeopleWorld $people;
	public bool $isAdmin = true;
	/** @var array<array-key, mixed> */
	private array $given = [];
	private readonly AdminSettingsController $settings;
	private readonly AdminPeopleController $list;

	public function __construct(TestCase $test) {
		$this->connection = new ConnectionWorld($test);
		$this->people = new PeopleWorld($test);
		$world = $this->people->world;
		$root = $this->people->user('root');
		$groups = $world->with(IGroupManager::class, [
			'isAdmin' => fn (): bool => $this->isAdmin,
			'search' => static fn (): array => [],
			'groupExists' => static fn ($gid): bool => $gid === 'staff',
		]);
		$request = $world->with(IRequest::class, [
			'getParams' => fn (): array => $this->given,
			'getParam' => fn ($name, $default = null) => $this->given[$name] ?? $default,
		]);
		$session = $world->with(IUserSession::class, ['getUser' => static fn () => $root]);
		$users = $world->with(IUserManager::class, ['get' => fn ($uid) => $world->users[$uid] ?? null]);
		$l = $this->connection->l;
		$this->settings = new AdminSettingsController(
			$request, $world->settings, new SettingsForms($groups, $l), $this->connection->connector, $this->connection->test,
			$world->state, $world->audit, $users, $groups, $session, $l,
		);
		$this->list = new AdminPeopleController($request, $this->people->list, $this->people->changes, $this->people->csv, $groups, $session, $l);
	}

	/** @param array<array-key, mixed> $given */
	public function ask(string $method, array $given = []): JSONResponse {
		$this->given = $given;
		return method_exists($this->settings, $method) ? $this->settings->{$method}() : $this->list->{$method}();
	}
}
