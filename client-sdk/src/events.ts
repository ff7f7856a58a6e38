// Everything a device tells its owner, as one union.
import type { ChallengeId, DeviceStateName, ErrorCode, Notice } from '@countersign/protocol'
import type { BiometricsStatus } from './biometrics.js'
import type { DeviceError } from './error.js'
import type { OfflineCodeStatus } from './offline-codes.js'
import type { OpenRequest, Outcome, PendingAnswer } from './open-request.js'
import type { Pairing } from './pairing-record.js'
import type { PinStatus } from './pin.js'
import type { PushStatus } from './push.js'

/** Where the socket is. `revoked` and `replaced` stay until the pairing is removed or `takeOver()` is called. */
export type ConnectionState =
  /** Not started, or stopped. */
  | 'stopped'
  | 'connecting'
  /** Connected and confirmed: requests arrive. */
  | 'online'
  /** Connected, but the pairing was not confirmed yet where the ticket was made. */
  | 'waiting_confirmation'
  /** Not connected; the next try is planned. */
  | 'offline'
  /** The same device connected elsewhere, e.g. in another tab. */
  | 'replaced'
  | 'revoked'

/** Why a message from the network was not shown. */
export type RefusedReason =
  | 'frame_malformed'
  | 'signature_wrong'
  | 'document_malformed'
  | 'key_not_in_force'
  | 'challenge_other'
  | 'server_other'
  | 'device_other'
  | 'account_other'
  | 'expired'
  | 'lifetime_wrong'
  | 'requirement_unknown'
  | 'options_wrong'
  | 'symbol_unknown'
  | 'sequence_replayed'
  | 'body_changed'
  | 'too_many_requests'
  | 'key_set_rolled_back'

export type DeviceEvent =
  /** A new request; it is in `requests` too. */
  | { readonly type: 'request'; readonly request: OpenRequest }
  /** The request waits no longer: decided here or elsewhere, expired, cancelled. */
  | { readonly type: 'withdrawn'; readonly request: OpenRequest; readonly outcome: Outcome }
  /** Later truth about a request already withdrawn, e.g. approved, then redeemed. */
  | { readonly type: 'outcome'; readonly challengeId: ChallengeId; readonly outcome: Outcome }
  /** An answer was queued or sent; its outcome comes by the promise of `approve`, `deny` or `report`. */
  | { readonly type: 'answer'; readonly answer: PendingAnswer }
  | {
      readonly type: 'connection'
      readonly connection: ConnectionState
      /** While `offline`: milliseconds until the next try. */
      readonly retryInMs?: number
      /** While `offline`: what the server said, when it said something. */
      readonly serverCode?: ErrorCode
    }
  | { readonly type: 'device_state'; readonly deviceState: DeviceStateName }
  /** A message failed verification and was not shown. Worth a log line; more than one is worth an alarm. */
  | { readonly type: 'refused'; readonly reason: RefusedReason; readonly challengeId?: ChallengeId }
  /** What the person was told about the account, newest first; after `askNotices`. Not signed: for showing, never for deciding. */
  | { readonly type: 'notices'; readonly notices: readonly Notice[] }
  /** Whether this device has a code for times without a network, or whether it may have one, changed. */
  | { readonly type: 'offline_code'; readonly status: OfflineCodeStatus }
  /** Whether the server wakes this device, and by which key, changed. */
  | { readonly type: 'push'; readonly status: PushStatus }
  /** Whether this device has a PIN, or should have one, or how many tries are left, changed. */
  | { readonly type: 'pin'; readonly status: PinStatus }
  /** Whether the server takes this phone's biometrics changed. */
  | { readonly type: 'biometrics'; readonly status: BiometricsStatus }
  /** What the pairing remembers changed and is saved. */
  | { readonly type: 'pairing'; readonly pairing: Pairing }
  /** Something of this device failed, e.g. its storage. */
  | { readonly type: 'fault'; readonly error: DeviceError }
