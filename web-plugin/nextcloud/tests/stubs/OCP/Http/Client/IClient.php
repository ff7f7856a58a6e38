<?php

declare(strict_types=1);

// Stands for OCP\Http\Client\IClient where no Nextcloud is: what of it the app uses.

namespace OCP\Http\Client;

interface IClient {
	public function get(string $uri, array $options = []): IResponse;
	public function post(string $uri, array $options = []): IResponse;
	public function request(string $method, string $uri, array $options = []): IResponse;
}
