// Groups and their members over tables in memory.
import type { Group, GroupEntry } from '../core/directory.js'
import type { GroupStore } from '../core/ports-directory.js'
import type { Account } from '../core/records.js'
import type { AccountTables } from './memory-accounts.js'
import type { Rows } from './memory-table.js'
import { ascending, insert, requireRow } from './memory-table.js'

export interface GroupTables {
  readonly memberGroup: Rows<Group>
  readonly groupMember: Rows<Member>
}

export interface Member {
  readonly groupId: string
  readonly accountId: Account['id']
}

export function memoryGroupStore(tables: AccountTables & GroupTables): GroupStore {
  const { memberGroup: groups, groupMember: members, account: accounts } = tables
  const size = (id: string): number => members.find((row) => row.groupId === id).length
  const named = (name: string): Group | undefined =>
    groups.find((row) => nameKey(row) === name.toLowerCase())[0]
  return {
    async add(group) {
      if (named(group.name) !== undefined) return false
      insert(groups, group.id, group)
      return true
    },
    async byId(id) {
      return groups.get(id)
    },
    async byName(name) {
      return named(name)
    },
    async byExternalId(externalId) {
      return groups.find((row) => row.externalId === externalId)[0]
    },
    async page(part, afterName, limit) {
      const wanted = (row: Group): boolean =>
        nameKey(row) > afterName.toLowerCase() && nameKey(row).includes(part.toLowerCase())
      return groups
        .find(wanted)
        .sort(byName)
        .slice(0, limit)
        .map((group): GroupEntry => ({ group, members: size(group.id) }))
    },
    async save(group) {
      if (groups.get(group.id)?.revision !== group.revision) return false
      groups.set(group.id, { ...group, revision: group.revision + 1 })
      return true
    },
    async remove(id) {
      if (groups.get(id) === undefined) return false
      for (const row of members.find(({ groupId }) => groupId === id)) members.delete(memberKey(row))
      groups.delete(id)
      return true
    },
    async size(id) {
      return size(id)
    },
    async addMember(groupId, accountId) {
      requireRow(groups, groupId)
      requireRow(accounts, accountId)
      const row = { groupId, accountId }
      if (members.get(memberKey(row)) !== undefined) return false
      members.set(memberKey(row), row)
      return true
    },
    async removeMember(groupId, accountId) {
      const key = memberKey({ groupId, accountId })
      if (members.get(key) === undefined) return false
      members.delete(key)
      return true
    },
    async members(id, afterUserId, limit) {
      return members
        .find(({ groupId }) => groupId === id)
        .map(({ accountId }) => requireRow(accounts, accountId))
        .filter(({ userId }) => userId > afterUserId)
        .sort((a, b) => ascending(a.userId, b.userId))
        .slice(0, limit)
    },
    async ofAccount(accountId) {
      return groupsOf(tables, accountId)
    },
    async removeAccount(accountId) {
      for (const row of members.find((each) => each.accountId === accountId)) members.delete(memberKey(row))
    },
  }
}

export function groupsOf(
  { memberGroup, groupMember }: GroupTables,
  accountId: Account['id'],
): readonly Group[] {
  return groupMember
    .find((row) => row.accountId === accountId)
    .map(({ groupId }) => requireRow(memberGroup, groupId))
    .sort(byName)
}

const nameKey = ({ name }: Group): string => name.toLowerCase()
const byName = (a: Group, b: Group): number => ascending(nameKey(a), nameKey(b))
export const memberKey = ({ groupId, accountId }: Member): string => `${groupId}/${accountId}`
