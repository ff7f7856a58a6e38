<?php

declare(strict_types=1);

// Addresses that answer as a test says, and what was asked of each, with which key.

namespace OCA\Countersign\Tests\Server;

use OCA\Countersign\Protocol\Base64Url;
use OCA\Countersign\Server\Probe;
use OCA\Countersign\Server\ProbeAnswer;
use OCA\Countersign\Server\Trouble;
use OCA\Countersign\Tests\Protocol\AssertionKit;

final class ScriptedProbe extends Probe {
	public const APP_ID = '50cc199b-a3a1-e81c-d3b3-598dc009cdd1';
	public const KEY = 'cs_0011_the.Right-key';

	/** @var list<array{url: string, key: ?string}> */
	public array $asked = [];
	/** @var array<string, Trouble> by base */
	public array $trouble = [];
	/** @var array<string, ProbeAnswer> by base and path, in the place of the right answer */
	public array $says = [];
	/** @var array<string, string> which root key serves at a base; `root` is the usual one */
	public array $roots = [];
	/** @var array<string, mixed> what `/v1/app` says besides */
	public array $app = [];

	public function __construct() {
	}

	public static function serverId(string $root = 'root'): string {
		return AssertionKit::serverIdOf(AssertionKit::publicKey($root));
	}

	public function get(string $base, string $path, ?string $apiKey = null): ProbeAnswer {
		$this->asked[] = ['url' => $base . $path, 'key' => $apiKey];
		if (isset($this->trouble[$base])) {
			return new ProbeAnswer($this->trouble[$base]);
		}
		if (isset($this->says[$base . $path])) {
			return $this->says[$base . $path];
		}
		$root = $this->roots[$base] ?? 'root';
		return match ($path) {
			'/v1/server' => new ProbeAnswer(null, 200, [
				'serverId' => self::serverId($root), 'name' => 'ACME', 'version' => '1.2.3', 'protocols' => [], 'nowMs' => AssertionKit::NOW_MS,
			]),
			'/v1/keyset' => new ProbeAnswer(null, 200, AssertionKit::signedKeySet(['serverId' => (string)Base64Url::decode(self::serverId($root))], [], $root)),
			'/v1/app' => $apiKey === self::KEY
				? new ProbeAnswer(null, 200, $this->app + [
					'name' => 'Nextcloud', 'appId' => self::APP_ID, 'serverId' => self::serverId($root), 'origins' => ['https://cloud.example.org'], 'mayEnrol' => false,
				])
				: new ProbeAnswer(null, 401, ['code' => 'unauthorized']),
		};
	}

	/** Where a key was shown. @return list<string> */
	public function shown(string $key): array {
		return array_values(array_map(
			static fn (array $ask): string => $ask['url'],
			array_filter($this->asked, static fn (array $ask): bool => $ask['key'] === $key),
		));
	}
}
