<?php

declare(strict_types=1);

// Stands for OCP\AppFramework\Http\Response where no Nextcloud is: what of it the app uses.

namespace OCP\AppFramework\Http;

class Response {
	private array $headers = [];
	private int $status;

	public function __construct(int $status = 200, array $headers = []) {
		$this->status = $status;
		$this->headers = $headers;
	}

	public function addHeader($name, $value) {
		$this->headers[$name] = $value;
		return $this;
	}

	public function getHeaders() {
		return $this->headers;
	}

	public function setStatus($status): static {
		$this->status = $status;
		return $this;
	}

	public function getStatus() {
		return $this->status;
	}
}
