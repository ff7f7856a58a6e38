<?php

declare(strict_types=1);

// The entry "Countersign" in the list at the side of Nextcloud's administration settings.

namespace OCA\Countersign\Settings;

use OCA\Countersign\AppInfo\Application;
use OCP\IL10N;
use OCP\IURLGenerator;
use OCP\Settings\IIconSection;

final class AdminSection implements IIconSection {
	public const ID = 'countersign';
	/** Below "Security", which is at 10. */
	private const PRIORITY = 15;

	public function __construct(
		private readonly IURLGenerator $urls,
		private readonly IL10N $l,
	) {
	}

	public function getID(): string {
		return self::ID;
	}

	public function getName(): string {
		return $this->l->t('Countersign');
	}

	public function getPriority(): int {
		return self::PRIORITY;
	}

	public function getIcon(): string {
		return $this->urls->imagePath(Application::APP_ID, 'app-dark.svg');
	}
}
