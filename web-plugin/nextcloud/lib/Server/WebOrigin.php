<?php

declare(strict_types=1);

// The origin of a web address: what decides whether an address that came from the server is one of its own.

namespace OCA\Countersign\Server;

final class WebOrigin {
	private const DEFAULT_PORTS = ['http' => 80, 'https' => 443];

	/**
	 * Scheme, host and port as browsers write them; null for what is no http or https address, and for one with a user name in it.
	 *
	 * @example WebOrigin::of('https://ID.example.org:443/a') // 'https://id.example.org'
	 */
	public static function of(string $url): ?string {
		// Browsers read `\` as `/` and drop tabs and line ends; where two readers may differ, nobody is sent.
		if (preg_match('/^[\x21-\x7e]+$/D', $url) !== 1 || str_contains($url, '\\')) {
			return null;
		}
		$parts = parse_url($url);
		$scheme = strtolower($parts['scheme'] ?? '');
		$host = strtolower($parts['host'] ?? '');
		if (!isset(self::DEFAULT_PORTS[$scheme]) || isset($parts['user']) || isset($parts['pass'])) {
			return null;
		}
		if (preg_match('/^(?:[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?|\[[0-9a-f:.]+\])$/D', $host) !== 1) {
			return null;
		}
		$port = $parts['port'] ?? self::DEFAULT_PORTS[$scheme];
		return "$scheme://$host" . ($port === self::DEFAULT_PORTS[$scheme] ? '' : ":$port");
	}
}
