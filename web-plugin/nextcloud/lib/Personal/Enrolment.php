<?php

declare(strict_types=1);

// Has an ID made at the server for somebody who is signed in here; the phone is set up on a page of the server that leads back.

namespace OCA\Countersign\Personal;

use OCA\Countersign\AppInfo\Application;
use OCA\Countersign\Login\Browser;
use OCA\Countersign\Login\Place;
use OCA\Countersign\Protocol\SignableText;
use OCA\Countersign\Server\ServerClient;
use OCA\Countersign\Server\ServerFault;
use OCA\Countersign\Settings\SettingsStore;
use OCP\IURLGenerator;
use OCP\IUser;
use OCP\L10N\IFactory;
use Psr\Log\LoggerInterface;

final class Enrolment {
	/** DISPLAY_NAME_MAX_BYTES of the server's protocol. */
	private const DISPLAY_NAME_MAX_BYTES = 254;

	public function __construct(
		private readonly ServerClient $server,
		private readonly SettingsStore $settings,
		private readonly Browser $browser,
		private readonly IURLGenerator $urls,
		private readonly IFactory $languages,
		private readonly LoggerInterface $log,
	) {
	}

	/**
	 * @return string the page of the server; its fragment holds a secret of this person
	 * @throws PersonalFault
	 */
	public function begin(IUser $user, string $userId, Place $place): string {
		$displayName = SignableText::fit($user->getDisplayName(), self::DISPLAY_NAME_MAX_BYTES);
		try {
			$begun = $this->server->enrol(
				['userId' => $userId]
				+ ($displayName === '' ? [] : ['displayName' => $displayName])
				+ [
					'language' => str_starts_with($this->languages->getUserLanguage($user), 'de') ? 'de' : 'en',
					'context' => ['address' => $this->browser->address(), 'browser' => $this->browser->words()],
					// Never by the name that the request came under: the server takes only the origin that the admin has told it.
					'returnTo' => $this->settings->settings()->origin . $this->path($place),
				],
			);
		} catch (ServerFault $fault) {
			$this->log->warning("countersign: no ID created, $fault->reason (user {$user->getUID()})", ['app' => Application::APP_ID]);
			throw PersonalFault::ofServer($fault);
		}
		$this->log->info("countersign: ID being created (user {$user->getUID()}, at $place->value)", ['app' => Application::APP_ID]);
		return $begun['link'];
	}

	private function path(Place $place): string {
		return $place === Place::SetUp
			? $this->urls->linkToRoute('core.TwoFactorChallenge.setupProvider', ['providerId' => Application::APP_ID])
			: $this->urls->linkToRoute('settings.PersonalSettings.index', ['section' => 'security']);
	}
}
