// What flows need of the storage of typed codes, and the slow hash of those that are printed.
import type { AccountId, AppId, CodeWay, DeviceId, TicketId } from '@countersign/protocol'
import type {
  BackupCode,
  BypassCode,
  CodeGuard,
  CodePool,
  NotMeLink,
  Recovery,
  SetUp,
  Totp,
} from './codes.js'

export interface CodeStores {
  readonly totps: TotpStore
  readonly backupCodes: BackupCodeStore
  readonly bypassCodes: BypassCodeStore
  readonly codeGuards: CodeGuardStore
  readonly setUps: SetUpStore
  readonly enrolmentTries: EnrolmentTryStore
  readonly recoveries: RecoveryStore
  readonly notMeLinks: NotMeLinkStore
}

/** Keeps `Account.activeTotps` right, as the device store does `activeDevices`. */
export interface TotpStore {
  add(totp: Totp): Promise<void>
  byId(id: string): Promise<Totp | undefined>
  /** Oldest first, pending ones included. */
  ofAccount(accountId: AccountId): Promise<readonly Totp[]>
  /** Compare-and-set pending → active while not expired, with the first step that was accepted; that is no use yet. */
  activate(id: string, step: number, nowMs: number): Promise<boolean>
  /** Compare-and-set: true when it is active and `step` is greater than the last accepted one. Notes the use. */
  spendStep(id: string, step: number, nowMs: number): Promise<boolean>
  /** True for the one caller that removed it. */
  remove(id: string): Promise<boolean>
  /** The offline codes of a phone, pending or active; returns how many. */
  removeOfDevice(deviceId: DeviceId): Promise<number>
  removeOf(accountId: AccountId): Promise<number>
  /** Removes pending ones that expired, at most `limit`; returns how many. */
  purge(nowMs: number, limit: number): Promise<number>
}

export interface BackupCodeStore {
  /** Adds a set. The account's selectors are free: the caller removed every other code first, or drew again. */
  add(codes: readonly BackupCode[]): Promise<void>
  /** By selector, ascending, used ones included. */
  ofAccount(accountId: AccountId): Promise<readonly BackupCode[]>
  bySelector(accountId: AccountId, selector: string): Promise<BackupCode | undefined>
  /** Compare-and-set active → used: true for the one caller. */
  use(accountId: AccountId, selector: string, setId: string, nowMs: number): Promise<boolean>
  /** The waiting set becomes the active one, made now, and every other code of the account goes; false when there is no such set. */
  activate(accountId: AccountId, setId: string, nowMs: number): Promise<boolean>
  /** Every code of the account but those of one set; returns how many. */
  removeOthers(accountId: AccountId, setId: string): Promise<number>
  /** Sets that wait, of one account: a new one takes their place; returns how many codes. */
  removeWaiting(accountId: AccountId): Promise<number>
  removeOf(accountId: AccountId): Promise<number>
  /** How many accounts have codes that count. */
  holders(): Promise<number>
  /** Removes waiting sets that were made before a time, at most `limit` codes; returns how many. */
  purgeWaiting(madeBeforeMs: number, limit: number): Promise<number>
}

export interface BypassCodeStore {
  /** Whatever was open is revoked. */
  add(code: BypassCode): Promise<void>
  byId(id: string): Promise<BypassCode | undefined>
  openOf(accountId: AccountId, nowMs: number): Promise<BypassCode | undefined>
  /** Newest first. */
  ofAccount(accountId: AccountId, limit: number): Promise<readonly BypassCode[]>
  /** Compare-and-set open → used while not expired: true for the one caller. */
  use(id: string, nowMs: number): Promise<boolean>
  /** Compare-and-set open → revoked. */
  revoke(id: string): Promise<boolean>
  /** Of every account: whatever was open is revoked; returns how many. */
  revokeAll(): Promise<number>
  removeOf(accountId: AccountId): Promise<number>
  /** Removes those that expired before a time, at most `limit`; returns how many. */
  purge(expiredBeforeMs: number, limit: number): Promise<number>
}

export interface CodeGuardStore {
  /** The row, or a fresh one with revision 0. */
  of(accountId: AccountId, way: CodeWay, pool: CodePool): Promise<CodeGuard>
  ofAccount(accountId: AccountId): Promise<readonly CodeGuard[]>
  /** Compare-and-set on `guard.revision`; false when another writer was first. */
  save(guard: CodeGuard, nowMs: number): Promise<boolean>
  removeOf(accountId: AccountId): Promise<number>
  /** Removes rows of accounts that do not exist, unchanged since a time, at most `limit`; returns how many. */
  purge(unchangedSinceMs: number, limit: number): Promise<number>
}

export interface SetUpStore {
  add(setUp: SetUp): Promise<void>
  bySecret(secretHash: Uint8Array): Promise<SetUp | undefined>
  byBrowser(browserHash: Uint8Array): Promise<SetUp | undefined>
  /** Compare-and-set: while open and not expired, and before any other browser. */
  begin(id: string, browserHash: Uint8Array, nowMs: number): Promise<boolean>
  /** Every set-up of the account ends, also one that is done and not left; returns the pairings that open ones began. */
  withdrawOf(accountId: AccountId): Promise<readonly TicketId[]>
  /** Compare-and-set: while open and not expired, these backup codes are the ones that wait for it. */
  setCodes(id: string, codeSetId: string, nowMs: number): Promise<boolean>
  /** Compare-and-set: while open and not expired, this pairing is the one it goes on with. */
  setTicket(id: string, ticketId: TicketId, nowMs: number): Promise<boolean>
  /** Compare-and-set open → done, while not expired. */
  finish(id: string, nowMs: number): Promise<boolean>
  /** The browser has left: its cookie opens nothing any more. */
  leave(id: string): Promise<void>
  /** When the account was first offered a set-up; notes it when it never was. */
  firstOffered(accountId: AccountId, nowMs: number): Promise<number>
  /** The same without noting anything. */
  offeredAt(accountId: AccountId): Promise<number | undefined>
  purge(expiredBeforeMs: number, limit: number): Promise<number>
}

/** When each app enrolled, or tried to: what its budget is counted from. */
export interface EnrolmentTryStore {
  add(id: string, appId: AppId, atMs: number): Promise<void>
  /** After a time, oldest first. */
  since(appId: AppId, afterMs: number): Promise<readonly number[]>
  /** Removes those of a time or before, at most `limit`; returns how many. */
  purge(untilMs: number, limit: number): Promise<number>
}

export interface RecoveryStore {
  add(recovery: Recovery): Promise<void>
  bySecret(secretHash: Uint8Array): Promise<Recovery | undefined>
  /** Compare-and-set: notes the first kind while none is noted and it is not expired. */
  setShown(secretHash: Uint8Array, way: CodeWay, nowMs: number): Promise<boolean>
  /** True for the one caller that removed it. */
  remove(secretHash: Uint8Array): Promise<boolean>
  removeOf(accountId: AccountId): Promise<number>
  purge(nowMs: number, limit: number): Promise<number>
}

export interface NotMeLinkStore {
  add(link: NotMeLink): Promise<void>
  bySecret(secretHash: Uint8Array): Promise<NotMeLink | undefined>
  removeOf(accountId: AccountId): Promise<number>
  purge(nowMs: number, limit: number): Promise<number>
}

/** The memory-hard hash of printed codes (OWASP ASVS 5.0 appendix C). Waits its turn: a few at a time fit into memory. */
export interface CodeHash {
  /** Salted; the text names its parameters, so that they can be raised. */
  make(code: string): Promise<string>
  /**
   * As slow whether it fits or not. Like the others it throws `Busy` (core/busy.ts) when too many wait, and nothing else.
   * @param pool of the try; strangers (`idFirst`) get a part of the places, so that they keep nobody out who passed a first factor.
   */
  fits(code: string, hash: string, pool: CodePool): Promise<boolean>
  /** What takes as long as `fits`, for a code that nobody has. */
  waste(code: string, pool: CodePool): Promise<void>
}
