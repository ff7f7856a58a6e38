<?php

declare(strict_types=1);

// Stands for OCP\Settings\ISettings where no Nextcloud is: what of it the app uses.

namespace OCP\Settings;

interface ISettings {
	public function getForm();
	public function getSection();
	public function getPriority();
}
