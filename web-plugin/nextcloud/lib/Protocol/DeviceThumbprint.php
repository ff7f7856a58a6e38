<?php

declare(strict_types=1);

// The short name of a device key that is pinned when a user links an account (rule [AS7]).

namespace OCA\Countersign\Protocol;

final class DeviceThumbprint {
	/** @return string base64url of SHA-256 over the thumbprint's domain and the key */
	public static function of(string $deviceKey): string {
		return Base64Url::encode(hash('sha256', Document::prefix('countersign/v1/device-thumbprint') . $deviceKey, true));
	}
}
