<?php

declare(strict_types=1);

// How the routes of the settings page answer: JSON that nobody keeps, faults as values, and never the API key.

namespace OCA\Countersign\Controller;

use OCA\Countersign\Settings\FormFault;
use OCP\AppFramework\Http;
use OCP\AppFramework\Http\JSONResponse;

trait AnswersForms {
	/** @param callable(): (array<string, mixed>|\JsonSerializable) $answer */
	private function answer(callable $answer): JSONResponse {
		try {
			return new JSONResponse($answer());
		} catch (FormFault $fault) {
			$first = $fault->faults[array_key_first($fault->faults)];
			return new JSONResponse(
				['code' => 'invalid', 'title' => $first['sentence'], 'faults' => $fault->faults],
				Http::STATUS_UNPROCESSABLE_ENTITY,
			);
		}
	}
}
