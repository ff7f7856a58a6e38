<?php

declare(strict_types=1);

// What an admin has decided about Countersign in this Nextcloud, as one value that cannot change during a request.

namespace OCA\Countersign\Settings;

/**
 * Every field has a safe default: without a server nobody is asked, nobody may edit, nobody is led to a set-up.
 *
 * Groups are group IDs. `Scope` says whom a permission is for: nobody, everybody, or the members of the groups beside it.
 */
final class Settings {
	/**
	 * @param string $serverUrl where this Nextcloud reaches the server, without a slash at the end; empty: not set up
	 * @param string $fallbackUrl asked when the first does not answer; empty: none
	 * @param string $browserUrl where browsers reach it; empty: the same as $serverUrl
	 * @param string $serverId the pinned server, base64url of 32 bytes
	 * @param string $appId a UUID; whom the server's statements must be for
	 * @param string $apiKey `cs_…`; leaves this object only for an Authorization header
	 * @param string $origin this Nextcloud's own origin, the one that phones show
	 * @param string $serviceName what people read at the login; empty: Countersign
	 * @param string $helpText shown beneath the access pass; empty: what the server says
	 * @param list<string> $useGroups who can use it at all; empty: everybody
	 * @param list<string> $editGroups
	 * @param list<string> $onboardingGroups
	 * @param string $idPattern e.g. `{uid}@example.org`; see IdPattern
	 */
	public function __construct(
		public readonly string $serverUrl = '',
		public readonly string $fallbackUrl = '',
		public readonly string $browserUrl = '',
		public readonly string $serverId = '',
		public readonly string $appId = '',
		#[\SensitiveParameter]
		public readonly string $apiKey = '',
		public readonly string $origin = '',
		public readonly string $serviceName = '',
		public readonly string $helpText = '',
		public readonly array $useGroups = [],
		public readonly Scope $edit = Scope::Nobody,
		public readonly array $editGroups = [],
		public readonly Scope $onboarding = Scope::Nobody,
		public readonly array $onboardingGroups = [],
		public readonly string $idPattern = '{uid}',
		public readonly bool $mayChooseId = false,
		public readonly bool $setUpAtLogin = false,
		public readonly BackupCodes $backupCodes = BackupCodes::Remind,
		public readonly Trust $trust = Trust::Phones,
	) {
	}

	/** The same settings but for some, named as in the constructor. */
	public function with(#[\SensitiveParameter] mixed ...$changes): self {
		return new self(...array_merge(get_object_vars($this), $changes));
	}

	/** Whether anybody can be asked at all. */
	public function isConnected(): bool {
		return $this->serverUrl !== '' && $this->serverId !== '' && $this->appId !== ''
			&& $this->apiKey !== '' && $this->origin !== '';
	}

	/** Where browsers reach the server. */
	public function publicUrl(): string {
		return $this->browserUrl === '' ? $this->serverUrl : $this->browserUrl;
	}

	/** What a browser shows in its address bar when somebody is led to the server. */
	public function publicHost(): string {
		return (string)parse_url($this->publicUrl(), PHP_URL_HOST);
	}

	public function displayName(): string {
		return $this->serviceName === '' ? 'Countersign' : $this->serviceName;
	}

	/** The addresses in the order in which they are tried. @return non-empty-list<string> */
	public function addresses(): array {
		return $this->fallbackUrl === '' ? [$this->serverUrl] : [$this->serverUrl, $this->fallbackUrl];
	}
}
