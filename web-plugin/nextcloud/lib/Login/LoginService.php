<?php

declare(strict_types=1);

// Asks for an approval, or shows again the one that this browser has open, follows it and withdraws it. What is approved: Completion.

namespace OCA\Countersign\Login;

use OCA\Countersign\Protocol\AccessPasses;
use OCA\Countersign\Protocol\ApprovalLink;
use OCA\Countersign\Protocol\Base64Url;
use OCA\Countersign\Protocol\ScanLink;
use OCA\Countersign\Protocol\Verified;
use OCA\Countersign\Server\ServerClient;
use OCA\Countersign\Server\ServerFault;
use OCA\Countersign\Settings\SettingsStore;
use OCP\AppFramework\Utility\ITimeFactory;
use Psr\Log\LoggerInterface;

final class LoginService {
	private const NONCE_BYTES = 32;

	public function __construct(
		private readonly ServerClient $server,
		private readonly SettingsStore $settings,
		private readonly AttemptStore $attempts,
		private readonly Completion $completion,
		private readonly Proofs $proofs,
		private readonly SetUpOffer $setUp,
		private readonly Browser $browser,
		private readonly Look $look,
		private readonly ITimeFactory $time,
		private readonly LoggerInterface $log,
	) {
	}

	/** Whether this browser has shown the second factor a moment ago: nobody is asked again before Nextcloud's form took it. */
	public function hasPassed(Subject $subject): bool {
		return $subject->place->isLogin() && $this->proofs->has($subject->uid);
	}

	/**
	 * The open request of this browser, or a new one; or the way to set up a phone. A reload never rings a phone twice.
	 *
	 * @param array{again: bool, sameDevice: bool, mayScan: bool, typed: bool, page: ?string} $wish `again`: the person said "Try again";
	 * `sameDevice`: the page is on the phone that approves; `mayScan`: it can show a QR code; `typed`: the person cannot scan one; `page`:
	 * where it is, as the browser says
	 * @param string $ownPath path of the page here that an authenticator on the same phone goes back to when `page` is no plain path
	 * @return array<string, mixed> what the element expects of `start`
	 * @throws ServerFault
	 */
	public function start(Subject $subject, array $wish, string $ownPath): array {
		$attempt = $wish['again'] ? null : $this->attempts->find($subject);
		if ($attempt !== null) {
			$status = $this->statusOf($attempt);
			if ($status !== null && !self::isOver($status['state'])) {
				return $this->started($attempt, $status, $wish['page'], $ownPath);
			}
		}
		$nonce = Base64Url::encode(random_bytes(self::NONCE_BYTES));
		$context = ['address' => $this->browser->address(), 'browser' => $this->browser->words()];
		$asked = $this->server->requestApproval(
			['userId' => $subject->userId, 'purpose' => 'login', 'appNonce' => $nonce, 'context' => $context]
			+ ($wish['sameDevice'] ? ['sameDevice' => true] : [])
			+ ($wish['mayScan'] ? ['mayScan' => true] : [])
			+ ($wish['typed'] ? ['atLeast' => 'code'] : [])
			+ $this->setUp->wish($subject),
		);
		if (isset($asked['decision'])) {
			$this->say('set-up offered', $subject);
			return $this->offered($asked);
		}
		$attempt = new Attempt(
			uid: $subject->uid,
			userId: $subject->userId,
			linking: $subject->linking,
			challengeId: $asked['challengeId'],
			appNonce: $nonce,
			watchToken: $asked['watchToken'],
			match: $asked['match'],
			delivery: $asked['delivery'],
			address: $context['address'],
			browser: $context['browser'],
			issuedAtMs: $asked['issuedAtMs'],
			expiresAtMs: $asked['expiresAtMs'],
		);
		$this->attempts->put($subject->place, $attempt);
		$this->say('asked', $subject, $attempt);
		$status = ['state' => 'pending', 'progress' => 'waiting', 'nowMs' => $attempt->issuedAtMs];
		return $this->started($attempt, $status, $wish['page'], $ownPath);
	}

	/**
	 * Where the request of this browser stands. Decides nothing.
	 *
	 * @return array<string, mixed>
	 * @throws LoginFault nothing_asked
	 * @throws ServerFault
	 */
	public function state(Subject $subject): array {
		$attempt = $this->attempts->find($subject) ?? throw new LoginFault('nothing_asked');
		return $this->server->status($attempt->challengeId);
	}

	/**
	 * Withdraws the request of this browser from the phones.
	 *
	 * @return array{state: string}
	 * @throws ServerFault
	 */
	public function cancel(Subject $subject): array {
		$attempt = $this->attempts->find($subject);
		if ($attempt === null) {
			return ['state' => 'cancelled'];
		}
		$this->attempts->forget($subject->place);
		return ['state' => $this->server->cancel($attempt->challengeId, $attempt->appNonce)['state']];
	}

	/**
	 * Turns an approval into a proof for this very browser, once.
	 *
	 * @param ?string $returnCode what an authenticator on the same phone sent back with this browser
	 * @param ?\Closure(Verified): bool $note called with what was proven, before it counts; false: it does not count. Null: of a linking
	 * subject the phone is noted for the ID that the user has (`Linking::linked`)
	 * @throws LoginFault
	 * @throws ServerFault
	 */
	public function complete(
		Subject $subject,
		#[\SensitiveParameter]
		?string $returnCode,
		?\Closure $note = null,
	): Verified {
		$attempt = $this->attempts->find($subject) ?? throw new LoginFault('nothing_asked');
		return $this->completion->of($subject, $attempt, $returnCode, $note);
	}

	/** @return array{otherWays: list<string>, look: array<string, ?string>} */
	public function ways(): array {
		return ['otherWays' => [], 'look' => $this->look->forPage()];
	}

	/** Null: the server knows it no more, so it is over. @return ?array<string, mixed> */
	private function statusOf(Attempt $attempt): ?array {
		try {
			return $this->server->status($attempt->challengeId);
		} catch (ServerFault $fault) {
			return $fault->reason === 'challenge_unknown' ? null : throw $fault;
		}
	}

	/**
	 * Over without anyone having decided: a person who comes back wants a new request. What was denied or mismatched stays on the screen
	 * until they say "Try again".
	 */
	private static function isOver(string $state): bool {
		return in_array($state, ['expired', 'lapsed', 'cancelled', 'redeemed'], true);
	}

	/**
	 * @param array<string, mixed> $status
	 * @return array<string, mixed> no challenge id, but in a link or a QR code that is the match: the page can show and watch, and nothing else
	 */
	private function started(Attempt $attempt, array $status, ?string $page, string $ownPath): array {
		return [
			'watchUrl' => $this->server->watchUrl(),
			'watchToken' => $attempt->watchToken,
			'match' => $this->drawn($attempt, $page, $ownPath),
			'delivery' => $attempt->delivery,
			'issuedAtMs' => $attempt->issuedAtMs,
			'expiresAtMs' => $attempt->expiresAtMs,
			'nowMs' => $status['nowMs'],
			'state' => $status['state'],
			'progress' => $status['progress'],
		] + $this->ways();
	}

	/** Names and shape come along, so that the page needs no list of its own. @return array<string, mixed> */
	private function drawn(Attempt $attempt, ?string $page, string $ownPath): array {
		$match = $attempt->match;
		$publicUrl = $this->settings->settings()->publicUrl();
		if ($match['mode'] === 'link') {
			$back = current(array_filter([$page, $ownPath], static fn (?string $path): bool => $path !== null && ApprovalLink::isBackPath($path)));
			return ['mode' => 'link', 'href' => ApprovalLink::format($publicUrl, $attempt->challengeId, $match['secret'], $back ?: '/')];
		}
		if ($match['mode'] === 'qr') {
			return ['mode' => 'qr', 'href' => ScanLink::format($publicUrl, $attempt->challengeId, $match['secret'])];
		}
		if ($match['mode'] === 'code') {
			return ['mode' => 'code', 'code' => $match['code']];
		}
		// The server is newer than this app: better to fail here than to show nothing to pick.
		$pass = AccessPasses::byId($match['symbolId']) ?? throw new ServerFault('bad_response');
		return ['mode' => 'symbol', 'name' => $pass['name'], 'path' => $pass['path']];
	}

	/**
	 * @param array{link: string, expiresAtMs: int} $asked
	 * @return array<string, mixed> "later" would be a login without a phone, so there is none
	 */
	private function offered(array $asked): array {
		$nowMs = $this->time->getTime() * 1000;
		return ['state' => 'set_up', 'link' => $asked['link'], 'goodForMs' => max(0, $asked['expiresAtMs'] - $nowMs), 'laterUntilMs' => null];
	}

	private function say(string $event, Subject $subject, ?Attempt $attempt = null): void {
		$challenge = $attempt === null ? '' : ", challenge $attempt->challengeId";
		$this->log->info("countersign: $event (user $subject->uid, at {$subject->place->value}$challenge)", ['app' => 'countersign']);
	}
}
