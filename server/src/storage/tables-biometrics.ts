// The table of phones' biometrics as Kysely sees it (migration 4).
import type { DeviceId } from '@countersign/protocol'

export interface BiometricsTables {
  biometrics: BiometricsTable
}

/** The WebAuthn credential of a phone, which approves with its person's fingerprint or face. Lives until removed, or its phone is. */
export interface BiometricsTable {
  device_id: DeviceId
  /** Unique. */
  credential_id: Uint8Array
  public_key: Uint8Array
  sign_count: number
  /** 0 or 1. */
  may_be_copied: number
  made_at_ms: number
  last_used_at_ms: number | null
}
