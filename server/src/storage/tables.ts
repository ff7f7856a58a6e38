// The tables as Kysely sees them: one interface a table, headed by its purpose and how long its rows live.
//
// Plain types only, so that SQLite and PostgreSQL hold the same: text ids, integer milliseconds, bytes, lists as JSON text,
// truth as 0 or 1. A column that may be empty is `| null`; the stores turn that into `undefined`.
import type {
  AccountId,
  AppId,
  ChallengeId,
  ChallengeStateName,
  DeviceId,
  DeviceStateName,
  KeyId,
  TicketId,
} from '@countersign/protocol'
import type { CancelCause, ChallengeRecord, RequestPool, Ticket } from '../core/records.js'
import type { AdminTables } from './tables-admin.js'
import type { BiometricsTables } from './tables-biometrics.js'
import type { BrowserTables } from './tables-browsers.js'
import type { CodeTables } from './tables-codes.js'
import type { NodeTables } from './tables-nodes.js'
import type { PasskeyTables } from './tables-passkeys.js'
import type { PinTables } from './tables-pins.js'
import type { PushTables } from './tables-push.js'

export interface Tables
  extends AdminTables,
    BiometricsTables,
    BrowserTables,
    CodeTables,
    PasskeyTables,
    PinTables,
    NodeTables,
    PushTables {
  account: AccountTable
  app: AppTable
  app_key: AppKeyTable
  device: DeviceTable
  ticket: TicketTable
  challenge: ChallengeTable
  delivery: DeliveryTable
  guard: GuardTable
  signing_key: SigningKeyTable
  key_set: KeySetTable
}

/** The user IDs. Lives until an admin removes the ID. */
export interface AccountTable {
  id: AccountId
  /** Normalised; unique. */
  user_id: string
  display_name: string
  created_at_ms: number
  /** `suspended`: nobody logs in. `deleted`: a tombstone; its user ID is free again, its personal data gone. */
  state: 'active' | 'suspended' | 'deleted'
  /** JSON array of at most two notification addresses. */
  emails: string
  notes: string
  locale: 'en' | 'de'
  /** The identity provider's own id (SCIM). */
  external_id: string | null
  second_factor_off_until_ms: number | null
  second_factor_off_reason: string
  /** JSON: days, from, to, time zone; null: none. */
  quiet_hours: string | null
  changed_at_ms: number
  revision: number
  /** Devices in state `active`; kept right by the device store. */
  active_devices: number
  /** Rows of `totp` in state `active`; kept right by their store. */
  active_totps: number
  /** Rows of `passkey`; kept right by their store. */
  active_passkeys: number
  /** The app whose enrolment made it, while it may go on with it. */
  enrolled_by: AppId | null
  /** Lower case: user ID, aliases, name, addresses; what the search looks through. */
  search_text: string
  /** The name in lower case: what a list is sorted by. */
  sort_name: string
}

/** The web apps that may ask. A deleted one stays as a tombstone under another name: old requests name it. */
export interface AppTable {
  id: AppId
  /** Unique. */
  name: string
  /** JSON array of origins. */
  origins: string
  created_at_ms: number
  /** `#rrggbb`, or empty. */
  colour: string
  /** `builtin`: the console's and /me's own sign-in. */
  state: 'active' | 'suspended' | 'builtin' | 'deleted'
  /** 0 or 1. */
  may_enrol: number
  revision: number
}

/** API keys of apps. One that was rotated out lives until the first rotation after its end. */
export interface AppKeyTable {
  id: string
  app_id: AppId
  secret_hash: Uint8Array
  created_at_ms: number
  expires_at_ms: number | null
}

/**
 * The paired phones. A revoked one stays: its public key must never be paired again, and old answers name it. One that was
 * never confirmed goes with its ticket.
 */
export interface DeviceTable {
  id: DeviceId
  account_id: AccountId
  name: string
  /** Unique over all accounts. */
  public_key: Uint8Array
  state: DeviceStateName
  counter: number
  /** 1: it has a PIN or biometrics, and approves with one of them. */
  verifies: number
  created_at_ms: number
  changed_at_ms: number
  last_used_at_ms: number | null
}

/**
 * Tickets to pair a phone. Of use for minutes, and kept to tell what became of them. Lives until `settings.retentionMs`
 * after its expiry, then the sweep purges it.
 */
export interface TicketTable {
  id: TicketId
  account_id: AccountId
  sealed_secret: Uint8Array
  state: Ticket['state']
  expires_at_ms: number
  device_id: DeviceId | null
  confirmation: string | null
}

/**
 * One row a question. Lives until `settings.retentionMs` after its end, then the sweep purges it.
 * No foreign key to `account`: a question for an ID that nobody has is kept just the same.
 */
export interface ChallengeTable {
  id: ChallengeId
  account_id: AccountId
  app_id: AppId
  pool: RequestPool
  purpose: ChallengeRecord['purpose']
  mode: ChallengeRecord['mode']
  /** Bits of `requirementBit`. */
  requirements: number
  state: ChallengeStateName
  cause: CancelCause
  /** 0 or 1. */
  pushed: number
  /** JSON array of symbol ids. */
  options: string
  app_nonce: Uint8Array
  expected_choice: Uint8Array
  /** Unique. */
  watch_token_hash: Uint8Array
  requester_address: string
  requester_browser: string
  browser_known: ChallengeRecord['browserKnown']
  browser_id: string | null
  place: string
  /** By what the request that asked is found in logs, and in traces; empty: it is not. */
  request_id: string
  trace_parent: string
  created_at_ms: number
  expires_at_ms: number
  decided_at_ms: number | null
  answer_device_id: DeviceId | null
  answer_body: Uint8Array | null
  answer_signature: Uint8Array | null
  /** 0 or 1. */
  answer_nearby: number
}

/** What each device was or will be shown, byte for byte. Lives as long as its challenge. No foreign key to `device`: see `challenge`. */
export interface DeliveryTable {
  challenge_id: ChallengeId
  device_id: DeviceId
  key_id: KeyId
  body: Uint8Array
}

/**
 * What each account, real or not, did lately. One row an account that was ever asked for. Lives as long as its account, since
 * its revision is the sequence of challenges; when nobody has the ID, until the sweep purges the last of its challenges.
 */
export interface GuardTable {
  account_id: AccountId
  /** JSON of the guard but for its id and revision: only ever read and written as one. */
  facts: string
  revision: number
  changed_at_ms: number
}

/** The challenge signing keys, sealed. Lives until what they signed is out of use; `keep-keys` removes them. */
export interface SigningKeyTable {
  id: KeyId
  public_key: Uint8Array
  sealed_private_key: Uint8Array
  not_before_ms: number
  not_after_ms: number
}

/** The version of the published key set: one row, made by the first migration, that only counts up. */
export interface KeySetTable {
  id: number
  version: number
}
