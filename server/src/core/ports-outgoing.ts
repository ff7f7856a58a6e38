// What flows need of the storage for what leaves the server: mail and webhooks on their way, kept until they arrive or fail for good.
import type { AccountId } from '@countersign/protocol'

export type OutgoingKind = 'mail' | 'webhook'
export type OutgoingState = 'waiting' | 'sent' | 'dead'

export interface NewOutgoing {
  readonly id: string
  readonly kind: OutgoingKind
  readonly webhookId?: string
  readonly accountId?: AccountId
  /** What it is, in words without secrets: `invitation`, `login.reported`. */
  readonly subject: string
  /** Sealed with `vault.seal(…, outgoingPlace(id))`: a message may hold a secret link. */
  readonly sealedContent: Uint8Array
  readonly createdAtMs: number
  /** Not tried before this. */
  readonly dueAtMs: number
}

export interface Outgoing {
  readonly id: string
  readonly kind: OutgoingKind
  readonly webhookId: string | undefined
  readonly accountId: AccountId | undefined
  readonly subject: string
  /** Gone once it was sent. */
  readonly sealedContent: Uint8Array | undefined
  readonly state: OutgoingState
  /** How often it was tried. */
  readonly attempts: number
  readonly dueAtMs: number
  /** Why the last attempt failed, in words without secrets; empty when none did. */
  readonly lastError: string
  readonly createdAtMs: number
  readonly finishedAtMs: number | undefined
}

/** Each is worked off by itself, so that a webhook that does not answer never stands before mail or another webhook. */
export type OutgoingLane =
  | { readonly kind: 'mail' }
  | { readonly kind: 'webhook'; readonly webhookId: string }

export interface OutgoingFilter {
  readonly state?: OutgoingState
  readonly kind?: OutgoingKind
  readonly webhookId?: string
  /** Only those that are older than this one; ids grow with time. */
  readonly beforeId?: string
  readonly limit: number
}

export interface OutgoingStore {
  /** Inside the transaction that has something to tell: it is sent if and only if that commits. */
  add(item: NewOutgoing): Promise<void>
  byId(id: string): Promise<Outgoing | undefined>
  /** Waiting and due in one lane, the longest due first. */
  due(lane: OutgoingLane, nowMs: number, limit: number): Promise<readonly Outgoing[]>
  /**
   * Takes one for an attempt: compare-and-set on `attempts`, which grows by one. It is due again at `untilMs`, should the
   * process die meanwhile: so it is sent at least once, and by one process at a time.
   */
  claim(id: string, attempts: number, untilMs: number): Promise<boolean>
  /** Sent: its content is forgotten at once. `attempts` is the number that the claim made. */
  sent(id: string, attempts: number, nowMs: number): Promise<boolean>
  /** Failed: tried again at `dueAtMs`. */
  postpone(id: string, attempts: number, dueAtMs: number, error: string): Promise<boolean>
  /** Failed for good. It keeps its content, so that somebody may try it again by hand. */
  bury(id: string, attempts: number, error: string, nowMs: number): Promise<boolean>
  /** Whatever waits is dead, with this error, until somebody tries it again by hand. Resolves to how many. */
  holdAll(error: string, nowMs: number): Promise<number>
  /** A dead one waits again, with all its attempts before it. */
  revive(id: string, nowMs: number): Promise<boolean>
  /** Every mail to an account that is deleted, whatever became of it. */
  removeMailOf(accountId: AccountId): Promise<void>
  /** Removes one that is not under way: a dead or a waiting one. */
  remove(id: string): Promise<boolean>
  /** Newest first. */
  page(filter: OutgoingFilter): Promise<readonly Outgoing[]>
  count(state: OutgoingState): Promise<number>
  /** What waits in a lane, due or not. */
  waiting(lane: OutgoingLane): Promise<number>
  /** Removes what was sent, and what failed for good, before a time each; at most `limit`. Returns how many. */
  purge(sentBeforeMs: number, deadBeforeMs: number, limit: number): Promise<number>
}

/** Where the content is kept; its sealed bytes open nowhere else. */
export function outgoingPlace(id: string): string {
  return `outgoing/${id}/sealed_content`
}
