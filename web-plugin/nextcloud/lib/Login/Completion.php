<?php

declare(strict_types=1);

// Turns an approval into a proof for this browser, once: redeem, check everything, spend, link, note.

namespace OCA\Countersign\Login;

use OCA\Countersign\Links\Linking;
use OCA\Countersign\Links\LinkStore;
use OCA\Countersign\Protocol\AssertionVerifier;
use OCA\Countersign\Protocol\Expected;
use OCA\Countersign\Protocol\KeySet;
use OCA\Countersign\Protocol\Limits;
use OCA\Countersign\Protocol\Refused;
use OCA\Countersign\Protocol\Verified;
use OCA\Countersign\Server\ServerClient;
use OCA\Countersign\Server\ServerFault;
use OCA\Countersign\Settings\SettingsStore;
use OCP\AppFramework\Utility\ITimeFactory;
use OCP\IUserManager;
use Psr\Log\LoggerInterface;

final class Completion {
	/** `AssertionVerifier` refuses everything later than this after the end of a challenge: its longest life, and clocks that differ. */
	private const SHOWN_AFTER_END_SECONDS = Limits::CHALLENGE_TTL_MAX_SECONDS + Limits::CLOCK_SKEW_SECONDS;

	public function __construct(
		private readonly ServerClient $server,
		private readonly SettingsStore $settings,
		private readonly AttemptStore $attempts,
		private readonly LinkStore $links,
		private readonly Linking $linking,
		private readonly Proofs $proofs,
		private readonly IUserManager $users,
		private readonly ITimeFactory $time,
		private readonly LoggerInterface $log,
	) {
	}

	/**
	 * 1. the keys to check with · 2. redeem · 3. verify · 4. spend · 5. note · 6. leave the proof.
	 *
	 * @param ?\Closure(Verified): bool $note see LoginService::complete
	 * @throws LoginFault `not_confirmed`; `device_not_linked`: the phone that approved does not count here
	 * @throws ServerFault
	 */
	public function of(
		Subject $subject,
		Attempt $attempt,
		#[\SensitiveParameter]
		?string $returnCode,
		?\Closure $note,
	): Verified {
		if (!$attempt->isServedBy($returnCode)) {
			$this->refuse($subject, $attempt, 'return_code');
		}
		// First, since an approval is handed out once: what it is checked with must not be missing then.
		$keySet = $this->server->keySet();
		$assertion = $this->redeem($attempt, $returnCode) ?? $this->refuse($subject, $attempt, 'return_code');
		try {
			$verified = $this->verify($assertion, $keySet, $this->expected($subject, $attempt, $returnCode));
		} catch (Refused $refused) {
			$this->attempts->forget($subject->place);
			$this->refuse($subject, $attempt, $refused->reason);
		}
		$until = intdiv($attempt->expiresAtMs, 1000) + 1 + self::SHOWN_AFTER_END_SECONDS;
		if (!$this->links->spend($attempt->challengeId, $until)) {
			$this->refuse($subject, $attempt, 'spent');
		}
		$this->attempts->forget($subject->place);
		$note ??= fn (Verified $verified): bool => !$subject->linking || $this->link($subject, $verified);
		if (!$note($verified)) {
			$this->refuse($subject, $attempt, 'not_noted');
		}
		if ($subject->place->isLogin()) {
			$this->proofs->put($subject->uid, $attempt->challengeId);
		}
		$this->log->info("countersign: approved ({$this->facts($subject, $attempt)}, account $verified->accountId)", ['app' => 'countersign']);
		return $verified;
	}

	/** Null when the browser brought another code than the approval sent with it. The attempt stays: whoever has the right one may still come. */
	private function redeem(
		Attempt $attempt,
		#[\SensitiveParameter]
		?string $returnCode,
	): ?string {
		try {
			return $this->server->redeem($attempt->challengeId, $attempt->appNonce, $returnCode);
		} catch (ServerFault $fault) {
			// The server says of a wrong return code what it says of a wrong nonce, and our nonce is right.
			return $fault->reason === 'unauthorized' && $returnCode !== null ? null : throw $fault;
		}
	}

	/** A key that the kept set does not name may have begun to sign since: ask once more, then believe the answer. */
	private function verify(string $assertion, KeySet $keySet, Expected $expected): Verified {
		$nowMs = $this->time->getTime() * 1000;
		try {
			return AssertionVerifier::verify($assertion, $keySet, $expected, $nowMs);
		} catch (Refused $refused) {
			if ($refused->reason !== 'key_unknown') {
				throw $refused;
			}
		}
		return AssertionVerifier::verify($assertion, $this->server->keySet(fresh: true), $expected, $nowMs);
	}

	private function link(Subject $subject, Verified $verified): bool {
		$user = $this->users->get($subject->uid);
		return $user !== null && $this->linking->linked($user, $verified, $subject->userId);
	}

	private function expected(Subject $subject, Attempt $attempt, ?string $returnCode): Expected {
		$settings = $this->settings->settings();
		return new Expected(
			serverId: $settings->serverId,
			appId: $settings->appId,
			userId: $subject->userId,
			accountId: $subject->accountId,
			challengeId: $attempt->challengeId,
			appNonce: $attempt->appNonce,
			purpose: 'login',
			match: $attempt->match,
			returnCode: $returnCode,
			address: $attempt->address,
			browser: $attempt->browser,
			origin: $settings->origin,
			// The name that phones show is the server admin's to change; the origin above says which app it was.
			appName: null,
			pinnedDevices: $subject->pinnedDevices,
		);
	}

	private function refuse(Subject $subject, Attempt $attempt, string $reason): never {
		$this->log->warning("countersign: refused, $reason ({$this->facts($subject, $attempt)})", ['app' => 'countersign']);
		throw new LoginFault($reason === 'device_not_pinned' ? 'device_not_linked' : 'not_confirmed');
	}

	private function facts(Subject $subject, Attempt $attempt): string {
		return "user $subject->uid, at {$subject->place->value}, challenge $attempt->challengeId";
	}
}
