<?php

declare(strict_types=1);

// Which addresses an admin may enter for the server, and how they are written.

namespace OCA\Countersign\Server;

/**
 * The address is asked from inside the network, with a key: so it must be a plain web address, without credentials, and no
 * place where a cloud keeps its secrets. The console and the server themselves are at a host without a path.
 */
final class ServerAddress {
	private const MAX_BYTES = 512;
	/** Names that no public DNS gives out (RFC 6761, RFC 8375, RFC 6762, ICANN's `internal`), and what routers give at home. */
	private const PRIVATE_ENDINGS = ['.localhost', '.local', '.internal', '.home.arpa', '.lan', '.test'];

	/** Without blanks around it and slashes at its end, scheme and host in lower case. */
	public static function normalised(string $typed): string {
		$trimmed = rtrim(trim($typed), '/');
		return preg_match('~^(https?://[^/?#]*)(.*)$~is', $trimmed, $parts) === 1 ? strtolower($parts[1]) . $parts[2] : $trimmed;
	}

	/**
	 * @param string $address as `normalised` gives it
	 * @return ?string null: it may be asked; else `address_malformed`, `address_scheme`, `address_credentials`, `address_path`,
	 *                 `address_forbidden` or `address_cleartext`
	 */
	public static function fault(string $address): ?string {
		if (strlen($address) > self::MAX_BYTES || preg_match('/^[\x21-\x7e]+$/', $address) !== 1 || str_contains($address, '\\')) {
			return 'address_malformed';
		}
		$parts = parse_url($address);
		if ($parts === false || !isset($parts['scheme'])) {
			return 'address_malformed';
		}
		if (!in_array($parts['scheme'], ['http', 'https'], true)) {
			return 'address_scheme';
		}
		// parse_url and libcurl may see another host in a text with an @: none is let through.
		if (isset($parts['user']) || isset($parts['pass']) || str_contains($address, '@')) {
			return 'address_credentials';
		}
		if (isset($parts['path']) || isset($parts['query']) || isset($parts['fragment']) || preg_match('/[?#%]/', $address) === 1) {
			return 'address_path';
		}
		$host = $parts['host'] ?? '';
		if (!self::isHost($host) || ($parts['port'] ?? 1) === 0) {
			return 'address_malformed';
		}
		if (self::isForbidden($host)) {
			return 'address_forbidden';
		}
		return $parts['scheme'] === 'http' && !self::isPrivate($host) ? 'address_cleartext' : null;
	}

	public static function isCleartext(string $address): bool {
		return str_starts_with($address, 'http://');
	}

	/** Whether only this computer finds it, so that no phone and no browser elsewhere does. */
	public static function isThisComputer(string $address): bool {
		$host = parse_url($address, PHP_URL_HOST);
		if (!is_string($host)) {
			return false;
		}
		return $host === 'localhost' || str_ends_with($host, '.localhost') || str_starts_with($host, '127.') || $host === '[::1]';
	}

	private static function isHost(string $host): bool {
		if (str_starts_with($host, '[')) {
			return filter_var(trim($host, '[]'), FILTER_VALIDATE_IP, FILTER_FLAG_IPV6) !== false;
		}
		if (filter_var($host, FILTER_VALIDATE_IP, FILTER_FLAG_IPV4) !== false) {
			return true;
		}
		// The system reads 2130706433, 127.1 and 0x7f.0.0.1 as addresses: a last label of digits is no name (RFC 3696 §2).
		return preg_match('/^(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.?$/', $host) === 1
			&& preg_match('/(?:^|\.)(?:\d+|0x[0-9a-f]*)\.?$/', $host) !== 1 && strlen($host) <= 253;
	}

	/** Link-local addresses, where clouds answer with credentials; addresses of nobody and of everybody. */
	private static function isForbidden(string $host): bool {
		$bytes = self::addressBytes($host);
		if ($bytes === null) {
			return in_array($host, ['metadata.google.internal', 'metadata.google.internal.'], true);
		}
		if (strlen($bytes) === 4) {
			$first = ord($bytes[0]);
			return $first === 0 || $first >= 224 || ($first === 169 && ord($bytes[1]) === 254);
		}
		$first = ord($bytes[0]);
		$isLinkLocal = $first === 0xfe && (ord($bytes[1]) & 0xc0) === 0x80;
		return $isLinkLocal || $first === 0xff || $bytes === str_repeat("\0", 16) || $bytes === inet_pton('fd00:ec2::254');
	}

	private static function isPrivate(string $host): bool {
		$bytes = self::addressBytes($host);
		if ($bytes === null) {
			$name = rtrim($host, '.');
			$ends = array_filter(self::PRIVATE_ENDINGS, static fn (string $ending): bool => str_ends_with($name, $ending));
			// A name without a point is one of this network, e.g. of a container beside this one.
			return !str_contains($name, '.') || $ends !== [];
		}
		if (strlen($bytes) === 16) {
			return $bytes === inet_pton('::1') || (ord($bytes[0]) & 0xfe) === 0xfc;
		}
		[$a, $b] = [ord($bytes[0]), ord($bytes[1])];
		return $a === 127 || $a === 10 || ($a === 172 && $b >= 16 && $b <= 31) || ($a === 192 && $b === 168);
	}

	/** Four or sixteen bytes; an IPv4 address written as IPv6 is the IPv4 address. */
	private static function addressBytes(string $host): ?string {
		$literal = trim($host, '[]');
		$bytes = filter_var($literal, FILTER_VALIDATE_IP) === false ? false : inet_pton($literal);
		if ($bytes === false) {
			return null;
		}
		$mapped = str_repeat("\0", 10) . "\xff\xff";
		return strlen($bytes) === 16 && str_starts_with($bytes, $mapped) ? substr($bytes, 12) : $bytes;
	}
}
