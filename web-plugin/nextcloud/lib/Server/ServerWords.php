<?php

declare(strict_types=1);

// Says in words whether an address was reached, and if not, what is most likely the matter.

namespace OCA\Countersign\Server;

use OCP\IL10N;

class ServerWords {
	public function __construct(
		private readonly IL10N $l,
	) {
	}

	/** @param string $step first part of the code: `server` or `fallback` */
	public function reached(string $step, string $title, ServerSeen $seen): Finding {
		if ($seen->trouble !== null) {
			[$found, $next] = $this->ofTrouble($seen->trouble, $seen->url);
			return new Finding(Grade::Fault, $step . '.' . $seen->trouble->value, $title, $found, $next);
		}
		if ($seen->serverId === null) {
			return new Finding(
				Grade::Fault,
				$step . '.not_countersign',
				$title,
				$this->l->t('Something answers at %1$s, but it is no Countersign server (HTTP status %2$s).', [$seen->url, (string)$seen->status]),
				$this->l->t('Check address and port, and that the proxy passes all of /v1 on.'),
			);
		}
		$found = $this->l->t('“%1$s” answers at %2$s, version %3$s.', [$seen->name, $seen->url, $seen->version]);
		if (ServerAddress::isCleartext($seen->url) && !ServerAddress::isThisComputer($seen->url)) {
			return new Finding(Grade::Warning, $step . '.cleartext', $title, $found, $this->l->t('The way there is not encrypted: the API key can be read on it. Use https, unless both are on one computer.'));
		}
		return new Finding(Grade::Ok, $step . '.reached', $title, $found);
	}

	/** @return array{string, string} what is so, what to do */
	private function ofTrouble(Trouble $trouble, string $url): array {
		$host = (string)parse_url($url, PHP_URL_HOST);
		return match ($trouble) {
			Trouble::Name => [
				$this->l->t('Nobody knows the name %s.', [$host]),
				$this->l->t('Check how it is written, and the DNS of the computer that Nextcloud runs on.'),
			],
			Trouble::Refused => [
				$this->l->t('The computer is there, but nothing listens at %s.', [$url]),
				$this->l->t('Start the server (countersign serve), and check the port and the firewall.'),
			],
			Trouble::Tls => [
				$this->l->t('The certificate of %s is not accepted, or there is no https at that port.', [$host]),
				$this->l->t('Check its name, its date and its chain. For a certificate authority of your own: occ security:certificates:import.'),
			],
			Trouble::Timeout => [
				$this->l->t('No answer from %s within 5 seconds.', [$url]),
				$this->l->t('Mostly a firewall swallows it: check that Nextcloud may connect there.'),
			],
			Trouble::Redirect => [
				$this->l->t('%s sends on to another address.', [$url]),
				$this->l->t('Enter the address where it ends, e.g. with https: the API key is never sent on.'),
			],
			Trouble::Blocked => [
				$this->l->t('Nextcloud itself does not allow to ask %s.', [$host]),
				$this->l->t('Check the settings “proxy” and “allow_local_remote_servers” of Nextcloud.'),
			],
			Trouble::Unreachable => [
				$this->l->t('%s cannot be reached.', [$url]),
				$this->l->t('Check the address, the firewall and, if one is set, the proxy of Nextcloud.'),
			],
		};
	}
}
