<?php

declare(strict_types=1);

// What Nextcloud hears from the provider: the page, the policy of what it may load, and whether somebody is let in.

namespace OCA\Countersign\Tests\Provider;

use OCA\Countersign\Tests\Login\LoginTestCase;

final class CountersignProviderTest extends LoginTestCase {
	public function testThePageKnowsWhereToAskAndWhereThePersonWantedToGo(): void {
		$this->link('alice', 'alice@example.org');
		$browser = $this->browser('alice');

		$vars = $browser->provider(['redirect_url' => '/apps/files'])->getTemplate($this->user('alice'))->vars;
		self::assertSame([
			'connected' => true,
			'proven' => false,
			'fault' => null,
			'base' => '/index.php/apps/countersign/login',
			'chooserUrl' => null,
			'keptRedirectUrl' => '/apps/files',
			'first' => false,
		], $vars);
		// The authenticator on the same phone comes back to the bare path.
		self::assertSame('/apps/files', $browser->provider()->getTemplate($this->user('alice'))->vars['keptRedirectUrl']);

		$this->factors['alice']['totp'] = true;
		self::assertSame('/index.php/login/selectchallenge', $browser->provider()->getTemplate($this->user('alice'))->vars['chooserUrl']);
	}

	public function testThePageKnowsThatNoPhoneHasApprovedHereYet(): void {
		$this->assign('alice', 'alice@example.org');
		self::assertTrue($this->browser('alice')->provider()->getTemplate($this->user('alice'))->vars['first']);
	}

	public function testWhatTheFormSaysIsNeverLookedAt(): void {
		$this->link('alice', 'alice@example.org');
		$browser = $this->browser('alice');
		self::assertNotSame('in', $browser->submit());

		$browser->proofs()->put('alice', 'fbd1be30-7603-4f91-0b6a-56f8238711b7');
		self::assertTrue($browser->provider()->verifyChallenge($this->user('alice'), ''));
	}

	public function testItIsAskedOfWhoHasAnIdThatIsSwitchedOn(): void {
		$this->link('alice', 'alice@example.org');
		$provider = $this->browser('alice')->provider();

		self::assertTrue($provider->isTwoFactorAuthEnabledForUser($this->user('alice')));
		self::assertFalse($provider->isTwoFactorAuthEnabledForUser($this->user('bob')));
		$this->links->setEnabled('alice', false);
		self::assertFalse($provider->isTwoFactorAuthEnabledForUser($this->user('alice')));
	}

	public function testAnIdStaysOnWhileTheServerIsAway(): void {
		$this->link('alice', 'alice@example.org');
		$this->server->down = [self::FIRST => 'refused'];
		self::assertTrue($this->browser('alice')->provider()->isTwoFactorAuthEnabledForUser($this->user('alice')));
		$this->set(['serverUrl' => '']);
		self::assertTrue($this->browser('alice')->provider()->isTwoFactorAuthEnabledForUser($this->user('alice')));
	}

	/** @dataProvider policies */
	public function testThePageReachesTheServerAndNothingElse(array $settings, string $policy): void {
		$this->set($settings);
		self::assertSame($policy, $this->browser('alice')->provider()->getCSP()->buildPolicy());
	}

	/** @return iterable<string, array{array<string, string>, string}> */
	public static function policies(): iterable {
		yield 'one address' => [[], 'connect-src https://id.example.org; img-src https://id.example.org'];
		yield 'a fallback' => [
			['fallbackUrl' => 'https://id2.example.org:8443'],
			'connect-src https://id.example.org https://id2.example.org:8443; img-src https://id.example.org',
		];
		yield 'an address for browsers' => [
			['serverUrl' => 'http://10.0.0.7:3000', 'fallbackUrl' => 'http://10.0.0.8:3000', 'browserUrl' => 'https://id.example.org/'],
			'connect-src https://id.example.org; img-src https://id.example.org',
		];
		yield 'words of a policy' => [['serverUrl' => "https://x; script-src 'unsafe-inline'"], 'connect-src ; img-src '];
		yield 'no server' => [['serverUrl' => ''], 'connect-src ; img-src '];
	}
}
