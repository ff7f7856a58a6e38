<?php

declare(strict_types=1);

// Says in words why an address may not be entered for the server.

namespace OCA\Countersign\Server;

use OCP\IL10N;

class AddressWords {
	public function __construct(
		private readonly IL10N $l,
	) {
	}

	/** @param string $fault as `ServerAddress::fault` gives it */
	public function sentence(string $fault): string {
		return match ($fault) {
			'address_scheme' => $this->l->t('An address begins with https:// or http://.'),
			'address_credentials' => $this->l->t('An address holds no user name and no password.'),
			'address_path' => $this->l->t('The address ends after host and port: the server is at a host of its own, without a path.'),
			'address_forbidden' => $this->l->t('This address is reserved for other purposes. No server can be there.'),
			'address_cleartext' => $this->l->t('Without https only servers on this computer or in your own network are asked: the API key could be read on the way.'),
			default => $this->l->t('This is no web address. It looks like https://id.example.org; names with umlauts are written as xn--….'),
		};
	}
}
