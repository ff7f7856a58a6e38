<?php

declare(strict_types=1);

// Stands for Psr\Container\ContainerInterface where no Nextcloud is: what of it the app uses.

namespace Psr\Container;

interface ContainerInterface {
	public function get(string $id);
	public function has(string $id): bool;
}
