// What stands between a tap and an answer: whether this device may speak at all, and whether the request still waits.
import type { ChallengeId, DecisionName } from '@countersign/protocol'
import { REDEEM_WITHIN_SECONDS } from '@countersign/protocol'
import type { Decided } from './device-frames.js'
import { DeviceError } from './error.js'
import type { ConnectionState } from './events.js'
import type { Prover } from './prover.js'
import type { Entry, RequestBook } from './request-book.js'

/** Throws `stopped`, `device_revoked` or `replaced`: then nothing is sent, and nothing waits. */
export function requireUsable(connection: ConnectionState): void {
  switch (connection) {
    case 'stopped':
      throw new DeviceError('stopped', 'the device is not started')
    case 'revoked':
      throw new DeviceError('device_revoked', 'this device was removed')
    case 'replaced':
      throw new DeviceError('replaced', 'the same device is connected elsewhere: take over first')
    case 'connecting':
    case 'online':
    case 'offline':
    case 'waiting_confirmation':
      return
  }
}

/** The same, and `server_refused` until the pairing was confirmed: until then it learns nothing about the account. */
export function requireConfirmed(connection: ConnectionState): void {
  requireUsable(connection)
  if (connection !== 'waiting_confirmation') return
  const serverCode = 'device_not_confirmed'
  throw new DeviceError('server_refused', 'the pairing was not confirmed yet', { serverCode })
}

/** The request, if it can be decided here. Throws `request_unknown` or `request_expired`. */
export function answerable(book: RequestBook, challengeId: ChallengeId): Entry {
  const entry = book.find(challengeId)
  if (entry === undefined) throw new DeviceError('request_unknown', 'no such request waits here')
  // [ST4]: an approval can be taken back until it is redeemed, which may be after the expiry.
  if (entry.outcome?.state === 'approved') return entry
  if (entry.outcome !== undefined) throw new DeviceError('request_unknown', 'the request was decided already')
  if (entry.request.remainingMs() === 0) throw new DeviceError('request_expired', 'the request has expired')
  return entry
}

/** The same request, if it was not approved yet. Throws `request_unknown`. */
export function approvable(entry: Entry): Entry {
  if (entry.outcome === undefined) return entry
  throw new DeviceError('request_unknown', 'the request was approved already')
}

/** What was decided about it, and until when the server can act on that: an approval is taken back until it is redeemed. */
export function decided(
  { request, hash, outcome }: Entry,
  decision: DecisionName,
  chosen: Uint8Array,
  decidedAtMs: number,
  prover?: Prover,
): Decided {
  const { challengeId, expiresAtMs } = request
  const untilMs = outcome === undefined ? expiresAtMs : expiresAtMs + REDEEM_WITHIN_SECONDS * 1_000
  return { challengeId, decision, chosen, challengeHash: hash, decidedAtMs, untilMs, prover }
}
