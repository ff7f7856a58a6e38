<?php

declare(strict_types=1);

// Stands for OCP\IURLGenerator where no Nextcloud is: what of it the app uses.

namespace OCP;

interface IURLGenerator {
	public function linkToRoute(string $routeName, array $arguments = []): string;
	public function linkToRouteAbsolute(string $routeName, array $arguments = []): string;
	public function imagePath(string $appName, string $file): string;
	public function getAbsoluteURL(string $url): string;
}
