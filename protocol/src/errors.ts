// Every error code: its HTTP status, its sentence for people, and whether a stranger may learn it.

interface ErrorEntry {
  readonly status: number
  readonly sentence: string
  /** False: only an authenticated app or device hears it; anyone else hears `not_found` or `unauthorized`. */
  readonly outside: boolean
}

/** Stable across versions; a code is never reused for another fault. */
export const errorCodes = {
  body_malformed: { status: 400, sentence: 'the body is not valid JSON', outside: true },
  body_invalid: { status: 422, sentence: 'the body does not have the expected shape', outside: true },
  body_too_large: { status: 413, sentence: 'the body is larger than allowed', outside: true },
  content_type_unsupported: {
    status: 415,
    sentence: 'the content type must be application/json',
    outside: true,
  },
  unauthorized: { status: 401, sentence: 'the credentials are missing or wrong', outside: true },
  forbidden: { status: 403, sentence: 'this is not allowed', outside: true },
  origin_forbidden: { status: 403, sentence: 'requests from this origin are not allowed', outside: true },
  not_found: { status: 404, sentence: 'there is nothing here', outside: true },
  method_not_allowed: { status: 405, sentence: 'this method is not allowed here', outside: true },
  not_acceptable: {
    status: 406,
    sentence: 'none of the accepted content types can be produced',
    outside: true,
  },
  too_many_requests: { status: 429, sentence: 'too many requests, try again later', outside: true },
  too_many_open_challenges: {
    status: 429,
    sentence:
      'several requests are open already: deny the ones that are not yours on the phone, then try again',
    outside: false,
  },
  scan_needed: {
    status: 409,
    sentence: 'the policies ask for a QR code here, and this login page shows none',
    outside: false,
  },
  verification_required: {
    status: 403,
    sentence: 'this approval needs the PIN or biometrics of the phone',
    outside: false,
  },
  pin_wrong: { status: 403, sentence: 'the PIN is wrong', outside: false },
  passkey_required: { status: 403, sentence: 'the policies take nothing but a passkey here', outside: false },
  passkey_refused: { status: 403, sentence: 'this passkey does not count here', outside: true },
  browser_refused: {
    status: 409,
    sentence: 'this browser cannot be registered by this login',
    outside: false,
  },
  challenge_not_approved: { status: 409, sentence: 'the challenge is not approved', outside: false },
  challenge_final: { status: 409, sentence: 'the challenge was decided already', outside: false },
  challenge_expired: { status: 409, sentence: 'the challenge has expired', outside: false },
  challenge_unknown: { status: 404, sentence: 'there is no such challenge', outside: false },
  answer_invalid: { status: 401, sentence: 'the signature does not fit this challenge', outside: false },
  counter_replayed: {
    status: 409,
    sentence: 'the counter was used before: this key may have been copied',
    outside: false,
  },
  device_unknown: { status: 401, sentence: 'this device is not known here', outside: false },
  device_not_confirmed: {
    status: 403,
    sentence: 'the pairing of this device was not confirmed yet',
    outside: false,
  },
  device_suspended: {
    status: 403,
    sentence: 'this device may only deny until an admin resumes it',
    outside: false,
  },
  account_suspended: { status: 403, sentence: 'this account is suspended', outside: false },
  device_revoked: { status: 403, sentence: 'this device was removed', outside: false },
  ticket_invalid: {
    status: 404,
    sentence: 'this pairing link is not valid: it may be used, expired or withdrawn',
    outside: true,
  },
  invitation_refused: {
    status: 403,
    sentence: 'the start code does not fit, or this invitation is not valid any more',
    outside: true,
  },
  key_refused: { status: 422, sentence: 'this device key cannot be used', outside: true },
  too_many_devices: { status: 409, sentence: 'this account has as many devices as allowed', outside: false },
  code_refused: {
    status: 403,
    sentence: 'the code is wrong, was used before, or does not count here',
    outside: true,
  },
  too_many_tries: {
    status: 429,
    sentence: 'too many wrong codes: wait, or use another way',
    outside: true,
  },
  way_not_allowed: { status: 403, sentence: 'codes of this kind do not count here', outside: true },
  approval_needed: {
    status: 403,
    sentence: 'this needs a fresh approval on your phone',
    outside: true,
  },
  link_invalid: {
    status: 404,
    sentence: 'this link is not valid: it may be used or expired',
    outside: true,
  },
  changed_meanwhile: {
    status: 412,
    sentence: 'somebody else changed this meanwhile: read it again, then change it',
    outside: true,
  },
  revision_missing: {
    status: 428,
    sentence: 'say which revision you change: If-Match with the ETag you read',
    outside: true,
  },
  enrolment_not_allowed: { status: 403, sentence: 'this app may not enrol people', outside: false },
  user_id_taken: {
    status: 409,
    sentence: 'this user ID is taken, and not by an unfinished enrolment of this app',
    outside: false,
  },
  conflict: { status: 409, sentence: 'this is taken, or something stands in the way', outside: true },
  frame_invalid: { status: 400, sentence: 'the message does not have the expected shape', outside: true },
  socket_unauthenticated: { status: 401, sentence: 'authenticate first', outside: true },
  socket_replaced: { status: 409, sentence: 'the same device connected again', outside: false },
  draining: { status: 503, sentence: 'this server is stopping, connect again', outside: true },
  unavailable: { status: 503, sentence: 'the server cannot do this now, try again', outside: true },
  internal: { status: 500, sentence: 'something went wrong on the server', outside: true },
} as const satisfies Record<string, ErrorEntry>

export type ErrorCode = keyof typeof errorCodes
