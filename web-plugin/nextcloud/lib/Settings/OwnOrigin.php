<?php

declare(strict_types=1);

// Where this Nextcloud is for a browser: the origin that phones show and that the server lets ask.

namespace OCA\Countersign\Settings;

use OCP\IURLGenerator;

class OwnOrigin {
	public function __construct(
		private readonly IURLGenerator $urls,
	) {
	}

	/** In a browser's request the address that was asked; on the command line what `overwrite.cli.url` says. */
	public function origin(): string {
		return self::of($this->urls->getAbsoluteURL('/'));
	}

	/** Scheme, host and a port that is not the scheme's own, in lower case (RFC 6454 §6.2); empty: no web address. */
	public static function of(string $url): string {
		$parts = parse_url(strtolower($url));
		if ($parts === false || !isset($parts['scheme'], $parts['host']) || !in_array($parts['scheme'], ['http', 'https'], true)) {
			return '';
		}
		$usual = $parts['scheme'] === 'https' ? 443 : 80;
		$port = $parts['port'] ?? $usual;
		return $parts['scheme'] . '://' . $parts['host'] . ($port === $usual ? '' : ':' . $port);
	}
}
