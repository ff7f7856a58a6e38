<?php

declare(strict_types=1);

// Stands for OCP\AppFramework\Http\JSONResponse where no Nextcloud is: what of it the app uses.

namespace OCP\AppFramework\Http;

class JSONResponse extends Response {
	protected $data;

	public function __construct(mixed $data = [], int $statusCode = 200, array $headers = [], int $encodeFlags = 0) {
		parent::__construct($statusCode, $headers);
		$this->data = $data;
	}

	public function getData() {
		return $this->data;
	}
}
