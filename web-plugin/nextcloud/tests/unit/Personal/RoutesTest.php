<?php

declare(strict_types=1);

// What the routes of the settings and of a set-up answer to whoever posts to them, with our page or without.

namespace OCA\Countersign\Tests\Personal;

use OCA\Countersign\Login\Place;
use OCA\Countersign\Settings\Scope;
use OCA\Countersign\Tests\Links\World;
use OCP\IUser;
use PHPUnit\Framework\TestCase;

final class RoutesTest extends TestCase {
	private Desk $desk;
	private World $world;
	private IUser $alice;

	protected function setUp(): void {
		$this->desk = new Desk($this);
		$this->world = $this->desk->world;
		$this->alice = $this->world->user('alice');
	}

	public function testARefusalHasAWordForTheScriptAndASentenceForThePerson(): void {
		$response = $this->desk->personal($this->alice, ['userId' => 'mallory'])->choose();
		$this->assertSame(403, $response->getStatus());
		$this->assertSame(['code' => 'not_allowed', 'title' => 'This is not open to you. Please ask the admins.'], $response->getData());
		$this->assertSame('no-store', $response->getHeaders()['Cache-Control']);
	}

	public function testWhatIsNoTextIsNoId(): void {
		$this->desk->set(['edit' => Scope::Everybody]);
		foreach ([['alice'], 7, true, ''] as $typed) {
			$response = $this->desk->personal($this->alice, ['userId' => $typed])->choose();
			$this->assertSame([422, 'id_malformed'], [$response->getStatus(), $response->getData()['code']]);
		}
		$this->assertSame(409, $this->desk->personal($this->alice, ['thumbprint' => ['x']])->forget()->getStatus());
	}

	public function testFromTheChoiceToTheLinkInTheSettings(): void {
		$this->desk->set(['edit' => Scope::Everybody]);
		$this->assertSame(['userId' => 'ally'], $this->desk->personal($this->alice, ['userId' => 'Ally'])->choose()->getData());
		$this->assertSame('pending', $this->desk->link($this->alice)->start()->getData()['state']);
		$this->assertSame(409, $this->desk->link($this->alice)->complete()->getStatus());
		$this->desk->server->approve();
		$this->assertSame(['state' => 'passed', 'redirectTo' => '/settings/user/security'], $this->desk->link($this->alice)->complete()->getData());
		$this->assertSame('ally', $this->world->links->find('alice')?->userId);
		$this->assertSame(200, $this->desk->personal($this->alice)->disable()->getStatus());
		$this->assertSame(200, $this->desk->personal($this->alice)->enable()->getStatus());
	}

	public function testAnIdThatIsCreatedAnswersWithThePageOfTheServer(): void {
		$this->desk->set(['onboarding' => Scope::Everybody, 'setUpAtLogin' => true]);
		$this->assertSame(['page' => Desk::SET_UP_PAGE], $this->desk->personal($this->alice)->create()->getData());
		$this->desk->logsIn($this->alice);
		$this->assertSame(['page' => Desk::SET_UP_PAGE], $this->desk->setUp($this->alice)->create()->getData());
	}

	public function testFromTheChoiceToTheLoginAtASetUp(): void {
		$this->desk->set(['onboarding' => Scope::Everybody, 'setUpAtLogin' => true]);
		$this->desk->logsIn($this->alice);
		$this->assertSame(['userId' => 'alice'], $this->desk->setUp($this->alice)->choose()->getData());
		$this->desk->setUp($this->alice)->start();
		$this->desk->server->approve();
		$this->assertSame(['state' => 'passed', 'redirectTo' => '/login/challenge/countersign'], $this->desk->setUp($this->alice)->complete()->getData());
		$this->assertTrue($this->desk->proofs()->take('alice'));
	}

	public function testWhoeverIsNotSettingUpAtALoginIsNotFirstFactored(): void {
		$this->desk->pending()->put(Place::SetUp, 'alice', 'alice', null, created: false);
		foreach (['start', 'state', 'cancel', 'ways', 'complete'] as $route) {
			$this->assertSame('first_factor_missing', $this->desk->setUp($this->alice)->$route()->getData()['code'], $route);
			$this->assertSame('first_factor_missing', $this->desk->setUp(null)->$route()->getData()['code'], $route);
			$this->assertSame('first_factor_missing', $this->desk->link(null)->$route()->getData()['code'], $route);
		}
		$this->assertSame(0, $this->desk->server->rings());
	}

	public function testLeavingTakesTheChoiceBack(): void {
		$this->desk->set(['edit' => Scope::Everybody]);
		$this->desk->personal($this->alice, ['userId' => 'ally'])->choose();
		$this->desk->personal($this->alice)->leave();
		$this->assertSame('nothing_asked', $this->desk->link($this->alice)->start()->getData()['code']);
	}

	public function testThePageKnowsItsRoutes(): void {
		$values = $this->desk->personal($this->alice)->body()->getParams();
		$this->assertSame(['/apps/countersign/personal', '/apps/countersign/link', '/login/confirm'], [$values['base'], $values['linkBase'], $values['confirmAt']]);
	}

	public function testWhereAPersonWantedToGoIsKeptOverTheServersSetUpPage(): void {
		$this->assertSame('/login/challenge/countersign', $this->desk->loginSetup()->values($this->alice)['next']);
		$this->assertSame('/login/challenge/countersign?redirect_url=%2Fapps%2Ffiles', $this->desk->loginSetup(['redirect_url' => '/apps/files'])->values($this->alice)['next']);
		// Back at the bare path.
		$this->assertSame('/login/challenge/countersign?redirect_url=%2Fapps%2Ffiles', $this->desk->loginSetup()->values($this->alice)['next']);
		$this->assertSame('/login/challenge/backup_codes?redirect_url=%2Fapps%2Ffiles', $this->desk->loginSetup()->values($this->alice)['backupCodesUrl']);
		$this->assertSame('/login/setupchallenge?redirect_url=%2Fapps%2Ffiles', $this->desk->loginSetup()->values($this->alice)['allWaysUrl']);
	}

	public function testBothPagesNameTheHostThatAPersonIsLedTo(): void {
		$this->assertSame('id.example.org', $this->desk->loginSetup()->values($this->alice)['serverHost']);
		$this->assertSame('id.example.org', $this->desk->personal($this->alice)->body()->getParams()['serverHost']);
	}
}
