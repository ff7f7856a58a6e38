<?php

declare(strict_types=1);

// What the QR code on a login page holds: a link that a phone's camera reads, whichever app looks through it (rule [QR3]).

namespace OCA\Countersign\Protocol;

final class ScanLink {
	/**
	 * `<publicUrl>/authenticator/#scan=<challengeId>.<secret>`, both base64url of 16 bytes; the fragment goes to no server.
	 *
	 * @param string $publicUrl origin of the server, as browsers reach it
	 * @param string $challengeId a UUID
	 * @param string $secret of a match of mode qr, base64url of 16 bytes
	 * @throws \InvalidArgumentException for an id or secret that is none
	 */
	public static function format(string $publicUrl, string $challengeId, #[\SensitiveParameter] string $secret): string {
		if (Choice::ofMatch(['mode' => 'qr', 'secret' => $secret]) === null) {
			throw new \InvalidArgumentException('secret: base64url of 16 bytes expected');
		}
		return "$publicUrl/authenticator/#scan=" . Base64Url::encode(Id::toBytes($challengeId)) . ".$secret";
	}
}
