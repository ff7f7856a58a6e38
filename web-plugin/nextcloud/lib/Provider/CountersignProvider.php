<?php

declare(strict_types=1);

// What Nextcloud asks of a second factor, each question handed to the class that answers it.

namespace OCA\Countersign\Provider;

use OCA\Countersign\AppInfo\Application;
use OCA\Countersign\Links\Actor;
use OCA\Countersign\Links\AssignmentFault;
use OCA\Countersign\Links\Assignments;
use OCA\Countersign\Links\ProviderState;
use OCA\Countersign\Login\Proofs;
use OCA\Countersign\Settings\SettingsStore;
use OCP\AppFramework\Http\ContentSecurityPolicy;
use OCP\Authentication\TwoFactorAuth\IActivatableAtLogin;
use OCP\Authentication\TwoFactorAuth\IActivatableByAdmin;
use OCP\Authentication\TwoFactorAuth\IDeactivatableByAdmin;
use OCP\Authentication\TwoFactorAuth\ILoginSetupProvider;
use OCP\Authentication\TwoFactorAuth\IPersonalProviderSettings;
use OCP\Authentication\TwoFactorAuth\IProvidesCustomCSP;
use OCP\Authentication\TwoFactorAuth\IProvidesIcons;
use OCP\Authentication\TwoFactorAuth\IProvidesPersonalSettings;
use OCP\Authentication\TwoFactorAuth\TwoFactorException;
use OCP\IL10N;
use OCP\IURLGenerator;
use OCP\IUser;
use OCP\Template;
use Psr\Container\ContainerInterface;

final class CountersignProvider implements
	IProvidesIcons,
	IProvidesPersonalSettings,
	IActivatableByAdmin,
	IDeactivatableByAdmin,
	IActivatableAtLogin,
	IProvidesCustomCSP {
	public function __construct(
		private readonly IL10N $l10n,
		private readonly IURLGenerator $urls,
		private readonly SettingsStore $settings,
		// Nextcloud makes every provider at each login, and some of these classes need the provider: each is fetched when it is needed.
		private readonly ContainerInterface $container,
	) {
	}

	public function getId(): string {
		return Application::APP_ID;
	}

	public function getDisplayName(): string {
		return $this->settings->settings()->displayName();
	}

	public function getDescription(): string {
		return $this->l10n->t('Pick the access pass on your phone');
	}

	/** On a ground of its own: Nextcloud's chooser shows it on light ground and on dark. */
	public function getLightIcon(): string {
		return $this->urls->imagePath(Application::APP_ID, 'provider.svg');
	}

	public function getDarkIcon(): string {
		return $this->urls->imagePath(Application::APP_ID, 'app-dark.svg');
	}

	/** Also called after each refused form: it shows, and asks nobody. */
	public function getTemplate(IUser $user): Template {
		$template = new Template(Application::APP_ID, 'challenge');
		foreach ($this->container->get(ChallengePage::class)->of($user) as $name => $value) {
			$template->assign($name, $value);
		}
		return $template;
	}

	/**
	 * What the form says is never looked at: only what `complete` has left in this session counts.
	 *
	 * @throws TwoFactorException
	 */
	public function verifyChallenge(IUser $user, string $challenge): bool {
		if ($this->container->get(Proofs::class)->take($user->getUID())) {
			return true;
		}
		throw new TwoFactorException($this->l10n->t('There is no fresh approval of your phone. Please ask it again.'));
	}

	public function isTwoFactorAuthEnabledForUser(IUser $user): bool {
		return $this->container->get(ProviderState::class)->isOnFor($user);
	}

	public function getPersonalSettings(IUser $user): IPersonalProviderSettings {
		return $this->container->get(PersonalSettings::class)->of($user);
	}

	public function getLoginSetup(IUser $user): ILoginSetupProvider {
		return $this->container->get(LoginSetup::class)->of($user);
	}

	/**
	 * For `occ twofactorauth:enable`. An exception keeps Nextcloud from noting a factor that nobody could pass.
	 *
	 * @throws AssignmentFault
	 */
	public function enableFor(IUser $user): void {
		$this->container->get(Assignments::class)->enable($user, Actor::commandLine());
	}

	public function disableFor(IUser $user): void {
		$this->container->get(Assignments::class)->disable($user, Actor::commandLine());
	}

	/** For the challenge page: the event stream and the logo of the server, and nothing else of anywhere. */
	public function getCSP(): ContentSecurityPolicy {
		return $this->container->get(ServerPolicy::class)->policy();
	}
}
