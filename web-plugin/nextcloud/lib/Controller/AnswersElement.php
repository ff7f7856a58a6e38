<?php

declare(strict_types=1);

// What a controller of the login element says: the same five answers wherever the element stands, every fault a code that it knows.

namespace OCA\Countersign\Controller;

use OCA\Countersign\Login\LoginFault;
use OCA\Countersign\Login\LoginService;
use OCA\Countersign\Login\Subject;
use OCA\Countersign\Protocol\Base64Url;
use OCA\Countersign\Protocol\Limits;
use OCA\Countersign\Server\ServerFault;
use OCP\AppFramework\Http\JSONResponse;

/** For a `Controller`: `$this->request` is the element's request, whose JSON body Nextcloud has parsed. */
trait AnswersElement {
	/** Who is asked; of the session, never of the request. @throws LoginFault */
	abstract private function subject(): Subject;

	abstract private function logins(): LoginService;

	/** Path of the page that the element stands on: an authenticator on the same phone goes back there. */
	abstract private function ownPath(): string;

	/** Where the page goes when the approval is proven. */
	abstract private function afterwards(): string;

	private function answerStart(): JSONResponse {
		return $this->answer(function (): array {
			$subject = $this->subject();
			if ($this->logins()->hasPassed($subject)) {
				return $this->passed();
			}
			$page = $this->request->getParam('page');
			return $this->logins()->start($subject, [
				'again' => $this->request->getParam('again') === true,
				'sameDevice' => $this->request->getParam('sameDevice') === true,
				'mayScan' => $this->request->getParam('mayScan') === true,
				'typed' => $this->request->getParam('typed') === true,
				'page' => is_string($page) ? $page : null,
			], $this->ownPath());
		});
	}

	private function answerState(): JSONResponse {
		return $this->answer(function (): array {
			$subject = $this->subject();
			return $this->logins()->hasPassed($subject) ? $this->passed() : $this->logins()->state($subject);
		});
	}

	private function answerCancel(): JSONResponse {
		return $this->answer(fn (): array => $this->logins()->cancel($this->subject()));
	}

	private function answerWays(): JSONResponse {
		return $this->answer(function (): array {
			$this->subject();
			return $this->logins()->ways();
		});
	}

	private function answerComplete(): JSONResponse {
		return $this->answer(function (): array {
			$subject = $this->subject();
			if (!$this->logins()->hasPassed($subject)) {
				$this->logins()->complete($subject, $this->returnCode());
			}
			return $this->passed();
		});
	}

	/** @return array{state: 'passed', redirectTo: string} */
	private function passed(): array {
		return ['state' => 'passed', 'redirectTo' => $this->afterwards()];
	}

	/** @param \Closure(): array<string, mixed> $make */
	private function answer(\Closure $make): JSONResponse {
		try {
			$response = new JSONResponse($make());
		} catch (LoginFault $fault) {
			$response = self::problem($fault->reason);
		} catch (ServerFault $fault) {
			$response = self::problem(self::outward($fault->reason), $fault->retryAfterSeconds);
		}
		return $response->addHeader('Cache-Control', 'no-store');
	}

	/** RFC 9457, as much of it as the element reads. The browser hears a code; the log has the rest. */
	private static function problem(string $code, ?int $retryAfterSeconds = null): JSONResponse {
		$status = match ($code) {
			'first_factor_missing' => 401,
			'challenge_unknown' => 404,
			'too_many_requests', 'too_many_open_challenges' => 429,
			'unreachable' => 503,
			default => 409,
		};
		$wait = $retryAfterSeconds === null ? [] : ['retryAfterSeconds' => $retryAfterSeconds];
		$response = new JSONResponse(['code' => $code] + $wait, $status);
		if ($retryAfterSeconds !== null) {
			$response->addHeader('Retry-After', (string)$retryAfterSeconds);
		}
		return $response;
	}

	/**
	 * What of the server's answer a person at the login page may be told. A fault between this Nextcloud and the server, such as a wrong
	 * API key, is the admin's matter: outside it looks like a server that cannot be reached.
	 */
	private static function outward(string $reason): string {
		return match ($reason) {
			'too_many_requests', 'too_many_open_challenges', 'scan_needed',
			'challenge_not_approved', 'challenge_final', 'challenge_expired', 'challenge_unknown' => $reason,
			default => 'unreachable',
		};
	}

	private function returnCode(): ?string {
		$given = $this->request->getParam('returnCode');
		$bytes = is_string($given) ? Base64Url::decode($given) : null;
		return $bytes !== null && strlen($bytes) === Limits::RETURN_CODE_BYTES ? $given : null;
	}
}
