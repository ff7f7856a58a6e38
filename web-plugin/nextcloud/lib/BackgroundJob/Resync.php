<?php

declare(strict_types=1);

// Brings Nextcloud's registry in step for many users, one page per run.

namespace OCA\Countersign\BackgroundJob;

use OCA\Countersign\Links\ProviderState;
use OCP\AppFramework\Utility\ITimeFactory;
use OCP\BackgroundJob\IJobList;
use OCP\BackgroundJob\QueuedJob;

final class Resync extends QueuedJob {
	private const PAGE = 500;

	public function __construct(
		ITimeFactory $time,
		private readonly ProviderState $state,
		private readonly IJobList $jobs,
	) {
		parent::__construct($time);
	}

	/** @param mixed $argument `['after' => ?string]`: where the run before stopped */
	protected function run($argument): void {
		$after = is_array($argument) && is_string($argument['after'] ?? null) ? $argument['after'] : null;
		$last = $this->state->syncPage($after, self::PAGE);
		if ($last !== null) {
			$this->jobs->add(self::class, ['after' => $last]);
		}
	}
}
