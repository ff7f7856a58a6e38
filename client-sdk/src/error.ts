// The one error class of the device SDK: a stable code to decide by, a message for the log, the cause kept.
import type { ErrorCode, PinTries, PushRefusedReason } from '@countersign/protocol'

/** Stable across versions; a code is never reused for another fault. */
export type DeviceErrorCode =
  /** No answer from the server: no network, time-out, a broken connection. Trying again is right. */
  | 'server_unreachable'
  /** The server said no; `serverCode` says why. */
  | 'server_refused'
  /** The server answered with something that is not the protocol. */
  | 'server_response_invalid'
  /** The root key does not hash to the pinned server id: this is another server. */
  | 'server_identity_wrong'
  /** The key set is not signed by the root key, or is malformed. */
  | 'key_set_invalid'
  /** The key set is older than one seen before. */
  | 'key_set_rolled_back'
  /** The device name is empty once control characters are removed. */
  | 'device_name_invalid'
  /** The server accepted the pairing for another account than the one shown to the person. */
  | 'account_mismatch'
  /** Both sides did not see the same pairing. */
  | 'confirmation_mismatch'
  /** WebCrypto or IndexedDB is missing: a page over plain http, or a private window of some browsers. */
  | 'crypto_unavailable'
  /** A new key could not be stored, opened again and used. */
  | 'key_self_test_failed'
  /** The pairing's key is not in the keystore any more: pair again. */
  | 'keys_vanished'
  /** Other users of this computer could read or replace the key. */
  | 'key_exposed'
  /** What the device must remember could not be read or written; nothing was sent. */
  | 'storage_failed'
  /** No such request waits on this device. */
  | 'request_unknown'
  | 'request_expired'
  /** The choice is not one that the request offers; nothing was sent, nothing is spent. */
  | 'choice_invalid'
  /** The request expired before the answer could be sent: certainly nothing was approved. */
  | 'answer_not_delivered'
  /** The answer was sent, but no receipt came in time: look at the login page. */
  | 'outcome_unknown'
  /** The server refused the answer; `serverCode` says why. */
  | 'answer_refused'
  /** The server did not take the first code that this device made: nothing of it is kept. */
  | 'offline_code_refused'
  /** The approval needs the PIN or biometrics; nothing was sent. */
  | 'verification_needed'
  /** The PIN that counts is not on this device: it was set elsewhere, or lost. Pair again. */
  | 'pin_missing'
  /** This server takes no PINs. */
  | 'pin_unavailable'
  /** The server does not keep this push subscription; `pushReason` says why. */
  | 'push_refused'
  /** This place has no biometrics, or none are set up, or its platform failed. */
  | 'biometrics_unavailable'
  /** The person was not verified: they said no, or not in time. Nothing was sent. */
  | 'verification_cancelled'
  | 'device_revoked'
  /** The same device connected elsewhere, e.g. in another tab. */
  | 'replaced'
  /** Not started, or `stop()` was called first. */
  | 'stopped'

/**
 * Thrown, or rejected with, by everything public in this package. Decide by `code`; `message` is for logs.
 *
 * @example
 * try {
 *   await device.approve(request.challengeId, { mode: 'symbol', symbolId: 17 })
 * } catch (error) {
 *   if (error instanceof DeviceError && error.code === 'outcome_unknown') showLookAtTheLoginPage()
 *   else throw error
 * }
 */
export class DeviceError extends Error {
  override readonly name = 'DeviceError'
  readonly code: DeviceErrorCode
  /** The server's own code, for `server_refused` and `answer_refused`. */
  readonly serverCode: ErrorCode | undefined
  /** Why a push subscription was not kept, for `push_refused`. */
  readonly pushReason: PushRefusedReason | undefined
  /** With `serverCode` `pin_wrong`: how many more wrong ones there may be, on this device and here. */
  readonly tries: PinTries | undefined

  constructor(
    code: DeviceErrorCode,
    message: string,
    options: {
      readonly serverCode?: ErrorCode
      readonly pushReason?: PushRefusedReason
      readonly tries?: PinTries | undefined
      readonly cause?: unknown
    } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.code = code
    this.serverCode = options.serverCode
    this.pushReason = options.pushReason
    this.tries = options.tries
  }
}

/** The server said no to something that was asked. */
export function refusedBy(serverCode: ErrorCode, tries?: PinTries): DeviceError {
  return new DeviceError('server_refused', `the server refused: ${serverCode}`, { serverCode, tries })
}
