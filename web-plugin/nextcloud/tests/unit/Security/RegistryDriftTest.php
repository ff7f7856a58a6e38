<?php

declare(strict_types=1);

// Nextcloud asks a provider once and then goes by its own registry. Where that says "off" by mistake (a restored backup, a failed write, a
// directory that tells nothing of its groups), a password is enough; and whoever can make the directory stumble for a moment must not
// switch it off either. See docs/decisions/0029.

namespace OCA\Countersign\Tests\Security;

use OCA\Countersign\Links\Origin;
use OCA\Countersign\Listener\LoginListener;
use OCA\Countersign\Settings\Settings;
use OCA\Countersign\Tests\Links\World;
use OCP\IUser;
use OCP\User\Events\PostLoginEvent;
use PHPUnit\Framework\TestCase;

final class RegistryDriftTest extends TestCase {
	private World $world;

	protected function setUp(): void {
		$this->world = new World($this);
	}

	public function testAServerThatIsNotSetUpDoesNotSwitchTheSecondFactorOff(): void {
		$alice = $this->world->user('alice');
		$this->world->links->assign('alice', 'alice', Origin::Admin, true);
		$this->assertFalse($this->world->settings->settings()->isConnected());
		$this->assertTrue($this->world->state->isOnFor($alice));
	}

	/** Whatever made the registry forget, the login itself is asked: this is sent before Nextcloud decides about a second factor. */
	public function testARegistryThatDriftedOffIsCorrectedAtTheLogin(): void {
		$alice = $this->world->user('alice');
		$this->world->links->assign('alice', 'alice', Origin::Admin, true);
		$this->world->registered['alice'] = ['countersign' => false];
		$this->login($alice);
		$this->assertTrue($this->world->isOn('alice'));
		$this->assertCount(1, $this->world->audited);
	}

	/** A directory that does not answer for a moment shows no groups: that must not let anybody in without the second factor. */
	public function testALoginNeverSwitchesItOff(): void {
		$this->world->set(new Settings(useGroups: ['staff']));
		$alice = $this->world->user('alice', groups: ['staff']);
		$this->world->links->assign('alice', 'alice', Origin::Admin, true);
		$this->world->state->sync($alice);
		$this->world->groups = [];
		$this->login($alice);
		$this->assertTrue($this->world->isOn('alice'));
	}

	private function login(IUser $user): void {
		(new LoginListener($this->world->state))->handle(new PostLoginEvent($user, $user->getUID(), '', false));
	}
}
