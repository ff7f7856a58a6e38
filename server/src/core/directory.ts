// What administers people works with: accounts with their names and groups, how they are looked for, groups, pictures.
import type { AccountId } from '@countersign/protocol'
import type { AccountSort, LogoType } from '@countersign/protocol/admin'
import type { Account } from './records.js'

export interface AccountEntry {
  readonly account: Account
  /** Login names beside the user ID, in order. */
  readonly aliases: readonly string[]
  /** By name. */
  readonly groups: readonly GroupRef[]
}

export interface GroupRef {
  readonly id: string
  readonly name: string
}

export interface AccountFilter {
  /** Lower case; each must be somewhere in names or addresses. */
  readonly words: readonly string[]
  readonly state: 'active' | 'suspended' | undefined
  readonly device: 'with' | 'without' | undefined
  readonly groupId: string | undefined
}

export interface AccountQuery extends AccountFilter {
  readonly sort: AccountSort
  readonly order: 'asc' | 'desc'
  /** The last account of the page before. */
  readonly after: AccountPlace | undefined
  readonly limit: number
}

/** The place of an account in the order that it is sorted by. */
export interface AccountPlace {
  readonly key: string | number
  readonly id: AccountId
}

export interface Group {
  readonly id: string
  readonly name: string
  readonly description: string
  /** The identity provider's own id. */
  readonly externalId: string | undefined
  readonly createdAtMs: number
  /** Also when somebody came or went. */
  readonly changedAtMs: number
  readonly revision: number
}

export interface GroupEntry {
  readonly group: Group
  readonly members: number
}

export interface Logo {
  readonly type: LogoType
  readonly bytes: Uint8Array
  readonly changedAtMs: number
}

/** More words narrow no search that a person makes. */
const WORDS_MAX = 8

/** What a person typed into the search → its words. */
export function wordsOf(typed: string): readonly string[] {
  const words = typed.normalize('NFC').toLowerCase().split(/\s+/)
  return words.filter((word) => word !== '').slice(0, WORDS_MAX)
}
