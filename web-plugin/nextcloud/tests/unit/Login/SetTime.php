<?php

declare(strict_types=1);

// A clock that stands still until a test moves it; it begins when AssertionKit's keys are good.

namespace OCA\Countersign\Tests\Login;

use OCA\Countersign\Tests\Protocol\AssertionKit;
use OCP\AppFramework\Utility\ITimeFactory;

final class SetTime implements ITimeFactory {
	public int $seconds = AssertionKit::SECONDS;

	public function getTime(): int {
		return $this->seconds;
	}
}
