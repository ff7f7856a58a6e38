<?php

declare(strict_types=1);

// Drops used approvals that nothing would accept any more, and starts a look at everybody's state.

namespace OCA\Countersign\BackgroundJob;

use OCA\Countersign\Links\LinkStore;
use OCP\AppFramework\Utility\ITimeFactory;
use OCP\BackgroundJob\IJob;
use OCP\BackgroundJob\IJobList;
use OCP\BackgroundJob\TimedJob;

/** The look catches what no event tells: a directory whose groups change without Nextcloud hearing of it. */
final class Sweep extends TimedJob {
	private const EVERY_SECONDS = 6 * 3600;

	public function __construct(
		ITimeFactory $time,
		private readonly LinkStore $links,
		private readonly IJobList $jobs,
	) {
		parent::__construct($time);
		$this->setInterval(self::EVERY_SECONDS);
		$this->setTimeSensitivity(IJob::TIME_INSENSITIVE);
	}

	/** @param mixed $argument */
	protected function run($argument): void {
		$this->links->sweep($this->time->getTime());
		$this->jobs->add(Resync::class, ['after' => null]);
	}
}
