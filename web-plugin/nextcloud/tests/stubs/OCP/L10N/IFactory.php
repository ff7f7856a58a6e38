<?php

declare(strict_types=1);

// Stands for OCP\L10N\IFactory where no Nextcloud is: what of it the app uses.

namespace OCP\L10N;

interface IFactory {
	public function getUserLanguage(?\OCP\IUser $user = null): string;
	public function get($app, $lang = null, $locale = null);
}
