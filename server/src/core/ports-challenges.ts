// The port of challenges: questions, what each device is shown of them, and the one compare-and-set that ends them.
import type { AccountId, ChallengeId, DeviceId } from '@countersign/protocol'
import type { AnswerRecord, CancelCause, ChallengeRecord, Delivery, Device } from './records.js'

/** The state a compare-and-set starts from, with the facts that must still hold when it is written. */
export interface ChallengeChange {
  readonly id: ChallengeId
  readonly from: ChallengeRecord['state']
  readonly to: ChallengeRecord['state']
  readonly nowMs: number
  /** Only while `expires_at_ms > nowMs`. */
  readonly notExpired: boolean
  readonly cause?: CancelCause
  readonly answer?: AnswerRecord
}

export interface Shown {
  readonly challenge: ChallengeRecord
  readonly delivery: Delivery
  readonly device: Device
}

/** A challenge and, once a device answered it, what that device was shown. */
export interface Answered {
  readonly challenge: ChallengeRecord
  readonly shown: Shown | undefined
}

export interface ChallengeStore {
  add(challenge: ChallengeRecord, deliveries: readonly Delivery[]): Promise<void>
  byId(id: ChallengeId): Promise<ChallengeRecord | undefined>
  byWatchToken(hash: Uint8Array): Promise<ChallengeRecord | undefined>
  /** State pending and not expired, oldest first. */
  openOf(accountId: AccountId, nowMs: number): Promise<readonly ChallengeRecord[]>
  /** State pending, or approved and not redeemed, whatever the time; oldest first. */
  unfinishedOf(accountId: AccountId): Promise<readonly ChallengeRecord[]>
  /** Compare-and-set; true when one row changed. */
  change(change: ChallengeChange): Promise<boolean>
  /** Compare-and-set: notes the browser that was registered after it, while none is noted. */
  nameBrowser(id: ChallengeId, browserId: string): Promise<boolean>
  delivery(id: ChallengeId, deviceId: DeviceId): Promise<Delivery | undefined>
  /** What one device was shown, and that device, in one look-up; undefined unless all three rows exist. */
  shownTo(id: ChallengeId, deviceId: DeviceId): Promise<Shown | undefined>
  /** For whoever redeems: both in one look-up. */
  answered(id: ChallengeId): Promise<Answered | undefined>
  deliveriesOf(id: ChallengeId): Promise<readonly Delivery[]>
  /** The devices of those deliveries alone. */
  deviceIdsOf(id: ChallengeId): Promise<readonly DeviceId[]>
  /** Open challenges of one device with their bodies, oldest first; `pushedOnly` leaves out what waits to be pulled. */
  openDeliveries(deviceId: DeviceId, nowMs: number, pushedOnly: boolean): Promise<readonly Delivery[]>
  /** Of all accounts: what rings now, by request and phone, the newest requests first; at most `limit`. Reads what is open everywhere. */
  ringing(nowMs: number, limit: number): Promise<readonly Pick<Delivery, 'challengeId' | 'deviceId'>[]>
  /** Pending challenges whose time is over, or approved ones not redeemed since `approvedBeforeMs`; at most `limit`. */
  overdue(nowMs: number, approvedBeforeMs: number, limit: number): Promise<readonly ChallengeRecord[]>
  /**
   * Removes final challenges older than a time, at most `limit`; returns how many.
   *
   * Of an account that does not exist the guard goes too, unless it changed since that time: so a user ID that nobody has
   * leaves nothing behind. That of a real account stays: its revision is the sequence of challenges, and never falls ([CH3]).
   */
  purge(beforeMs: number, limit: number): Promise<number>
}
