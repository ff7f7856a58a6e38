// The tables of push as Kysely sees them (migration 4): one interface a table, headed by its purpose and how long its rows live.
import type { ChallengeId, DeviceId } from '@countersign/protocol'
import type { PushOutcome, Silence } from '../core/rings.js'

export interface PushTables {
  push_subscription: PushSubscriptionTable
  ring: RingTable
}

/** Where a device wants to be woken. Lives until it is taken back or ended, and never beyond the device's being active. */
export interface PushSubscriptionTable {
  device_id: DeviceId
  /** Unique. */
  id: string
  sealed_terms: Uint8Array
  set_at_ms: number
  quiet_until_ms: number
}

/** What became of one request on one phone. Goes with the request. */
export interface RingTable {
  challenge_id: ChallengeId
  device_id: DeviceId
  at_ms: number
  silence: Silence | null
  socket_at_ms: number | null
  shown_at_ms: number | null
  push_at_ms: number | null
  push_outcome: PushOutcome | null
  push_status: number | null
}
