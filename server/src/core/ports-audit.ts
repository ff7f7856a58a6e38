// What flows need of the audit's storage: entries written with the decision they tell of, sealed into a chain soon after.
import type { AccountId, AppId } from '@countersign/protocol'
import type { AuditEntry } from './audit-entry.js'

/** An entry's place in the chain. */
export interface ChainLink {
  /** From 1, without a gap. */
  readonly sequence: number
  readonly hash: Uint8Array
}

export interface SavedEntry {
  readonly id: string
  readonly atMs: number
  readonly entry: AuditEntry
  /** The facts byte for byte as they are kept: what is hashed. */
  readonly factsText: string
  /** That this server wrote it: a keyed hash over all of it. Empty for what somebody else put there. */
  readonly mark: Uint8Array
  /** Undefined until it is sealed. */
  readonly link: ChainLink | undefined
}

export interface SealedEntry extends SavedEntry {
  readonly link: ChainLink
}

/** The chain's end at a time, signed by the root key. */
export interface Checkpoint extends ChainLink {
  readonly atMs: number
  readonly signature: Uint8Array
}

export interface AuditFilter {
  /** Exact, or everything that begins so when it ends in `.*`. */
  readonly action?: string
  readonly actor?: string
  readonly accountId?: AccountId
  readonly appId?: AppId
  readonly fromMs?: number
  /** Exclusive. */
  readonly toMs?: number
}

/** Where a page ends: the entry, by its time and then its id. */
export interface AuditPosition {
  readonly atMs: number
  readonly id: string
}

export interface AuditSlice {
  readonly entries: readonly SavedEntry[]
  /** From where to go on; undefined at the beginning of time. A slice may be short and still have a next one. */
  readonly next: AuditPosition | undefined
}

export interface AuditStore {
  /**
   * Writes an entry inside the deciding transaction. It has no place in the chain yet: the sealer gives it one within a
   * second, in batches, so that logins never queue for the chain's end.
   */
  append(id: string, atMs: number, entry: AuditEntry, mark: Uint8Array): Promise<void>
  byId(id: string): Promise<SavedEntry | undefined>
  /** Without a place yet, in the order in which they get one. */
  unsealed(limit: number): Promise<readonly SavedEntry[]>
  unsealedCount(): Promise<number>
  /** Compare-and-set: true when the entry had no place. */
  seal(id: string, link: ChainLink): Promise<boolean>
  /** The last link. */
  end(): Promise<ChainLink | undefined>
  at(sequence: number): Promise<ChainLink | undefined>
  /** Links with a sequence above one, up to another, ascending. */
  sealed(after: number, upTo: number, limit: number): Promise<readonly SealedEntry[]>
  /** Newest first, before a position. Looks at a bounded number of entries a call, however rare the wanted ones are. */
  page(filter: AuditFilter, before: AuditPosition | undefined, limit: number): Promise<AuditSlice>
  addCheckpoint(checkpoint: Checkpoint): Promise<void>
  checkpoints(after: number, upTo: number, limit: number): Promise<readonly Checkpoint[]>
  lastCheckpoint(): Promise<Checkpoint | undefined>
}
