// What flows need of the world: storage, routing, the vault, time and chance; the smallest interface each, in their words.
import type {
  AccountId,
  AppId,
  ChallengeId,
  ChallengeStatus,
  DeviceId,
  DeviceStateName,
  KeyId,
  ServerFrame,
  SignedKeySet,
  TicketId,
} from '@countersign/protocol'
import type { Engine, SettingInForce } from '@countersign/protocol/admin'
import type { AccessStores } from './ports-access.js'
import type { AuditStore, Checkpoint } from './ports-audit.js'
import type { Backups } from './ports-backups.js'
import type { BiometricsStores } from './ports-biometrics.js'
import type { BrowserStore } from './ports-browsers.js'
import type { ChallengeStore } from './ports-challenges.js'
import type { CodeHash, CodeStores } from './ports-codes.js'
import type { CountStore } from './ports-counts.js'
import type { DirectoryStore, GroupStore, LogoStore } from './ports-directory.js'
import type { ImportStore } from './ports-imports.js'
import type { InvitationStore } from './ports-invitations.js'
import type { LeaseStore } from './ports-leases.js'
import type { MailCourier } from './ports-mail.js'
import type { NoticeStore } from './ports-notices.js'
import type { OutgoingStore } from './ports-outgoing.js'
import type { PasskeyStores } from './ports-passkeys.js'
import type { PinStores } from './ports-pins.js'
import type { Places } from './ports-places.js'
import type { PolicyBook, PolicyStore } from './ports-policies.js'
import type { PushCourier, PushStores, RingBook } from './ports-push.js'
import type { ScimStore } from './ports-scim.js'
import type { SettingStore } from './ports-settings.js'
import type { Metrics, Tracer } from './ports-telemetry.js'
import type { WebAuthn } from './ports-webauthn.js'
import type { HookCourier, WebhookStore } from './ports-webhooks.js'
import type { Account, App, AppKey, Device, Guard, SigningKeyRecord, Ticket } from './records.js'

/** Everything a flow is given. Built once, in app.ts. */
export interface Ports {
  readonly storage: Storage
  readonly fabric: Fabric
  readonly vault: Vault
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  readonly hooks: HookCourier
  readonly backups: Backups
  readonly mail: MailCourier
  readonly codeHash: CodeHash
  readonly webAuthn: WebAuthn
  readonly policies: PolicyBook
  readonly push: PushCourier
  readonly rings: RingBook
  readonly places: Places
  readonly metrics: Metrics
  readonly tracer: Tracer
  /** By what the request that is being served here is found again; empty where none is. */
  readonly requestId: string
  readonly settings: FlowSettings
}

/** The settings that flows decide by; config.ts fills them. */
export interface FlowSettings {
  readonly serverName: string
  readonly publicUrl: string
  readonly challengeTtlMs: number
  readonly redeemWithinMs: number
  readonly symbolsShown: number
  readonly retentionMs: number
  readonly passkeys: PasskeySettings
  readonly version: string
  readonly startedAtMs: number
  readonly engine: Engine
  /** Whether a fabric joins this server to others (`fabric.url`). */
  readonly joined: boolean
  /** The whole configuration, for admins to read; without its secrets. */
  readonly inForce: readonly SettingInForce[]
}

export interface PasskeySettings {
  /** The name that every passkey of this server is made for (WebAuthn: RP ID). */
  readonly rpId: string
  /** Admins get into the console by a passkey, and by nothing else ([PK11]). */
  readonly admins: 'offered' | 'required'
}

export interface Clock {
  nowMs(): number
}

export interface Random {
  bytes(length: number): Uint8Array
  /** Uniform integer 0 to bound − 1, without modulo bias. */
  below(bound: number): number
  /** UUID version 7: an identifier, never a secret. */
  id<T extends string>(): T
}

/** Structured log. Fields hold ids and outcomes, never secrets, codes, symbols or keys. */
export interface Log {
  info(event: string, fields?: Readonly<Record<string, unknown>>): void
  warn(event: string, fields?: Readonly<Record<string, unknown>>): void
  error(event: string, fields?: Readonly<Record<string, unknown>>): void
}

/** The server's keys: signs as the server, verifies devices, hashes and seals. Synchronous: no I/O after start. */
export interface Vault {
  readonly serverId: Uint8Array
  /** The challenge key in force now. Throws when none is loaded: the server is not ready. */
  signingKey(nowMs: number): { readonly keyId: KeyId; sign(message: Uint8Array): Uint8Array }
  /** Signs with a named key that is still valid: a delivery names the key that its body holds. */
  signWith(keyId: KeyId, message: Uint8Array): Uint8Array
  /** False of a key that was ended before its time: what names it can be signed no more. */
  hasKey(keyId: KeyId): boolean
  keySet(): SignedKeySet
  /** Version of the key set now published. */
  keySetVersion(): number
  /** Loads the keys that storage holds; called at start and after a rotation. */
  load(records: readonly SigningKeyRecord[], keySetVersion: number): void
  newSigningKey(id: KeyId, notBeforeMs: number, notAfterMs: number): SigningKeyRecord
  /** Ed25519, node:crypto. False for anything malformed; never throws. */
  verify(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean
  /** ECDSA over P-256 with SHA-256, r ‖ s: a browser's key. False for anything malformed; never throws. */
  verifyP256(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean
  sha256(bytes: Uint8Array): Uint8Array
  hmacSha256(key: Uint8Array, bytes: Uint8Array): Uint8Array
  /** HMAC with a key of the server's own, one per label, outside the database. */
  keyedHash(
    label:
      | 'expected-choice'
      | 'watch-token'
      | 'app-key'
      | 'pseudo-account'
      | 'api-token'
      | 'sign-in'
      | 'session'
      | 'setup-link'
      | 'idempotency'
      | 'step-up'
      | 'known-browser'
      | 'audit-entry'
      | 'invitation'
      | 'invitation-pairing'
      | 'bypass-code'
      | 'backup-code'
      | 'set-up'
      | 'recovery'
      | 'not-me'
      | 'passkey'
      | 'passkey-sign-in'
      | 'fabric',
    bytes: Uint8Array,
  ): Uint8Array
  /** The root key signs the audit's end and, but for key sets, nothing else. */
  signCheckpoint(checkpoint: Omit<Checkpoint, 'signature'>): Uint8Array
  isOwnCheckpoint(checkpoint: Checkpoint): boolean
  /** AES-256-GCM under a key outside the database, bound to where it is kept (`table/row/column`). */
  seal(plain: Uint8Array, boundTo: string): Uint8Array
  /** Throws when the bytes were changed or moved. */
  unseal(sealed: Uint8Array, boundTo: string): Uint8Array
  /** What a phone sealed to the key set's sealing key; undefined for anything else. WebCrypto, so it takes a moment. */
  openPin(sealed: Uint8Array): Promise<Uint8Array | undefined>
}

/** Routing only; may forget everything at any moment. */
export interface Fabric {
  /** This node holds the device's socket until the returned function is called. A later attach of the same device replaces it. */
  attach(deviceId: DeviceId, socket: DeviceSocket): () => void
  /** Resolves once what any node sends from now on reaches the device that was attached here; in bounded time, also when nobody can say. */
  announced(deviceId: DeviceId): Promise<void>
  /** Those of the devices that some node holds a socket of. */
  present(deviceIds: readonly DeviceId[]): Promise<readonly DeviceId[]>
  /** Those of the devices whose sockets this very node holds: known without asking anybody. */
  here(deviceIds: readonly DeviceId[]): readonly DeviceId[]
  /** How many devices' sockets all nodes hold. */
  connected(): Promise<number>
  /** How many nodes there are, this one among them; 1 where nothing joins it to others. */
  nodes(): Promise<number>
  /** Best effort: the device asks again when a frame is lost. */
  send(deviceId: DeviceId, frame: ServerFrame): Promise<void>
  /** Calls back on every published status of a challenge until the returned function is called. Costs a map entry. */
  watch(challengeId: ChallengeId, onStatus: (status: ChallengeStatus) => void): () => void
  publish(challengeId: ChallengeId, status: ChallengeStatus): Promise<void>
  /** Notes until `untilMs` that a phone shows a challenge, for a page that asks later, and so that it is not woken too. Never decides. */
  noteShown(challengeId: ChallengeId, deviceId: DeviceId, untilMs: number): Promise<void>
  /** On this device; on any, when none is named. */
  wasShown(challengeId: ChallengeId, deviceId?: DeviceId): Promise<boolean>
  /** Coarse limit at the edge: false when `key` had more than `limit` events in the window. Never protects a secret. */
  allow(key: string, limit: number, windowSeconds: number): Promise<boolean>
  /** Whether other nodes can be reached just now. Down is no fault of a login: what is routed then is found in the database. */
  state(): 'up' | 'down'
  /** The node stops: others need not find that out by themselves. */
  close(): Promise<void>
}

export interface DeviceSocket {
  deliver(frame: ServerFrame): void
  /** The device was revoked, or connected elsewhere; `draining`: it may connect again at once. */
  close(reason: 'device_revoked' | 'socket_replaced' | 'draining'): void
}

/**
 * What a transaction is about, so that a database of several servers need not keep it apart from everything else.
 *
 * `account`: it decides by that account's rows and writes no others; it may read what belongs to nobody (apps, policies, settings)
 * and add what is never changed (audit, notices, outgoing mail). `one`: a piece of work that is done by one at a time under this
 * name, and whose writes are each a compare-and-set on a row, an addition, or the removal of what is over.
 */
export type Scope = { readonly account: AccountId } | { readonly one: string }

/** The truth. `transaction` resolves only when the commit is durable; a thrown error rolls back everything `work` wrote. */
export interface Storage {
  /**
   * Runs `work` as if nothing else ran meanwhile: but for what other scopes do, when one is given. May run it again after a
   * conflict, so `work` has no effect but through `stores`.
   */
  transaction<T>(work: (stores: Stores) => Promise<T>, about?: Scope): Promise<T>
  /** Committed state, outside any transaction. */
  readonly read: Stores
  /** Rejects when the database does not answer. */
  ping(): Promise<void>
  /** Connections to a database server, for figures; undefined where there are none. */
  readonly connections?: () => PoolConnections
  close(): Promise<void>
}

export interface PoolConnections {
  readonly busy: number
  readonly idle: number
  /** Work that has no connection yet. */
  readonly waiting: number
}

export interface Stores
  extends AccessStores,
    BiometricsStores,
    CodeStores,
    PasskeyStores,
    PinStores,
    PushStores {
  readonly accounts: AccountStore
  readonly directory: DirectoryStore
  readonly groups: GroupStore
  readonly logos: LogoStore
  readonly apps: AppStore
  readonly devices: DeviceStore
  readonly tickets: TicketStore
  readonly browsers: BrowserStore
  readonly challenges: ChallengeStore
  readonly guards: GuardStore
  readonly signingKeys: SigningKeyStore
  readonly audit: AuditStore
  readonly counts: CountStore
  readonly outgoing: OutgoingStore
  readonly notices: NoticeStore
  readonly imports: ImportStore
  readonly invitations: InvitationStore
  readonly leases: LeaseStore
  readonly settings: SettingStore
  readonly policies: PolicyStore
  readonly webhooks: WebhookStore
  readonly scim: ScimStore
}

export interface AccountStore {
  /** False when the user ID is taken: as such, or as an alias. */
  add(account: Account): Promise<boolean>
  byUserId(userId: string): Promise<Account | undefined>
  /** By any of its login names: the user ID, or an alias. */
  byLoginName(name: string): Promise<Account | undefined>
  /** The account of a login name and all its devices, oldest first, in one look-up. */
  withDevices(loginName: string): Promise<AccountWithDevices | undefined>
  byId(id: AccountId): Promise<Account | undefined>
  /** From now on no app leads it to its first phone ([EN2]). Nothing else brings `enrolledBy` back, or takes it away. */
  endEnrolment(id: AccountId): Promise<void>
  /** By user ID, ascending, after the given one; without those that were deleted. */
  page(afterUserId: string, limit: number): Promise<readonly Account[]>
}

export interface AccountWithDevices {
  readonly account: Account
  readonly devices: readonly Device[]
}

export interface AppStore {
  add(app: App): Promise<boolean>
  addKey(key: AppKey): Promise<void>
  byId(id: AppId): Promise<App | undefined>
  byName(name: string): Promise<App | undefined>
  /** By name; without those that were deleted. */
  all(): Promise<readonly App[]>
  /** Compare-and-set on `app.revision`; the caller saw that the name is free. True when it now has the next revision. */
  save(app: App): Promise<boolean>
  /** Oldest first. */
  keysOf(appId: AppId): Promise<readonly AppKey[]>
  /** The key and its app in one look-up. */
  key(keyId: string): Promise<{ readonly app: App; readonly key: AppKey } | undefined>
  /** Compare-and-set: one key of the app ends at that time, unless it ends before. */
  expireKey(appId: AppId, keyId: string, atMs: number): Promise<boolean>
  /** Every current key of the app ends at that time. */
  expireKeys(appId: AppId, atMs: number): Promise<void>
  /** Removes the keys of the app whose end has come. */
  removeEndedKeys(appId: AppId, nowMs: number): Promise<void>
}

export interface DeviceStore {
  /** False when the public key is known already, whoever has it. */
  add(device: Device): Promise<boolean>
  byId(id: DeviceId): Promise<Device | undefined>
  ofAccount(accountId: AccountId): Promise<readonly Device[]>
  all(limit: number): Promise<readonly Device[]>
  /** Compare-and-set: true when the state was one of `from`. */
  changeState(
    id: DeviceId,
    from: readonly DeviceStateName[],
    to: DeviceStateName,
    nowMs: number,
  ): Promise<boolean>
  /** Compare-and-set: true when `counter` exceeds the stored one and the state is one of `states`. Notes the use. */
  spendCounter(
    id: DeviceId,
    counter: number,
    states: readonly DeviceStateName[],
    nowMs: number,
  ): Promise<boolean>
  /** How people called them goes with their account. */
  forgetNames(accountId: AccountId): Promise<void>
  /** The sweep tells every device of the account again, though no state of theirs changed: their account's did. */
  touchAll(accountId: AccountId, nowMs: number): Promise<void>
  /** Devices whose state, or whose account's, changed at or after a time. */
  changedSince(sinceMs: number): Promise<readonly Device[]>
}

export interface TicketStore {
  add(ticket: Ticket): Promise<void>
  byId(id: TicketId): Promise<Ticket | undefined>
  /** Compare-and-set open → accepted while not expired. */
  accept(id: TicketId, deviceId: DeviceId, confirmation: string, nowMs: number): Promise<boolean>
  /** Compare-and-set from → to. */
  changeState(id: TicketId, from: Ticket['state'], to: Ticket['state']): Promise<boolean>
  /**
   * Removes tickets that expired before a time, whatever became of them, at most `limit`; returns how many.
   *
   * A device that was never confirmed goes with its ticket: nobody ever trusted its key, it signed nothing that is kept, and
   * it would hold one of the account's places for ever. A revoked one stays: somebody said no to its key ([KE3]).
   */
  purge(beforeMs: number, limit: number): Promise<number>
}

export interface GuardStore {
  /** The row, or a fresh guard with revision 0. */
  of(accountId: AccountId): Promise<Guard>
  /** Raises the revision of every account's guard, also of those that had none: after a restore ([CH3]). */
  raiseAll(by: number, nowMs: number): Promise<void>
  /** Compare-and-set on `guard.revision`; false when another writer was first. */
  save(guard: Guard, nowMs: number): Promise<boolean>
}

export interface SigningKeyStore {
  all(): Promise<readonly SigningKeyRecord[]>
  add(key: SigningKeyRecord): Promise<void>
  remove(id: KeyId): Promise<void>
  keySetVersion(): Promise<number>
  /** Compare-and-set: false when another node published first. */
  advanceKeySet(from: number, to: number): Promise<boolean>
}
