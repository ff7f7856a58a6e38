<?php

declare(strict_types=1);

// Why something that the server said does not count; for the log only, a browser hears no more than that the login was not approved.

namespace OCA\Countersign\Protocol;

/**
 * The words are those of the TypeScript verifier (`web-plugin/src/verify.ts` and `verify-key-set.ts`), so that both logs are read alike.
 *
 * Of a key set: `malformed` `server_other` `signature_wrong` `version_fell`.
 * Of an assertion as a whole: `too_long` `not_a_jws` `header_wrong` `claims_malformed` `key_unknown` `server_signature_wrong`.
 * Of its claims: `challenge_other` `server_other` `app_other` `user_other` `account_other` `nonce_other` `purpose_other` `method_wrong`
 * `life_too_long` `expired` `not_yet_valid` `auth_time_wrong`.
 * Of the evidence: `device_key_refused` `device_signature_malformed` `device_signature_wrong` `device_not_pinned` `answer_malformed`
 * `challenge_malformed` `challenge_hash_wrong` `decision_not_approve` `mode_wrong` `choice_wrong` `choice_not_offered`
 * `requirements_unknown` `verification_missing` `evidence_transaction` `evidence_server` `evidence_challenge` `evidence_nonce` `evidence_account` `evidence_device` `evidence_app`
 * `evidence_purpose` `evidence_user` `context_app_name` `context_origin` `context_address` `context_browser`
 * `challenge_life_too_long` `decided_outside_life` `challenge_too_old`.
 */
final class Refused extends \RuntimeException {
	public function __construct(
		public readonly string $reason,
	) {
		parent::__construct("refused: $reason");
	}
}
