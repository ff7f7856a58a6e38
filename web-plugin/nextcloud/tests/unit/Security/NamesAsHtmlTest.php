<?php

declare(strict_types=1);

// Attack: a user, a group, a server or a setting is named `<img src=x onerror=…>`, and an administrator opens the page (SECURITY.md §3, 9).

namespace OCA\Countersign\Tests\Security;

use OCA\Countersign\Settings\Scope;
use OCA\Countersign\Settings\Settings;
use OCA\Countersign\Tests\People\PeopleWorld;
use OCA\Countersign\Tests\Server\ConnectionWorld;
use PHPUnit\Framework\TestCase;

final class NamesAsHtmlTest extends TestCase {
	private const NAME = '"><img src=x onerror=alert(1)>\'';

	public function testNoNameBecomesMarkupOfTheAdministrationPage(): void {
		$world = new PeopleWorld($this);
		$world->world->system = ['twofactor_enforced' => 'true', 'twofactor_enforced_groups' => [self::NAME]];
		$bad = new Settings(
			serverUrl: self::NAME, fallbackUrl: self::NAME, browserUrl: self::NAME, serverId: self::NAME, appId: self::NAME, origin: self::NAME,
			serviceName: self::NAME, helpText: '</textarea>' . self::NAME, useGroups: [self::NAME], edit: Scope::Groups, editGroups: [self::NAME],
			onboarding: Scope::Groups, onboardingGroups: [self::NAME], idPattern: self::NAME,
		);
		$page = (new Pages(ConnectionWorld::words($this)))->render('admin', [
			'settings' => $bad, 'keyChangedAt' => 1, 'keyChangedOn' => self::NAME, 'isConnected' => true, 'ownOrigin' => self::NAME, 'base' => self::NAME,
			'confirmAt' => self::NAME, 'enforcement' => $world->world->enforcement, 'enforcementAt' => self::NAME, 'groupNames' => [self::NAME => self::NAME],
		]);
		self::assertGreaterThan(12, substr_count($page, '&lt;img'));
		self::assertStringNotContainsString('<img', $page);
		self::assertSame(1, substr_count($page, '</textarea>'));
	}

	public function testThePageOfANewNextcloudIsWhole(): void {
		$world = new PeopleWorld($this);
		$page = (new Pages(ConnectionWorld::words($this)))->render('admin', [
			'settings' => new Settings(), 'keyChangedAt' => null, 'keyChangedOn' => '', 'isConnected' => false, 'ownOrigin' => 'https://cloud.example.org', 'base' => '/a',
			'confirmAt' => '/b', 'enforcement' => $world->world->enforcement, 'enforcementAt' => '/c', 'groupNames' => [],
		]);
		self::assertStringContainsString('countersign app add Nextcloud --origin https://cloud.example.org', $page);
		self::assertStringNotContainsString('Confirmed server ID', $page);
		self::assertSame(5, substr_count($page, '<section'));
	}

	public function testANameComesToTheScriptAsTextThatCannotEndAScript(): void {
		$world = new PeopleWorld($this);
		$user = $world->user('evil', '</script><img src=x onerror=alert(1)>');
		self::assertSame('</script><img src=x onerror=alert(1)>', $world->list->person($user)->jsonSerialize()['name']);
		// As Nextcloud's JSONResponse encodes it.
		self::assertStringNotContainsString('<', json_encode($world->list->person($user), JSON_HEX_TAG | JSON_THROW_ON_ERROR));
	}
}
