<?php

declare(strict_types=1);

// The link from a login page to the authenticator on the same phone, and which paths it may lead back to (rules [LK2], [LK6]).

namespace OCA\Countersign\Protocol;

final class ApprovalLink {
	/**
	 * `<publicUrl>/authenticator/#approve=<challengeId>.<secret>&back=<path>`, the first two base64url of 16 bytes each.
	 *
	 * @param string $publicUrl origin of the server, as browsers reach it
	 * @param string $challengeId a UUID
	 * @param string $secret of a match of mode link, base64url of 16 bytes
	 * @throws \InvalidArgumentException for an id, secret or path that is none
	 */
	public static function format(string $publicUrl, string $challengeId, #[\SensitiveParameter] string $secret, string $back): string {
		if (!self::isBackPath($back)) {
			throw new \InvalidArgumentException('back: a path of plain letters without a query expected');
		}
		if (Choice::ofMatch(['mode' => 'link', 'secret' => $secret]) === null) {
			throw new \InvalidArgumentException('secret: base64url of 16 bytes expected');
		}
		return "$publicUrl/authenticator/#approve=" . Base64Url::encode(Id::toBytes($challengeId)) . ".$secret&back=$back";
	}

	/**
	 * Whether the authenticator may go back there: a path of letters, digits and `-._~`, no empty segment, no query. The link is not
	 * signed, and a browser takes a fragment along when a page redirects it: what an open redirect needs must not be in it.
	 */
	public static function isBackPath(string $path): bool {
		return $path !== '' && strlen($path) <= Limits::BACK_PATH_MAX_LENGTH
			&& preg_match('~^(?:/[A-Za-z0-9_.\~-]+)*/?\z~', $path) === 1;
	}
}
