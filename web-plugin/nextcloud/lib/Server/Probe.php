<?php

declare(strict_types=1);

// One question to an address that may be wrong: not for logins, which go through ServerClient, but to find out what is the matter.

namespace OCA\Countersign\Server;

class Probe {
	public function __construct(
		private readonly Call $call,
	) {
	}

	/**
	 * GET, without following a redirect: a key must not travel on to somewhere else.
	 *
	 * @param string $base an address without a slash at the end
	 * @param ?string $apiKey sent only if given
	 */
	public function get(string $base, string $path, #[\SensitiveParameter] ?string $apiKey = null): ProbeAnswer {
		try {
			['status' => $status, 'text' => $text] = $this->call->send($base, 'GET', $path, $apiKey);
		} catch (CallFault $fault) {
			// Too much of an answer is one: somebody is there, and it is somebody else.
			return new ProbeAnswer($fault->trouble);
		}
		if ($status >= 300 && $status < 400) {
			return new ProbeAnswer(Trouble::Redirect, $status);
		}
		$json = json_decode($text, true, 16);
		return new ProbeAnswer(null, $status, is_array($json) ? $json : null);
	}
}
