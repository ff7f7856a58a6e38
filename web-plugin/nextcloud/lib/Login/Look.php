<?php

declare(strict_types=1);

// What the login page shows of the server: a logo that is at the very server, and where help is. The colours are Nextcloud's.

namespace OCA\Countersign\Login;

use OCA\Countersign\Server\ServerClient;
use OCA\Countersign\Server\ServerFault;
use OCA\Countersign\Server\WebOrigin;
use OCA\Countersign\Settings\SettingsStore;
use OCP\ICache;
use OCP\ICacheFactory;

final class Look {
	/** An admin who changes the logo sees it within this time. */
	private const KEPT_SECONDS = 300;
	private readonly ICache $cache;

	public function __construct(
		private readonly ServerClient $server,
		private readonly SettingsStore $settings,
		ICacheFactory $caches,
	) {
		$this->cache = $caches->createDistributed('countersign/look/');
	}

	/** @return array{accent: null, logoUrl: ?string, help: string} */
	public function forPage(): array {
		$settings = $this->settings->settings();
		['logoUrl' => $logoUrl, 'help' => $help] = $this->ofServer($settings->serverId);
		// Pictures of anywhere else would tell that place who logs in.
		$own = $logoUrl !== null && WebOrigin::of($logoUrl) !== null && WebOrigin::of($logoUrl) === WebOrigin::of($settings->publicUrl());
		return [
			'accent' => null,
			'logoUrl' => $own ? $logoUrl : null,
			'help' => $settings->helpText === '' ? $help : $settings->helpText,
		];
	}

	/** @return array{logoUrl: ?string, help: string} nothing when the server does not say: a login page without a logo is still one */
	private function ofServer(string $serverId): array {
		$kept = $this->cache->get($serverId);
		if (is_array($kept)) {
			return $kept;
		}
		$none = ['logoUrl' => null, 'help' => ''];
		// Said before it is asked: while the server is away, one login in some minutes waits for it and not every one.
		$this->cache->set($serverId, $none, self::KEPT_SECONDS);
		try {
			$app = $this->server->app();
		} catch (ServerFault) {
			return $none;
		}
		$help = implode("\n", array_filter([$app['helpText'], $app['supportContact']], static fn (string $text): bool => $text !== ''));
		$look = ['logoUrl' => $app['logoUrl'], 'help' => $help];
		$this->cache->set($serverId, $look, self::KEPT_SECONDS);
		return $look;
	}
}
