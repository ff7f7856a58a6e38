// The tables of passkeys as Kysely sees them (migration 4): one interface a table, headed by its purpose and how long its rows live.
import type { AccountId, AppId } from '@countersign/protocol'

export interface PasskeyTables {
  passkey: PasskeyTable
  passkey_use: PasskeyUseTable
}

/** Passkeys of people. Lives until removed, or with its account. */
export interface PasskeyTable {
  id: string
  account_id: AccountId
  name: string
  /** Unique over all accounts. */
  credential_id: Uint8Array
  /** COSE_Key. */
  public_key: Uint8Array
  sign_count: number
  /** 0 or 1. */
  synced: number
  created_at_ms: number
  last_used_at_ms: number | null
}

/** Questions that a passkey has answered, by app and nonce: each once. Lives for minutes. */
export interface PasskeyUseTable {
  app_id: AppId
  app_nonce: Uint8Array
  expires_at_ms: number
}
