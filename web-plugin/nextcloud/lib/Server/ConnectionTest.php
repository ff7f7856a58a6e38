<?php

declare(strict_types=1);

// Tries the connection to the server step by step, and says of each step what is so and what to do about it.

namespace OCA\Countersign\Server;

use OCA\Countersign\Settings\OwnOrigin;
use OCA\Countersign\Settings\Scope;
use OCA\Countersign\Settings\Settings;
use OCP\AppFramework\Utility\ITimeFactory;
use OCP\IL10N;

class ConnectionTest {
	/** A statement of the server is accepted for 60 s: two clocks further apart than that, and no login works. */
	private const CLOCK_SKEW_MAX_SECONDS = 60;

	public function __construct(
		private readonly ServerSurvey $survey,
		private readonly ServerWords $words,
		private readonly OwnOrigin $ownOrigin,
		private readonly ITimeFactory $time,
		private readonly IL10N $l,
	) {
	}

	/**
	 * Asks the server, shows it the key if it is the pinned one, asks the fallback. Rings no phone, changes nothing.
	 *
	 * @return non-empty-list<Finding> in the order of the steps; what cannot be tried for an earlier fault is left out
	 */
	public function run(Settings $settings): array {
		if ($settings->serverUrl === '') {
			return [$this->fault('server.missing', $this->l->t('Server'), $this->l->t('No server address is set.'), $this->l->t('Enter the address of your Countersign server.'))];
		}
		$server = $this->survey->server($settings->serverUrl);
		$findings = [$this->words->reached('server', $this->l->t('Server'), $server)];
		if ($server->serverId !== null) {
			$findings[] = $this->clock($server);
			$findings[] = $this->identity($server, $settings);
			if ($server->isProven && $server->serverId === $settings->serverId) {
				array_push($findings, ...$this->app($settings));
			}
		}
		if ($settings->fallbackUrl !== '') {
			$findings[] = $this->fallback($settings);
		}
		$findings[] = $this->browsers($settings);
		return $findings;
	}

	private function clock(ServerSeen $server): Finding {
		$title = $this->l->t('Clocks');
		$apart = abs($this->time->getTime() - intdiv((int)$server->nowMs, 1000));
		if ($apart <= self::CLOCK_SKEW_MAX_SECONDS) {
			return $this->ok('clock.right', $title, $this->l->t('The clocks of both servers agree.'));
		}
		return $this->fault(
			'clock.apart',
			$title,
			$this->l->t('The clocks of this Nextcloud and of the server are %s seconds apart.', [(string)$apart]),
			$this->l->t('Set both by NTP: an approval is valid for %s seconds only.', [(string)self::CLOCK_SKEW_MAX_SECONDS]),
			'timedatectl set-ntp true',
		);
	}

	private function identity(ServerSeen $server, Settings $settings): Finding {
		$title = $this->l->t('Identity of the server');
		if ($settings->serverId === '') {
			return $this->fault('identity.unpinned', $title, $this->l->t('You have not confirmed yet which server this is.'), $this->l->t('Compare its server ID and confirm it.'), 'countersign key status');
		}
		if ($server->serverId !== $settings->serverId) {
			return $this->fault(
				'identity.other',
				$title,
				$this->l->t('Another Countersign server answers there: its server ID is %s.', [(string)$server->serverId]),
				$this->l->t('Check the address. If the server really was set up anew, look for it again and confirm its new server ID.'),
			);
		}
		if (!$server->isProven) {
			return $this->fault('identity.unproven', $title, $this->l->t('The server names the confirmed server ID but does not prove it by its keys.'), $this->l->t('Check where the address leads, and the proxy in between.'), 'countersign doctor');
		}
		return $this->ok('identity.right', $title, $this->l->t('It is the confirmed server, proven by its keys.'));
	}

	/** @return non-empty-list<Finding> */
	private function app(Settings $settings): array {
		$title = $this->l->t('API key');
		if ($settings->apiKey === '') {
			return [$this->fault('key.missing', $title, $this->l->t('No API key is set.'), $this->l->t('Make this Nextcloud known to the server, and enter the key that it shows.'), $this->addCommand($settings))];
		}
		$app = $this->survey->app($settings->serverUrl, $settings->apiKey);
		if (!$app->isKnown) {
			return [$app->status === 401
				? $this->fault('key.refused', $title, $this->l->t('The server refuses the API key.'), $this->l->t('Make a new one and enter it here; or the app is suspended in the console.'), 'countersign app rotate-key ' . $this->shellWord($settings->appId))
				: $this->fault('key.unanswered', $title, $this->l->t('The server did not say what it knows about the API key (HTTP status %s).', [(string)$app->status]), $this->l->t('Look into the log of the server.'), 'countersign doctor')];
		}
		if ($app->appId === null) {
			return [$this->fault('key.old_server', $title, $this->l->t('The server takes the key but does not say whose it is: it is too old for this app.'), $this->l->t('Update the Countersign server.'))];
		}
		if ($app->appId !== $settings->appId || ($app->serverId !== null && $app->serverId !== $settings->serverId)) {
			return [$this->fault('key.other_app', $title, $this->l->t('The API key belongs to another app at the server than the one that is stored: %s.', [$app->name]), $this->l->t('Enter the key again and save the connection.'))];
		}
		$findings = [
			$this->ok('key.right', $title, $this->l->t('The server knows this Nextcloud as “%s”.', [$app->name])),
			$this->origin($app, $settings),
		];
		if ($settings->onboarding !== Scope::Nobody && !$app->mayEnrol) {
			$findings[] = $this->warning(
				'enrol.off',
				$this->l->t('Setting people up'),
				$this->l->t('People may set themselves up here, but the server does not let this Nextcloud make new IDs for them.'),
				$this->l->t('Allow it at the server; else only people who have an ID there already can be linked.'),
				'countersign app edit ' . $this->shellWord($settings->appId) . ' --may-enrol yes',
			);
		}
		return $findings;
	}

	private function origin(AppSeen $app, Settings $settings): Finding {
		$title = $this->l->t('Address of this Nextcloud');
		if (!in_array($settings->origin, $app->origins, true)) {
			return $this->fault(
				'origin.unknown',
				$title,
				$this->l->t('The server does not know %s as an address of this app, so login pages there do not hear of an approval.', [$settings->origin]),
				$this->l->t('Add it at the server:'),
				$this->originsCommand($app, $settings),
			);
		}
		$own = $this->ownOrigin->origin();
		if (PHP_SAPI !== 'cli' && $own !== $settings->origin) {
			return $this->warning(
				'origin.elsewhere',
				$title,
				$this->l->t('You are at %1$s, but %2$s is set as the address of this Nextcloud.', [$own, $settings->origin]),
				$this->l->t('If people log in at the first one, save the connection from there.'),
			);
		}
		return $this->ok('origin.right', $title, $this->l->t('The server knows %s.', [$settings->origin]));
	}

	private function fallback(Settings $settings): Finding {
		$title = $this->l->t('Fallback');
		$seen = $this->survey->server($settings->fallbackUrl);
		$reached = $this->words->reached('fallback', $title, $seen);
		if ($seen->serverId === null) {
			return $reached;
		}
		if ($settings->serverId !== '' && $seen->serverId !== $settings->serverId) {
			return $this->fault('fallback.other', $title, $this->l->t('Another Countersign server answers there: its server ID is %s.', [$seen->serverId]), $this->l->t('The fallback must be another way to the same server, or a second node of it with the same keys.'));
		}
		if (!$seen->isProven) {
			return $this->fault('fallback.unproven', $title, $this->l->t('It names the right server ID but does not prove it by its keys.'), $this->l->t('Check where the address leads, and the proxy in between.'), 'countersign doctor');
		}
		return $reached;
	}

	/** Only what can be said from here; the page of the admin tries the address, too. */
	private function browsers(Settings $settings): Finding {
		$title = $this->l->t('Address for browsers');
		$url = $settings->publicUrl();
		if (ServerAddress::isCleartext($url) && str_starts_with($settings->origin, 'https:')) {
			return $this->fault('browsers.cleartext', $title, $this->l->t('Pages of this Nextcloud may not ask %s: it has no https.', [$url]), $this->l->t('Give the server a certificate, or enter its https address as the address for browsers.'));
		}
		if (ServerAddress::isThisComputer($url)) {
			return $this->warning('browsers.this_computer', $title, $this->l->t('%s is found only by browsers on this very computer.', [$url]), $this->l->t('Good for trying it out; else enter the public address of the server as the address for browsers.'));
		}
		if (ServerAddress::isCleartext($url)) {
			return $this->warning('browsers.no_https', $title, $this->l->t('%s has no https: anybody in between can read along.', [$url]), $this->l->t('Give the server a certificate.'));
		}
		return $this->ok('browsers.https', $title, $this->l->t('Browsers and phones use %s.', [$url]));
	}

	private function addCommand(Settings $settings): string {
		return 'countersign app add Nextcloud --origin ' . $this->shellWord($settings->origin === '' ? $this->ownOrigin->origin() : $settings->origin);
	}

	/** `--origin` replaces all origins, so those that are known are named again. */
	private function originsCommand(AppSeen $app, Settings $settings): string {
		$known = array_filter($app->origins, static fn (string $origin): bool => OwnOrigin::of($origin) === $origin);
		$options = array_map(fn (string $origin): string => ' --origin ' . $this->shellWord($origin), [...$known, $settings->origin]);
		return 'countersign app edit ' . $this->shellWord($settings->appId) . implode('', $options);
	}

	private function shellWord(string $text): string {
		return preg_match('#^[\w.:/\[\]-]+$#', $text) === 1 && !str_contains($text, '[') ? $text : escapeshellarg($text);
	}

	private function ok(string $code, string $title, string $found): Finding {
		return new Finding(Grade::Ok, $code, $title, $found);
	}

	private function warning(string $code, string $title, string $found, string $next, string $command = ''): Finding {
		return new Finding(Grade::Warning, $code, $title, $found, $next, $command);
	}

	private function fault(string $code, string $title, string $found, string $next, string $command = ''): Finding {
		return new Finding(Grade::Fault, $code, $title, $found, $next, $command);
	}
}
