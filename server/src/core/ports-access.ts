// What flows need of the storage of access: admins, API tokens, sessions and sign-ins, setup links, and kept replies.
import type { AccountId } from '@countersign/protocol'
import type {
  AdminRecord,
  ApiToken,
  LiveSession,
  NamedAdmin,
  SessionRecord,
  SetupBegun,
  SetupLink,
  SignIn,
} from './access.js'

export interface AccessStores {
  readonly admins: AdminStore
  readonly tokens: TokenStore
  readonly sessions: SessionStore
  readonly signIns: SignInStore
  readonly setupLinks: SetupLinkStore
  readonly keptReplies: KeptReplyStore
}

export interface AdminStore {
  of(accountId: AccountId): Promise<AdminRecord | undefined>
  /** By user ID, ascending, after the given one. */
  page(afterUserId: string, limit: number): Promise<readonly NamedAdmin[]>
  /** Owners whose account is active: those who can still administer. */
  owners(): Promise<number>
  /** Adds the admin, or gives one another role; who made them an admin stays. */
  put(admin: AdminRecord): Promise<void>
  remove(accountId: AccountId): Promise<boolean>
}

export interface TokenStore {
  add(token: ApiToken): Promise<void>
  byId(id: string): Promise<ApiToken | undefined>
  /** By id, ascending, after the given one. */
  page(afterId: string, limit: number): Promise<readonly ApiToken[]>
  /** Compare-and-set: true when it was not revoked before. */
  revoke(id: string, nowMs: number): Promise<boolean>
  used(id: string, nowMs: number): Promise<void>
}

export interface SessionStore {
  add(session: SessionRecord): Promise<void>
  /** The session with its account and role as they are now, in one look-up. */
  bySecret(secretHash: Uint8Array): Promise<LiveSession | undefined>
  byId(id: string): Promise<SessionRecord | undefined>
  /** Of one account, at the console and at /me; by id, ascending, after the given one. */
  ofAccount(accountId: AccountId, afterId: string, limit: number): Promise<readonly LiveSession[]>
  /** Everybody's at the console; by id, ascending, after the given one. */
  atConsole(afterId: string, limit: number): Promise<readonly LiveSession[]>
  seen(secretHash: Uint8Array, nowMs: number): Promise<void>
  /** The person approved something in it now: false when it has ended. */
  approved(id: string, nowMs: number, by: 'phone' | 'passkey'): Promise<boolean>
  end(id: string): Promise<boolean>
  /** Every session of the account, or only those at the console; returns how many. */
  endAll(accountId: AccountId, kind?: SessionRecord['kind']): Promise<number>
  /** Removes what is over, at most `limit`; returns how many. */
  purge(nowMs: number, idleBeforeMs: number, limit: number): Promise<number>
}

export interface SignInStore {
  add(signIn: SignIn): Promise<void>
  bySecret(secretHash: Uint8Array): Promise<SignIn | undefined>
  /** Compare-and-set: true for the one caller that removed it. */
  remove(secretHash: Uint8Array): Promise<boolean>
  /** Removes what expired, at most `limit`; returns how many. */
  purge(nowMs: number, limit: number): Promise<number>
}

export interface SetupLinkStore {
  add(link: Omit<SetupLink, 'begun' | 'state'>): Promise<void>
  bySecret(secretHash: Uint8Array): Promise<SetupLink | undefined>
  byBrowser(browserHash: Uint8Array): Promise<SetupLink | undefined>
  /** Compare-and-set: true when nobody else has begun, or whoever had has lost the claim; while the link is good. */
  begin(secretHash: Uint8Array, begun: SetupBegun, nowMs: number): Promise<boolean>
  /** Compare-and-set begun → used, by the browser that began. */
  use(secretHash: Uint8Array, browserHash: Uint8Array): Promise<boolean>
  /** Whether a link is still good that nobody has used. */
  anyOpen(nowMs: number): Promise<boolean>
  /** No link that is not used yet opens anything any more. Resolves to what was begun with them. */
  withdrawAll(): Promise<readonly SetupBegun[]>
}

/** Answers to writes that came with an idempotency key. */
export interface KeptReplyStore {
  /** Compare-and-set: true for the one caller that took the key. */
  take(keyHash: Uint8Array, requestHash: Uint8Array, nowMs: number): Promise<boolean>
  of(keyHash: Uint8Array): Promise<KeptReply | undefined>
  /** Only while it is under way: true when it was. */
  keep(keyHash: Uint8Array, sealedReply: Uint8Array): Promise<boolean>
  /** The work failed before it changed anything: the key may be used again. */
  release(keyHash: Uint8Array): Promise<void>
  purge(beforeMs: number, limit: number): Promise<number>
}

export interface KeptReply {
  readonly requestHash: Uint8Array
  /** Undefined while the first request is under way. */
  readonly sealedReply: Uint8Array | undefined
  readonly createdAtMs: number
}
