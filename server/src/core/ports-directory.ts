// What flows need of the storage to administer people: lists and edits of accounts, their names, groups, pictures of apps and of the server.
import type { AccountId, AppId } from '@countersign/protocol'
import type { AccountEntry, AccountFilter, AccountQuery, Group, GroupEntry, Logo } from './directory.js'
import type { Account } from './records.js'

export interface DirectoryStore {
  /** In the order asked for, behind `after`. Never a deleted account. */
  list(query: AccountQuery): Promise<readonly AccountEntry[]>
  count(filter: AccountFilter): Promise<number>
  /** Also of a deleted account. */
  entry(id: AccountId): Promise<AccountEntry | undefined>
  byExternalId(externalId: string): Promise<Account | undefined>
  /**
   * Compare-and-set on `account.revision`: writes all but its devices and its names; true when it now has the next revision.
   * @param aliases for the search
   */
  save(account: Account, aliases: readonly string[]): Promise<boolean>
  /**
   * Makes these all the login names of the account. Resolves to those that others have: then the caller's transaction must
   * not be kept.
   */
  setLoginNames(id: AccountId, names: readonly string[]): Promise<readonly string[]>
}

export interface GroupStore {
  /** False when the name is taken, in whatever case. */
  add(group: Group): Promise<boolean>
  byId(id: string): Promise<Group | undefined>
  byName(name: string): Promise<Group | undefined>
  byExternalId(externalId: string): Promise<Group | undefined>
  /** By name, after the given one, those whose name holds `part`. Names are compared in lower case. */
  page(part: string, afterName: string, limit: number): Promise<readonly GroupEntry[]>
  /** Compare-and-set on `group.revision`; the caller saw that the name is free. */
  save(group: Group): Promise<boolean>
  /** With all its memberships. */
  remove(id: string): Promise<boolean>
  size(id: string): Promise<number>
  /** False when the account is in it already. */
  addMember(id: string, accountId: AccountId): Promise<boolean>
  /** False when the account is not in it. */
  removeMember(id: string, accountId: AccountId): Promise<boolean>
  /** By user ID, after the given one. */
  members(id: string, afterUserId: string, limit: number): Promise<readonly Account[]>
  /** By name. */
  ofAccount(accountId: AccountId): Promise<readonly Group[]>
  /** Out of every group. */
  removeAccount(accountId: AccountId): Promise<void>
}

/** `server`: of the whole installation. */
export type LogoOwner = 'server' | `app:${AppId}`

export interface LogoStore {
  of(owner: LogoOwner): Promise<Logo | undefined>
  /** When it was put there, without its bytes. */
  changedAtMs(owner: LogoOwner): Promise<number | undefined>
  put(owner: LogoOwner, logo: Logo): Promise<void>
  remove(owner: LogoOwner): Promise<boolean>
}
