// What flows need of the storage for notices: what a person was told about their own account.
import type { AccountId } from '@countersign/protocol'
import type { NoticeKind } from '@countersign/protocol/me'

export type NoticeFact = string | number | boolean | null

/** Names of things (`deviceName`, `appName`, `address`, `untilMs`), never a secret. */
export type NoticeFacts = Readonly<Record<string, NoticeFact>>

export interface NoticeRecord {
  readonly id: string
  readonly accountId: AccountId
  readonly kind: NoticeKind
  readonly facts: NoticeFacts
  readonly atMs: number
}

/** The place of a notice in the order that `ofAccount` gives: the last one of a page leads to the next page. */
export type NoticePlace = Pick<NoticeRecord, 'id' | 'atMs'>

export interface NoticeStore {
  add(notice: NoticeRecord): Promise<void>
  byId(id: string): Promise<NoticeRecord | undefined>
  /** Newest first; only those older than `before`, when it is given. */
  ofAccount(
    accountId: AccountId,
    limit: number,
    before?: NoticePlace | undefined,
  ): Promise<readonly NoticeRecord[]>
  /** Made at or after a time, of whomever; oldest first. */
  since(sinceMs: number, limit: number): Promise<readonly NoticeRecord[]>
  /** All of an account that is deleted. */
  removeOf(accountId: AccountId): Promise<void>
  /** Removes those of before a time, at most `limit`; returns how many. */
  purge(beforeMs: number, limit: number): Promise<number>
}
