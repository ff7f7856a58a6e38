<?php

declare(strict_types=1);

// templates/challenge.php: what it shows in each state, and that nothing of an address gets into it as markup.

namespace OCA\Countersign\Tests\Provider;

use OCP\IL10N;
use PHPUnit\Framework\TestCase;

require_once __DIR__ . '/../../stubs/templates.php';

final class ChallengeTemplateTest extends TestCase {
	private const HOSTILE = '/"><script>alert(1)</script>?a=b&c=d';

	public function testWhoeverCanBeAskedSeesTheElementAndAFormThatWaits(): void {
		$page = $this->page();
		self::assertStringContainsString('<countersign-login base="/apps/countersign/login" auto>', $page);
		self::assertMatchesRegularExpression('~<form class="countersign-approved" method="post" hidden>\s*<input type="hidden" name="challenge" value="approved">\s*</form>~', $page);
		self::assertStringContainsString('<noscript>', $page);
		self::assertStringNotContainsString('<a ', $page);
	}

	public function testWhoeverHasProvenItSeesAButtonOnlyWhichAlsoWorksWithoutAScript(): void {
		$page = $this->page(['proven' => true]);
		self::assertStringContainsString('<form class="countersign-approved" method="post">', $page);
		self::assertStringContainsString('<button class="primary two-factor-submit" type="submit">Continue</button>', $page);
		self::assertStringNotContainsString('countersign-login', $page);
	}

	public function testWhereNobodyCanBeAskedThereIsASentenceAndNoFormToSend(): void {
		foreach ([['connected' => false], ['fault' => 'Not <you>.']] as $state) {
			$page = $this->page([...$state, 'chooserUrl' => '/login/selectchallenge']);
			self::assertMatchesRegularExpression('~<p class="countersign-notice" role="alert">[^<]+</p>~', $page);
			self::assertStringContainsString('href="/login/selectchallenge"', $page);
			self::assertStringNotContainsString('<form', $page);
			self::assertStringNotContainsString('countersign-login', $page);
		}
	}

	public function testWhoseFirstApprovalItIsLearnsWhomToAskForAPhone(): void {
		self::assertStringContainsString('ask the admins', (string)strstr($this->page(['first' => true]), 'countersign-first'));
		self::assertStringNotContainsString('countersign-first', $this->page());
		self::assertStringNotContainsString('countersign-first', $this->page(['first' => true, 'proven' => true]));
	}

	public function testAfterAnEndingThatTryingAgainDoesNotMendThereAreWordsForWhatDoes(): void {
		foreach (['unreachable', 'not_linked'] as $ending) {
			self::assertMatchesRegularExpression("~<template data-ending=\"$ending\">[^<]*ask the admins\.</template>~", $this->page());
		}
	}

	public function testAnotherWayKeepsWhereThePersonWantedToGo(): void {
		$link = 'href="/login/selectchallenge?redirect_url=%2Ff%2F1%3Fa%3Db%26c"';
		$chooser = ['chooserUrl' => '/login/selectchallenge'];
		self::assertStringContainsString($link, $this->page([...$chooser, 'redirect_url' => '/f/1?a=b&c']));
		self::assertStringContainsString($link, $this->page([...$chooser, 'keptRedirectUrl' => '/f/1?a=b&c']));
		self::assertStringContainsString('value="/f/1?a=b&amp;c"', $this->page(['keptRedirectUrl' => '/f/1?a=b&c']));
	}

	public function testAnAddressNeverBecomesMarkup(): void {
		foreach (['redirect_url', 'keptRedirectUrl', 'base', 'chooserUrl', 'fault'] as $name) {
			foreach ([true, false] as $proven) {
				$page = $this->page(['chooserUrl' => '/c', 'proven' => $proven, $name => self::HOSTILE]);
				self::assertStringNotContainsString('<script', $page, $name);
				self::assertStringNotContainsString('"><s', $page, $name);
			}
		}
	}

	/** @param array<string, mixed> $state */
	private function page(array $state = []): string {
		$l = $this->createStub(IL10N::class);
		$l->method('t')->willReturnArgument(0);
		$_ = [
			'connected' => true,
			'proven' => false,
			'fault' => null,
			'base' => '/apps/countersign/login',
			'chooserUrl' => null,
			'keptRedirectUrl' => null,
			'first' => false,
			'redirect_url' => null,
			...$state,
		];
		ob_start();
		try {
			(static function () use ($l, $_): void {
				require __DIR__ . '/../../../templates/challenge.php';
			})();
		} finally {
			$page = (string)ob_get_clean();
		}
		return $page;
	}
}
