// The directory over tables in memory: lists and edits of accounts; and logos.

import type { AccountEntry, AccountFilter, AccountPlace, Logo } from '../core/directory.js'
import { searchText, sortName } from '../core/new-account.js'
import type { DirectoryStore, LogoStore } from '../core/ports-directory.js'
import type { Account } from '../core/records.js'
import type { AccountTables } from './memory-accounts.js'
import type { GroupTables } from './memory-groups.js'
import { groupsOf } from './memory-groups.js'
import type { Rows } from './memory-table.js'
import { ascending } from './memory-table.js'

export interface DirectoryTables {
  readonly logo: Rows<Logo>
}

export function memoryDirectoryStore(tables: AccountTables & GroupTables): DirectoryStore {
  const { account: accounts, loginName: names } = tables
  const entryOf = (account: Account): AccountEntry => ({
    account,
    aliases: names
      .find((row) => row.accountId === account.id && row.name !== account.userId)
      .map(({ name }) => name)
      .sort(ascending),
    groups: groupsOf(tables, account.id).map(({ id, name }) => ({ id, name })),
  })
  const fitting = (filter: AccountFilter): readonly AccountEntry[] =>
    accounts
      .find(({ state }) => state !== 'deleted')
      .map(entryOf)
      .filter((entry) => fits(entry, filter))
  return {
    async list({ sort, order, after, limit, ...filter }) {
      const way = order === 'asc' ? 1 : -1
      const place = ({ account }: AccountEntry): AccountPlace => ({
        key: sortKeys[sort](account),
        id: account.id,
      })
      return fitting(filter)
        .filter((entry) => after === undefined || comparePlaces(place(entry), after) * way > 0)
        .toSorted((a, b) => comparePlaces(place(a), place(b)) * way)
        .slice(0, limit)
    },
    async count(filter) {
      return fitting(filter).length
    },
    async entry(id) {
      const account = accounts.get(id)
      return account && entryOf(account)
    },
    async byExternalId(externalId) {
      return accounts.find((row) => row.externalId === externalId)[0]
    },
    async save(account) {
      const current = accounts.get(account.id)
      if (current === undefined || current.revision !== account.revision) return false
      const { activeDevices, activeTotps, activePasskeys, enrolledBy, createdAtMs } = current
      accounts.set(account.id, {
        ...account,
        activeDevices,
        activeTotps,
        activePasskeys,
        enrolledBy,
        createdAtMs,
        revision: account.revision + 1,
      })
      return true
    },
    async setLoginNames(id, wanted) {
      for (const { name } of names.find((row) => row.accountId === id))
        if (!wanted.includes(name)) names.delete(name)
      const taken = wanted.filter((name) => (names.get(name)?.accountId ?? id) !== id)
      for (const name of wanted) if (!taken.includes(name)) names.set(name, { name, accountId: id })
      return taken
    },
  }
}

const sortKeys = {
  userId: ({ userId }: Account) => userId,
  displayName: sortName,
  createdAt: ({ createdAtMs }: Account) => createdAtMs,
} as const

function fits({ account, aliases, groups }: AccountEntry, filter: AccountFilter): boolean {
  const { words, state, device, groupId } = filter
  if (state !== undefined && account.state !== state) return false
  if (device !== undefined && account.activeDevices > 0 !== (device === 'with')) return false
  if (groupId !== undefined && !groups.some(({ id }) => id === groupId)) return false
  const text = searchText(account, aliases)
  return words.every((word) => text.includes(word))
}

function comparePlaces(a: AccountPlace, b: AccountPlace): number {
  if (a.key !== b.key) return a.key < b.key ? -1 : 1
  return ascending(a.id, b.id)
}

export function memoryLogoStore({ logo: logos }: DirectoryTables): LogoStore {
  return {
    async of(owner) {
      return logos.get(owner)
    },
    async changedAtMs(owner) {
      return logos.get(owner)?.changedAtMs
    },
    async put(owner, logo) {
      logos.set(owner, logo)
    },
    async remove(owner) {
      if (logos.get(owner) === undefined) return false
      logos.delete(owner)
      return true
    },
  }
}
