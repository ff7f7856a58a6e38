<?php

declare(strict_types=1);

// A User-Agent in words a person knows, for the phone's screen: a hint to recognise oneself by, never a decision.

namespace OCA\Countersign\Protocol;

final class BrowserWords {
	/** Order matters: Edge and Opera also say Chrome, Chrome also says Safari. */
	private const BROWSERS = [
		'Edge' => '/\bEdgA?\/|\bEdgiOS\//',
		'Opera' => '/\bOPR\//',
		'Samsung Internet' => '/\bSamsungBrowser\//',
		'Firefox' => '/\bFirefox\/|\bFxiOS\//',
		'Chrome' => '/\bChrome\/|\bCriOS\/|\bChromium\//',
		'Safari' => '/\bSafari\//',
	];
	private const SYSTEMS = [
		'iPad' => '/\biPad\b/',
		'iPhone' => '/\biPhone\b/',
		'Android' => '/\bAndroid\b/',
		'ChromeOS' => '/\bCrOS\b/',
		'Windows' => '/\bWindows\b/',
		'macOS' => '/\bMac OS X\b|\bMacintosh\b/',
		'Linux' => '/\bLinux\b/',
	];

	/** E.g. `Firefox on Linux`; empty when the browser says nothing. */
	public static function of(?string $userAgent): string {
		if ($userAgent === null || $userAgent === '') {
			return '';
		}
		$browser = self::first(self::BROWSERS, $userAgent);
		$system = self::first(self::SYSTEMS, $userAgent);
		if ($browser !== null) {
			return $system === null ? $browser : "$browser on $system";
		}
		if ($system !== null) {
			return "A browser on $system";
		}
		// A tool rather than a browser: its own first word is the most honest name.
		$words = preg_split('/[' . Unicode::WHITE_SPACE . '\/(]/u', mb_scrub($userAgent, 'UTF-8'), 2);
		return SignableText::fit($words[0] ?? '', Limits::BROWSER_MAX_BYTES);
	}

	/** @param array<string, string> $patterns name → pattern */
	private static function first(array $patterns, string $userAgent): ?string {
		foreach ($patterns as $name => $pattern) {
			if (preg_match($pattern, $userAgent) === 1) {
				return $name;
			}
		}
		return null;
	}
}
