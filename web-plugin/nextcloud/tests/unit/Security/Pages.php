<?php

declare(strict_types=1);

// Renders a template as Nextcloud does: its parameters as `$_`, `p()` escapes, `inc()` renders a part of it.

namespace OCA\Countersign\Tests\Security;

use OCP\IL10N;

require_once __DIR__ . '/../../stubs/templates.php';

final class Pages {
	private array $given = [];

	public function __construct(
		private readonly IL10N $l,
	) {
	}

	public function render(string $template, array $given): string {
		$this->given = $given;
		return $this->inc($template);
	}

	public function inc(string $template, array $besides = []): string {
		$_ = array_merge($this->given, $besides);
		$l = $this->l;
		ob_start();
		include __DIR__ . '/../../../templates/' . $template . '.php';
		return (string)ob_get_clean();
	}
}
