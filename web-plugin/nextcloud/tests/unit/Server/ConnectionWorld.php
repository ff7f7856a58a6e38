<?php

declare(strict_types=1);

// What the connection test and the connector are made of, for their tests.

namespace OCA\Countersign\Tests\Server;

use OCA\Countersign\Server\AddressWords;
use OCA\Countersign\Server\ConnectionTest;
use OCA\Countersign\Server\Connector;
use OCA\Countersign\Server\ServerSurvey;
use OCA\Countersign\Server\ServerWords;
use OCA\Countersign\Settings\OwnOrigin;
use OCA\Countersign\Settings\Settings;
use OCA\Countersign\Tests\Protocol\AssertionKit;
use OCP\AppFramework\Utility\ITimeFactory;
use OCP\IL10N;
use OCP\IURLGenerator;
use PHPUnit\Framework\TestCase;

final class ConnectionWorld {
	public const URL = 'https://id.example.org';

	public readonly ScriptedProbe $probe;
	public readonly ConnectionTest $test;
	public readonly Connector $connector;
	public readonly IL10N $l;
	public int $now = AssertionKit::SECONDS;
	public string $here = 'https://cloud.example.org/';

	public function __construct(TestCase $test) {
		$this->probe = new ScriptedProbe();
		$this->l = self::words($test);
		$urls = $test->getMockBuilder(IURLGenerator::class)->getMock();
		$urls->method('getAbsoluteURL')->willReturnCallback(fn (): string => $this->here);
		$time = $test->getMockBuilder(ITimeFactory::class)->getMock();
		$time->method('getTime')->willReturnCallback(fn (): int => $this->now);
		$survey = new ServerSurvey($this->probe);
		$words = new ServerWords($this->l);
		$own = new OwnOrigin($urls);
		$this->test = new ConnectionTest($survey, $words, $own, $time, $this->l);
		$this->connector = new Connector($survey, $words, new AddressWords($this->l), $own, $this->l);
	}

	/** English, filled in as Nextcloud does it. */
	public static function words(TestCase $test): IL10N {
		$l = $test->getMockBuilder(IL10N::class)->getMock();
		$l->method('t')->willReturnCallback(static fn (string $text, array $values = []): string => vsprintf($text, $values));
		return $l;
	}

	public static function settings(): Settings {
		return new Settings(
			serverUrl: self::URL,
			serverId: ScriptedProbe::serverId(),
			appId: ScriptedProbe::APP_ID,
			apiKey: ScriptedProbe::KEY,
			origin: 'https://cloud.example.org',
		);
	}

	/** @return array<string, string> grade by code */
	public function findings(Settings $settings): array {
		$found = [];
		foreach ($this->test->run($settings) as $finding) {
			$found[$finding->code] = $finding->grade->value;
		}
		return $found;
	}
}
