<?php

declare(strict_types=1);

// Stands for OCP\Http\Client\IClientService where no Nextcloud is: what of it the app uses.

namespace OCP\Http\Client;

interface IClientService {
	public function newClient(): IClient;
}
