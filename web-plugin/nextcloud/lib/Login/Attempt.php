<?php

declare(strict_types=1);

// One request for approval, as the session keeps it. No form field, no cookie, no address names its challenge.

namespace OCA\Countersign\Login;

final class Attempt {
	/** @param array<string, int|string> $match what the page shows, or what its link or QR code holds */
	public function __construct(
		public readonly string $uid,
		public readonly string $userId,
		public readonly bool $linking,
		public readonly string $challengeId,
		#[\SensitiveParameter]
		public readonly string $appNonce,
		#[\SensitiveParameter]
		public readonly string $watchToken,
		#[\SensitiveParameter]
		public readonly array $match,
		public readonly string $delivery,
		public readonly string $address,
		public readonly string $browser,
		public readonly int $issuedAtMs,
		public readonly int $expiresAtMs,
	) {
	}

	/** Whether it was made for the person who is signed in now, and for the ID they have now. */
	public function isFor(Subject $subject): bool {
		return $this->uid === $subject->uid && $this->userId === $subject->userId && $this->linking === $subject->linking;
	}

	/**
	 * Whether the browser brought what this attempt needs: a return code in mode link, none elsewhere. The server refuses the others too;
	 * seen here, a page that was made to send somebody else's code costs no call.
	 */
	public function isServedBy(?string $returnCode): bool {
		return ($this->match['mode'] === 'link') === ($returnCode !== null);
	}
}
