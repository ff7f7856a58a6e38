<?php

declare(strict_types=1);

// Stands for OCP\AppFramework\Controller where no Nextcloud is: what of it the app uses.

namespace OCP\AppFramework;

use OCP\IRequest;

abstract class Controller {
	protected $appName;
	protected $request;

	public function __construct($appName, IRequest $request) {
		$this->appName = $appName;
		$this->request = $request;
	}
}
