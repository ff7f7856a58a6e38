<?php

declare(strict_types=1);

// Stands for OCP\AppFramework\Http\TemplateResponse where no Nextcloud is: what of it the app uses.

namespace OCP\AppFramework\Http;

class TemplateResponse extends Response {
	public const RENDER_AS_BLANK = '';

	public function __construct(
		private string $appName,
		private string $templateName,
		private array $params = [],
		private string $renderAs = 'user',
		int $status = 200,
		array $headers = [],
	) {
		parent::__construct($status, $headers);
	}

	public function getParams(): array {
		return $this->params;
	}
}
