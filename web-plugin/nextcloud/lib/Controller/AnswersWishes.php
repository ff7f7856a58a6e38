<?php

declare(strict_types=1);

// How the routes of somebody's own wishes answer: JSON that nobody keeps, a refusal with its word and its sentence.

namespace OCA\Countersign\Controller;

use OCA\Countersign\Personal\PersonalFault;
use OCP\AppFramework\Http\JSONResponse;
use OCP\IL10N;

trait AnswersWishes {
	abstract private function l10n(): IL10N;

	/** @param \Closure(): array<string, mixed> $fulfil */
	private function fulfil(\Closure $fulfil): JSONResponse {
		try {
			$response = new JSONResponse($fulfil());
		} catch (PersonalFault $fault) {
			$response = new JSONResponse(['code' => $fault->reason, 'title' => $fault->words($this->l10n())], $fault->status());
		}
		return $response->addHeader('Cache-Control', 'no-store');
	}

	/** An ID as it was typed; null: the proposed one. Anything else than a text counts as none that could be an ID. */
	private function typedId(): ?string {
		$typed = $this->request->getParam('userId');
		return $typed === null || is_string($typed) ? $typed : '';
	}
}
