<?php

declare(strict_types=1);

// Attack: the API key asks phones in this Nextcloud's name. Whoever can look at an answer, the page or the audit log must not find it there.

namespace OCA\Countersign\Tests\Security;

use OCA\Countersign\Settings\AdminSettings;
use OCA\Countersign\Settings\OwnOrigin;
use OCA\Countersign\Tests\Controller\AdminWorld;
use OCA\Countersign\Tests\Server\ConnectionWorld;
use OCA\Countersign\Tests\Server\ScriptedProbe;
use OCP\IDateTimeFormatter;
use OCP\IURLGenerator;
use PHPUnit\Framework\TestCase;

final class ApiKeyToldTest extends TestCase {
	public function testNoAnswerAndNoAuditHoldsTheKey(): void {
		$admin = new AdminWorld($this);
		$typed = ['serverUrl' => ConnectionWorld::URL, 'apiKey' => ScriptedProbe::KEY, 'serverId' => ScriptedProbe::serverId()];
		$told = [];
		foreach ([
			['look', $typed], ['connection', ['serverUrl' => 'ftp://x'] + $typed], ['connection', ['serverId' => ''] + $typed], ['connection', $typed],
			['test', []], ['permissions', $typed], ['onboarding', $typed], ['names', $typed], ['example', $typed], ['groups', []],
			['list', []], ['preview', $typed], ['apply', $typed], ['readCsv', $typed], ['writeCsv', []],
		] as [$route, $given]) {
			$told[] = json_encode($admin->ask($route, $given)->getData(), JSON_THROW_ON_ERROR);
		}
		self::assertSame(ScriptedProbe::KEY, $admin->people->world->settings->settings()->apiKey);
		self::assertStringNotContainsString(ScriptedProbe::KEY, implode("\n", [...$told, ...$admin->people->world->audited]));
	}

	public function testThePageIsNotGivenTheKey(): void {
		$admin = new AdminWorld($this);
		$world = $admin->people->world;
		$world->set(ConnectionWorld::settings());
		$urls = $world->with(IURLGenerator::class, ['linkToRoute' => static fn (): string => '/index.php/apps/countersign/admin/look', 'getAbsoluteURL' => static fn (): string => 'https://cloud.example.org/']);
		$page = new AdminSettings($world->settings, new OwnOrigin($urls), $world->enforcement, $world->groupManager, $urls, $world->with(IDateTimeFormatter::class, []), $admin->connection->l);
		$given = $page->getForm()->getParams();
		self::assertIsInt($given['keyChangedAt']);
		self::assertStringNotContainsString(ScriptedProbe::KEY, print_r(array_diff_key($given, ['enforcement' => 0]), true));
		self::assertSame([], $page->getAuthorizedAppConfig());
	}

	public function testNoTraceOfAFaultHoldsTheKey(): void {
		$admin = new AdminWorld($this);
		$settings = ConnectionWorld::settings();
		try {
			$settings->with(apiKey: ScriptedProbe::KEY, nonsense: 1);
			self::fail('there is no such setting');
		} catch (\Error $error) {
			self::assertStringNotContainsString(ScriptedProbe::KEY, $error->getMessage() . $error->getTraceAsString());
		}
	}
}
