<?php

declare(strict_types=1);

// What one login expects; every value comes from the app's settings or from its own server-side session.

namespace OCA\Countersign\Protocol;

final class Expected {
	/**
	 * Nothing has a default: what is left away is left away knowingly.
	 *
	 * @param string $serverId the pinned server, base64url of 32 bytes
	 * @param string $userId the user ID of the person who passed the first factor
	 * @param ?string $accountId the account seen at linking: a user ID given to somebody else later does not fit
	 * @param string $appNonce base64url of the 32 bytes drawn for this attempt
	 * @param 'login'|'stepUp' $purpose
	 * @param array{mode: 'symbol', symbolId: int}|array{mode: 'code', code: string}|array{mode: 'qr'|'link', secret: string} $match
	 *        what the page showed: the choice the device signed must be this one
	 * @param ?string $returnCode mode link: what the authenticator sent back with this browser, base64url of 16 bytes; null: nothing fits
	 * @param string $address of the login browser, as the server was told
	 * @param string $browser in words, as the server was told
	 * @param string $origin of this app, as the phone shows it
	 * @param ?string $appName null: not compared
	 * @param ?list<string> $pinnedDevices thumbprints of the devices this user linked; null: any device of the account; empty: none
	 * @throws \InvalidArgumentException for a purpose or match that no page can have shown
	 */
	public function __construct(
		public readonly string $serverId,
		public readonly string $appId,
		public readonly string $userId,
		public readonly ?string $accountId,
		public readonly string $challengeId,
		#[\SensitiveParameter]
		public readonly string $appNonce,
		public readonly string $purpose,
		#[\SensitiveParameter]
		public readonly array $match,
		#[\SensitiveParameter]
		public readonly ?string $returnCode,
		public readonly string $address,
		public readonly string $browser,
		public readonly string $origin,
		public readonly ?string $appName,
		public readonly ?array $pinnedDevices,
	) {
		// Nothing is paid here: a transaction would have to be shown word for word.
		if ($purpose !== 'login' && $purpose !== 'stepUp') {
			throw new \InvalidArgumentException('purpose: login or stepUp expected');
		}
		if (Choice::ofMatch($match) === null) {
			throw new \InvalidArgumentException('match: an access pass, a code, a QR code or a link expected');
		}
	}
}
