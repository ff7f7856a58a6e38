<?php

declare(strict_types=1);

// Every notice that is sent has words, in the reader's language; a notice of others is left to them.

namespace OCA\Countersign\Tests\Notification;

use OCA\Countersign\Links\Actor;
use OCA\Countersign\Notification\Notices;
use OCA\Countersign\Notification\Notifier;
use OCA\Countersign\Tests\Links\MemoryNotification;
use OCA\Countersign\Tests\Links\World;
use OCP\IDateTimeFormatter;
use OCP\IDateTimeZone;
use OCP\IL10N;
use OCP\IURLGenerator;
use OCP\L10N\IFactory;
use OCP\Notification\UnknownNotificationException;
use PHPUnit\Framework\TestCase;

final class NotifierTest extends TestCase {
	private World $world;

	protected function setUp(): void {
		$this->world = new World($this);
	}

	public function testEveryNoticeHasWordsALinkAndAnIcon(): void {
		$admin = Actor::admin('root');
		$notices = $this->world->notices;
		$notices->assigned('alice', 'id', $admin);
		$notices->changed('alice', 'id', $admin);
		$notices->enabled('alice', $admin);
		$notices->disabled('alice', $admin);
		$notices->forgotten('alice', $admin);
		$notices->unlinked('alice', $admin);
		$notices->disabled('alice', Actor::person('alice'));
		$notices->linked('alice');
		$this->assertCount(8, $this->world->told);
		foreach ($this->world->told as ['subject' => $subject, 'facts' => $facts]) {
			$prepared = $this->prepared($subject, $facts);
			$this->assertStringStartsWith('de:', $prepared->parsedSubject);
			$this->assertStringStartsWith('de:', $prepared->parsedMessage);
			$this->assertSame('https://cloud.example.org/settings/user/security', $prepared->link);
			$this->assertSame('https://cloud.example.org/apps/countersign/img/app-dark.svg', $prepared->icon);
		}
	}

	public function testALinkedPhoneIsToldWithTheTimeInTheReadersZoneAndWhatToDo(): void {
		$prepared = $this->prepared('linked', []);
		$this->assertStringContainsString('2026-09-21 16:13 Europe/Berlin', $prepared->parsedMessage);
		$this->assertStringContainsString('If that was not you', $prepared->parsedMessage);
	}

	public function testAnIdIsNamedAsItIs(): void {
		$this->assertStringContainsString('<b>100%s</b>', $this->prepared('assigned', ['id' => '<b>100%s</b>'])->parsedSubject);
	}

	public function testNoticesOfOthersAreLeftToThem(): void {
		$foreign = (new MemoryNotification())->setApp('files')->setSubject('linked');
		$this->expectException(UnknownNotificationException::class);
		$this->notifier()->prepare($foreign, 'de');
	}

	public function testAnUnknownSubjectIsNotShownEmpty(): void {
		$this->expectException(UnknownNotificationException::class);
		$this->prepared('something', []);
	}

	/** @param array<string, string> $facts */
	private function prepared(string $subject, array $facts): MemoryNotification {
		$notification = new MemoryNotification();
		$notification->setApp('countersign')->setUser('alice')
			->setDateTime(new \DateTime('@' . $this->world->now))->setSubject($subject, $facts);
		$this->notifier()->prepare($notification, 'de');
		return $notification;
	}

	private function notifier(): Notifier {
		$languages = $this->world->with(IFactory::class, ['get' => fn ($app, $language): IL10N => $this->world->with(IL10N::class, [
			't' => static fn (string $text, array $with = []): string => $language . ':' . vsprintf($text, $with),
		])]);
		$urls = $this->world->with(IURLGenerator::class, [
			'linkToRouteAbsolute' => static fn (string $route, array $with): string => 'https://cloud.example.org/settings/user/' . $with['section'],
			'imagePath' => static fn (string $app, string $file): string => '/apps/' . $app . '/img/' . $file,
			'getAbsoluteURL' => static fn (string $path): string => 'https://cloud.example.org' . $path,
		]);
		$dates = $this->world->with(IDateTimeFormatter::class, [
			'formatDateTime' => static fn ($time, $date, $clock, $zone): string => (clone $time)->setTimezone($zone)->format('Y-m-d H:i e'),
		]);
		$zones = $this->world->with(IDateTimeZone::class, ['getTimeZone' => static fn (): \DateTimeZone => new \DateTimeZone('Europe/Berlin')]);
		return new Notifier($languages, $urls, $dates, $zones);
	}
}
