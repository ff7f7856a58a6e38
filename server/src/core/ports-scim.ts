// What provisioning needs of the storage: accounts and groups by condition and place, and which accounts a provider removed.
import type { AccountId } from '@countersign/protocol'
import type { Group } from './directory.js'
import type { GroupCondition, UserCondition } from './directory-filter.js'
import type { Account } from './records.js'

/** Part of a list: `offset` items are left out, at most `limit` come. */
export interface Slice {
  readonly offset: number
  readonly limit: number
}

export interface GroupOfAccount {
  readonly accountId: AccountId
  readonly groupId: string
  readonly groupName: string
}

export interface MemberOfGroup {
  readonly groupId: string
  readonly accountId: AccountId
  readonly userId: string
}

/** Deleted accounts, and suspended ones that a provider removed, are not there for it (RFC 7644 §3.6). */
export interface ScimStore {
  /** By user ID, ascending. Without a condition: all. */
  users(condition: UserCondition | undefined, slice: Slice): Promise<readonly Account[]>
  countUsers(condition: UserCondition | undefined): Promise<number>
  user(id: AccountId): Promise<Account | undefined>
  /** The groups of these accounts, by name. */
  groupsOf(accountIds: readonly AccountId[]): Promise<readonly GroupOfAccount[]>
  /** By name, ascending. */
  groups(condition: GroupCondition | undefined, slice: Slice): Promise<readonly Group[]>
  countGroups(condition: GroupCondition | undefined): Promise<number>
  group(id: string): Promise<Group | undefined>
  /** Members of these groups that are there for a provider, at most `limit` together, by user ID. */
  membersOf(groupIds: readonly string[], limit: number): Promise<readonly MemberOfGroup[]>
  /** Which of these ids are accounts that are there for a provider. */
  known(accountIds: readonly AccountId[]): Promise<readonly AccountId[]>
  /** Many at once, in few statements: a provider sends thousands, and logins wait meanwhile. Resolves to those who were not in. */
  addMembers(groupId: string, accountIds: readonly AccountId[]): Promise<readonly AccountId[]>
  /** Resolves to those who were in. */
  removeMembers(groupId: string, accountIds: readonly AccountId[]): Promise<readonly AccountId[]>
  /** The provider removed it; it was suspended in the same transaction. */
  markRemoved(accountId: AccountId, nowMs: number): Promise<void>
  /** The provider made it again; false when it had not been removed. */
  unmarkRemoved(accountId: AccountId): Promise<boolean>
}
