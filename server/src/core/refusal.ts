// Every way a flow can say no, with the facts of it, and the one place that decides which code the outside hears.
import type { ErrorCode } from '@countersign/protocol'

export type Refusal =
  | { readonly reason: 'app_key_wrong' }
  | { readonly reason: 'too_many_open'; readonly open: number; readonly retryAfterSeconds: number }
  /** A QR code is asked for, and the login page shows none ([QR1]). */
  | { readonly reason: 'scan_needed' }
  /** An approve without what the challenge requires ([UV1]). */
  | { readonly reason: 'verification_required' }
  /** `left`: tries until this device may only deny; `here`: about this request ([PN4]). */
  | { readonly reason: 'pin_wrong'; readonly left: number; readonly here: number }
  | { readonly reason: 'passkey_required' }
  | { readonly reason: 'passkey_refused'; readonly because: string }
  | { readonly reason: 'browser_refused'; readonly because: 'origin' | 'signature' | 'registered' }
  | { readonly reason: 'challenge_unknown' }
  | { readonly reason: 'challenge_of_other_app' }
  | { readonly reason: 'challenge_expired'; readonly expiresAtMs: number; readonly nowMs: number }
  | { readonly reason: 'challenge_final'; readonly state: string }
  | { readonly reason: 'challenge_not_approved'; readonly state: string }
  | { readonly reason: 'nonce_wrong' }
  | { readonly reason: 'watch_token_wrong' }
  | { readonly reason: 'signature_wrong' }
  | { readonly reason: 'counter_replayed'; readonly counter: number }
  | { readonly reason: 'device_unknown' }
  | { readonly reason: 'device_not_confirmed' }
  | { readonly reason: 'device_suspended' }
  | { readonly reason: 'device_revoked' }
  | { readonly reason: 'nonce_expired' }
  | { readonly reason: 'ticket_invalid'; readonly because: 'unknown' | 'proof' | 'expired' | 'spent' }
  | { readonly reason: 'key_refused'; readonly because: 'low_order' | 'known' | 'registration' }
  | { readonly reason: 'too_many_devices'; readonly devices: number }
  | { readonly reason: 'confirmation_wrong' }
  | {
      readonly reason: 'invitation_refused'
      readonly because: 'unknown' | 'start_code' | 'ended' | 'has_device' | 'account'
    }
  | { readonly reason: 'account_unknown' }
  | { readonly reason: 'account_exists' }
  | { readonly reason: 'account_suspended' }
  | { readonly reason: 'app_unknown' }
  /** Wrong, used, of a kind this account does not have, or of an account that is not there: nobody outside learns which. */
  | { readonly reason: 'code_refused'; readonly because: 'shape' | 'wrong' | 'used' | 'account' | 'reported' }
  | { readonly reason: 'too_many_tries'; readonly retryAfterSeconds: number | undefined }
  /** By policy, not by what the account has. */
  | { readonly reason: 'way_not_allowed'; readonly way: string }
  | { readonly reason: 'too_many_passkeys'; readonly passkeys: number }
  | { readonly reason: 'too_many_totps'; readonly totps: number }
  | { readonly reason: 'approval_needed' }
  /** Of a set-up, a recovery, or "this wasn't me". */
  | { readonly reason: 'link_invalid'; readonly because: 'unknown' | 'expired' | 'used' }
  | { readonly reason: 'enrolment_not_allowed' }
  /** Somebody has the ID, and the app did not make it, or not it alone: it is not told which. */
  | { readonly reason: 'user_id_taken' }
  | { readonly reason: 'app_exists' }
  | { readonly reason: 'text_invalid'; readonly field: 'userId' | 'displayName' | 'appName' | 'origin' }
  | { readonly reason: 'rate_limited'; readonly retryAfterSeconds: number }
  /** The server has more to do than it can now; nothing was begun, and nothing counted. */
  | { readonly reason: 'busy'; readonly retryAfterSeconds: number }
  /** A session, a token or a setup link that is not, or no longer, good. */
  | { readonly reason: 'credentials_wrong' }
  | { readonly reason: 'not_permitted'; readonly permission: string }
  /** What an admin named is not there: a group, a policy, a job, a webhook … */
  | { readonly reason: 'not_found'; readonly what: string }
  /** It was changed since it was read; `revision` is what it is now. */
  | { readonly reason: 'changed_meanwhile'; readonly revision: number }
  /** A value that the schema could not judge; `path` is where, `expected` what would be right. Never the value. */
  | { readonly reason: 'value_invalid'; readonly path: string; readonly expected: string }
  /** Taken, or in the way: `what` names it in the glossary's words. */
  | { readonly reason: 'conflict'; readonly what: string; readonly because: string }

export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly refusal: Refusal }

export const accepted = <T>(value: T): Result<T> => ({ ok: true, value })
export const refused = (refusal: Refusal): { readonly ok: false; readonly refusal: Refusal } => ({
  ok: false,
  refusal,
})

/** What may be said aloud. Challenges of others look like none at all; a wrong nonce like a wrong key. */
export function outwardCode(refusal: Refusal): ErrorCode {
  switch (refusal.reason) {
    case 'app_key_wrong':
    case 'nonce_wrong':
    case 'watch_token_wrong':
    case 'nonce_expired':
    case 'credentials_wrong':
      return 'unauthorized'
    case 'too_many_open':
      return 'too_many_open_challenges'
    case 'challenge_unknown':
    case 'challenge_of_other_app':
      return 'challenge_unknown'
    case 'challenge_expired':
      return 'challenge_expired'
    case 'challenge_final':
      return 'challenge_final'
    case 'challenge_not_approved':
      return 'challenge_not_approved'
    case 'signature_wrong':
      return 'answer_invalid'
    case 'scan_needed':
      return 'scan_needed'
    case 'verification_required':
      return 'verification_required'
    case 'pin_wrong':
      return 'pin_wrong'
    case 'passkey_required':
      return 'passkey_required'
    case 'passkey_refused':
      return 'passkey_refused'
    case 'browser_refused':
      return 'browser_refused'
    case 'counter_replayed':
      return 'counter_replayed'
    case 'device_unknown':
      return 'device_unknown'
    case 'device_not_confirmed':
      return 'device_not_confirmed'
    case 'device_suspended':
      return 'device_suspended'
    case 'device_revoked':
      return 'device_revoked'
    case 'ticket_invalid':
      return 'ticket_invalid'
    case 'key_refused':
      return 'key_refused'
    case 'too_many_devices':
      return 'too_many_devices'
    case 'confirmation_wrong':
      return 'forbidden'
    case 'invitation_refused':
      return 'invitation_refused'
    case 'account_suspended':
      return 'account_suspended'
    case 'account_unknown':
    case 'app_unknown':
      return 'not_found'
    case 'account_exists':
    case 'app_exists':
    case 'text_invalid':
      return 'body_invalid'
    case 'rate_limited':
      return 'too_many_requests'
    case 'busy':
      return 'unavailable'
    case 'code_refused':
      return 'code_refused'
    case 'too_many_tries':
      return 'too_many_tries'
    case 'way_not_allowed':
      return 'way_not_allowed'
    case 'too_many_totps':
    case 'too_many_passkeys':
      return 'conflict'
    case 'approval_needed':
      return 'approval_needed'
    case 'enrolment_not_allowed':
      return 'enrolment_not_allowed'
    case 'user_id_taken':
      return 'user_id_taken'
    case 'link_invalid':
      return 'link_invalid'
    case 'not_permitted':
      return 'forbidden'
    case 'not_found':
      return 'not_found'
    case 'changed_meanwhile':
      return 'changed_meanwhile'
    case 'value_invalid':
      return 'body_invalid'
    case 'conflict':
      return 'conflict'
    default:
      return unreachable(refusal)
  }
}

function unreachable(refusal: never): never {
  throw new Error('a refusal without an outward code', { cause: refusal })
}
