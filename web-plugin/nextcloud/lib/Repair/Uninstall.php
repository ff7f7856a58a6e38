<?php

declare(strict_types=1);

// When the app is removed: nobody may be locked out by a factor that is not there any more, and no key stays behind.

namespace OCA\Countersign\Repair;

use OCA\Countersign\AppInfo\Application;
use OCP\AppFramework\Services\IAppConfig;
use OCP\Authentication\TwoFactorAuth\IRegistry;
use OCP\Migration\IOutput;
use OCP\Migration\IRepairStep;

/** IDs and phones stay in their tables, so that a return of the app does not begin from nothing. */
final class Uninstall implements IRepairStep {
	public function __construct(
		private readonly IRegistry $registry,
		private readonly IAppConfig $config,
	) {
	}

	public function getName(): string {
		return 'Let everybody sign in without Countersign';
	}

	public function run(IOutput $output): void {
		$this->registry->cleanUp(Application::APP_ID);
		$this->config->deleteAppValue('api_key');
		$output->info('Countersign is not asked at logins any more; its API key is deleted here. Take it back at the Countersign server too.');
	}
}
