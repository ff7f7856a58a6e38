<?php

declare(strict_types=1);

// What the server is told of the login browser: taken from the connection, never from the page.

namespace OCA\Countersign\Login;

use OCA\Countersign\Protocol\BrowserWords;
use OCA\Countersign\Protocol\Limits;
use OCA\Countersign\Protocol\SignableText;
use OCP\IRequest;

final class Browser {
	public function __construct(
		private readonly IRequest $request,
	) {
	}

	/** An IPv4 address as IPv4, also where the socket speaks IPv6 (RFC 4291 §2.5.5.2). */
	public function address(): string {
		$address = preg_replace('/^::ffff:(?=[\d.]+$)/Di', '', $this->request->getRemoteAddress()) ?? '';
		return SignableText::fit($address, Limits::ADDRESS_MAX_BYTES);
	}

	public function words(): string {
		return BrowserWords::of($this->request->getHeader('User-Agent'));
	}
}
