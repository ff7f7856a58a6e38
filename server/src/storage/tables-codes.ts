// The tables of the other ways in as Kysely sees them (migration 3): one interface a table, headed by its purpose and how long its rows live.
import type { AccountId, AppId, CodeWay, DeviceId, TicketId } from '@countersign/protocol'
import type { CodePool } from '../core/codes.js'

export interface CodeTables {
  totp: TotpTable
  backup_code: BackupCodeTable
  bypass_code: BypassCodeTable
  code_guard: CodeGuardTable
  set_up: SetUpTable
  set_up_offer: SetUpOfferTable
  enrolment_try: EnrolmentTryTable
  recovery: RecoveryTable
  not_me_link: NotMeLinkTable
}

/** What time-based codes are made from. Lives until removed, with its phone or its account; a pending one for minutes. */
export interface TotpTable {
  id: string
  account_id: AccountId
  device_id: DeviceId | null
  name: string
  algorithm: 'SHA1' | 'SHA256'
  digits: 6 | 8
  sealed_secret: Uint8Array
  state: 'pending' | 'active'
  last_step: number
  created_at_ms: number
  expires_at_ms: number
  last_used_at_ms: number | null
}

/** Printed codes. Lives until a new set is made, or the account is deleted; a waiting set for an hour. */
export interface BackupCodeTable {
  account_id: AccountId
  selector: string
  set_id: string
  hash: string
  state: 'waiting' | 'active' | 'used'
  made_at_ms: number
  used_at_ms: number | null
}

/** Codes that a help desk told. Lives for `settings.retentionMs` after its expiry. */
export interface BypassCodeTable {
  id: string
  account_id: AccountId
  code_hash: Uint8Array
  reason: string
  made_by: string
  state: 'open' | 'used' | 'revoked'
  made_at_ms: number
  expires_at_ms: number
  used_at_ms: number | null
}

/** Wrong codes by account, kind and pool; also of accounts that do not exist, whose rows go after `settings.retentionMs`. */
export interface CodeGuardTable {
  account_id: AccountId
  way: CodeWay
  pool: CodePool
  /** JSON array. */
  wrong_at_ms: string
  consecutive_wrong: number
  changed_at_ms: number
  /** 1: no account had this id when the row was made. None ever will: such ids are made by keyed hash. */
  of_nobody: number
  revision: number
}

/** Set-ups that an app began, at a login or by an enrolment. Lives until a day after its expiry. */
export interface SetUpTable {
  id: string
  kind: 'login' | 'enrolment'
  only_phone: number
  secret_hash: Uint8Array
  browser_hash: Uint8Array | null
  account_id: AccountId
  app_id: AppId
  return_to: string
  address: string
  state: 'open' | 'done' | 'withdrawn'
  code_set_id: string | null
  ticket_id: TicketId | null
  created_at_ms: number
  expires_at_ms: number
}

/** When an account was first offered a set-up: its grace counts from there. Lives as long as the account. */
export interface SetUpOfferTable {
  account_id: AccountId
  first_at_ms: number
}

/** When apps enrolled, or tried to. Lives for the hour that their budget is counted over. */
export interface EnrolmentTryTable {
  id: string
  app_id: AppId
  at_ms: number
}

/** Recoveries under way, by the hash of the browser's cookie; also of accounts that do not exist. Lives for minutes. */
export interface RecoveryTable {
  secret_hash: Uint8Array
  account_id: AccountId
  user_id: string
  shown: CodeWay | null
  created_at_ms: number
  expires_at_ms: number
}

/** Links of mails that stop an account. Lives until its expiry. */
export interface NotMeLinkTable {
  secret_hash: Uint8Array
  account_id: AccountId
  notice_id: string
  expires_at_ms: number
}
