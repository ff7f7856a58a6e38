<?php

declare(strict_types=1);

// Stands for OCP\Settings\IDelegatedSettings where no Nextcloud is: what of it the app uses.

namespace OCP\Settings;

interface IDelegatedSettings extends ISettings {
	public function getName(): ?string;
	public function getAuthorizedAppConfig(): array;
}
