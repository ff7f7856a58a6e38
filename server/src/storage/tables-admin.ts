// The tables of administration as Kysely sees them (migration 2): one interface a table, headed by its purpose and how long its rows live.

import type { AccountId, AppId, ChallengeId, TicketId } from '@countersign/protocol'
import type { LogoType } from '@countersign/protocol/admin'
import type { NoticeKind } from '@countersign/protocol/me'
import type { AuditAction } from '../core/audit-entry.js'
import type { Role } from '../core/permissions.js'
import type { LogoOwner } from '../core/ports-directory.js'

export interface AdminTables {
  login_name: LoginNameTable
  logo: LogoTable
  member_group: GroupTable
  group_member: GroupMemberTable
  scim_removed: ScimRemovedTable
  policy_set: PolicySetTable
  setting: SettingTable
  admin: AdminTable
  setup_link: SetupLinkTable
  sign_in: SignInTable
  session: SessionTable
  api_token: ApiTokenTable
  kept_reply: KeptReplyTable
  audit: AuditTable
  audit_checkpoint: AuditCheckpointTable
  minute_count: MinuteCountTable
  notice: NoticeTable
  webhook: WebhookTable
  outgoing: OutgoingTable
  import_job: ImportJobTable
  import_line: ImportLineTable
  invitation: InvitationTable
}

/** Every name that leads to an account: its user ID and its aliases, normalised. Lives as long as the account or the alias. */
export interface LoginNameTable {
  name: string
  account_id: AccountId
}

/** Pictures of apps and of the whole server. Lives until replaced or removed. */
export interface LogoTable {
  owner: LogoOwner
  type: LogoType
  bytes: Uint8Array
  changed_at_ms: number
}

/** Groups of accounts. Lives until an admin removes the group. */
export interface GroupTable {
  id: string
  name: string
  /** The name in lower case; unique. */
  name_key: string
  description: string
  external_id: string | null
  created_at_ms: number
  changed_at_ms: number
  revision: number
}

/** Who is in a group. */
export interface GroupMemberTable {
  group_id: string
  account_id: AccountId
}

/**
 * Accounts that an identity provider removed: suspended here, and gone for it. Lives until the provider makes the user again;
 * means nothing once an admin resumed the account.
 */
export interface ScimRemovedTable {
  account_id: AccountId
  at_ms: number
}

/** All policies in order, as one JSON document: one row, changed as a whole by compare-and-set. */
export interface PolicySetTable {
  id: number
  revision: number
  rules: string
}

/** What admins set while the server runs: one row a subject (mail, branding, …). `value` is JSON, sealed where it holds a secret. */
export interface SettingTable {
  name: string
  value: Uint8Array
  revision: number
  changed_at_ms: number
}

/** Accounts with a role. Lives until the role is taken away. */
export interface AdminTable {
  account_id: AccountId
  role: Role
  created_at_ms: number
  created_by: string
}

/** One-time links for the first owner. Lives until a day after its expiry. */
export interface SetupLinkTable {
  secret_hash: Uint8Array
  state: 'open' | 'begun' | 'used'
  created_at_ms: number
  expires_at_ms: number
  /** The one browser that goes on with it, once begun. */
  browser_hash: Uint8Array | null
  account_id: AccountId | null
  /** 1 when the account was made for this attempt. */
  made_account: number
  ticket_id: TicketId | null
  /** After this another browser may begin. */
  begun_until_ms: number | null
}

/** Sign-ins under way at the console and at /me, by the hash of the browser's cookie. Lives for minutes. */
export interface SignInTable {
  secret_hash: Uint8Array
  kind: 'admin' | 'person'
  challenge_id: ChallengeId
  user_id: string
  app_nonce: Uint8Array
  expires_at_ms: number
}

/** Who is signed in at the console or at /me, by the hash of the browser's cookie. Lives until its end. */
export interface SessionTable {
  secret_hash: Uint8Array
  id: string
  kind: 'admin' | 'person'
  account_id: AccountId
  created_at_ms: number
  seen_at_ms: number
  expires_at_ms: number
  address: string
  browser: string
  by: 'phone' | 'codes' | 'passkey'
  approved_at_ms: number
  passkey_at_ms: number
}

/** Tokens of programs that administer. A revoked or expired one stays, for the audit names it. */
export interface ApiTokenTable {
  id: string
  name: string
  secret_hash: Uint8Array
  /** JSON array of permissions. */
  permissions: string
  created_by: string
  created_at_ms: number
  expires_at_ms: number
  used_at_ms: number | null
  revoked_at_ms: number | null
}

/** Replies to writes that carried an idempotency key. Lives for a day. */
export interface KeptReplyTable {
  key_hash: Uint8Array
  request_hash: Uint8Array
  /** Null while the first request is under way. */
  sealed_reply: Uint8Array | null
  created_at_ms: number
}

/** What happened. Append-only; `sequence` and `hash` are its place in the chain, given by the sealer. Never removed. */
export interface AuditTable {
  id: string
  at_ms: number
  action: AuditAction
  actor: string
  account_id: AccountId | null
  app_id: AppId | null
  /** JSON. */
  facts: string
  /** Keyed hash of the entry; null for a row that no server wrote. */
  mark: Uint8Array | null
  sequence: number | null
  hash: Uint8Array | null
}

/** The chain's end at a time, signed by the server's root key. Never removed. */
export interface AuditCheckpointTable {
  sequence: number
  hash: Uint8Array
  at_ms: number
  signature: Uint8Array
}

/** Outcomes of logins by minute and app, counted when entries are sealed. Lives for 400 days. */
export interface MinuteCountTable {
  /** Minutes since 1970. */
  minute: number
  app_id: AppId
  outcome: string
  count: number
}

/** What a person was told, for their phones and /me. Lives for `settings.retentionMs`. */
export interface NoticeTable {
  id: string
  account_id: AccountId
  kind: NoticeKind
  facts: string
  at_ms: number
}

/** Where audit entries are sent as they happen. Lives until an admin removes it. */
export interface WebhookTable {
  id: string
  url: string
  description: string
  /** JSON array of actions or prefixes (`login.*`). */
  actions: string
  sealed_secret: Uint8Array
  state: 'active' | 'paused'
  created_at_ms: number
  revision: number
}

/** Mail and hooks on their way. What was sent loses its content at once and its row after a week; what failed for good stays 30 days. */
export interface OutgoingTable {
  id: string
  kind: 'mail' | 'webhook'
  webhook_id: string | null
  account_id: AccountId | null
  /** What it is, in words without secrets: `invitation`, `login.reported`. */
  subject: string
  sealed_content: Uint8Array | null
  state: 'waiting' | 'sent' | 'dead'
  attempts: number
  due_at_ms: number
  last_error: string
  created_at_ms: number
  finished_at_ms: number | null
}

/** One imported list. Lives for `settings.retentionMs` after its end. */
export interface ImportJobTable {
  id: string
  name: string
  /** `reading` until its last line is looked at: nobody sees it before. */
  state: 'reading' | 'ready' | 'running' | 'paused' | 'done' | 'cancelled'
  /** JSON: encoding, delimiter, columns, faults of the header, names of groups that are new. */
  reading: string
  /** JSON. */
  options: string
  lines: number
  done: number
  /** The last line that the job is through with. */
  at_line: number
  /** JSON: how many lines of each plan. */
  counts: string
  created_by: string
  created_at_ms: number
  changed_at_ms: number
  revision: number
}

/** One line of an imported list: what will happen, or what is wrong with it. Lives as long as its job. */
export interface ImportLineTable {
  job_id: string
  line: number
  plan: 'add' | 'change' | 'same' | 'fault'
  state: 'waiting' | 'done' | 'skipped'
  /** JSON: the values, and of a fault its column and what was expected. */
  content: string
}

/** Invitations to pair a first phone. Lives for `settings.retentionMs` after its end. */
export interface InvitationTable {
  id: string
  account_id: AccountId
  secret_hash: Uint8Array
  /** Kept only while it may still be sent or printed again. */
  sealed_secret: Uint8Array | null
  sealed_start_code: Uint8Array | null
  channel: 'mail' | 'sheet'
  state: 'open' | 'accepted' | 'revoked' | 'expired' | 'blocked'
  wrong_codes: number
  ticket_id: TicketId | null
  created_by: string
  created_at_ms: number
  sent_at_ms: number | null
  reminded_at_ms: number | null
  opened_at_ms: number | null
  expires_at_ms: number
  /** Of the browser that gave the start code, for the steps after it. */
  pairing_hash: Uint8Array | null
  code_set_id: string | null
  revision: number
}
