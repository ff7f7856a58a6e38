<?php

declare(strict_types=1);

// Stands for OCP\Template where no Nextcloud is: it keeps what it was given.

namespace OCP;

class Template {
	public array $vars = [];

	public function __construct(
		public string $app,
		public string $name,
	) {
	}

	public function assign($key, $value) {
		$this->vars[$key] = $value;
		return true;
	}
}
