// The table of PINs as Kysely sees it (migration 4): headed by its purpose and how long its rows live.
import type { DeviceId } from '@countersign/protocol'

export interface PinTables {
  pin: PinTable
}

/** What the server knows of a phone's PIN. Lives until its device is revoked or removed. */
export interface PinTable {
  device_id: DeviceId
  /** Base64url of the 16 bytes that the device drew. */
  pin_id: string
  /** The public PIN key, sealed under a key outside the database: in clear it would be a list to guess at. */
  sealed_key: Uint8Array
  /** JSON: the wrong ones since the last right one, oldest first. */
  wrong: string
  /** How many those are: what a compare-and-set compares. */
  wrong_count: number
  set_at_ms: number
}
