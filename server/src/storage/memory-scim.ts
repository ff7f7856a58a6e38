// Provisioning over tables in memory: conditions by `fits`, as the core means them.
import type { AccountId } from '@countersign/protocol'
import type { Group } from '../core/directory.js'
import type { FieldsOf, GroupField, UserField } from '../core/directory-filter.js'
import { fits } from '../core/directory-filter.js'
import { sortName } from '../core/new-account.js'
import type { MemberOfGroup, ScimStore } from '../core/ports-scim.js'
import type { Account } from '../core/records.js'
import type { AccountTables } from './memory-accounts.js'
import type { GroupTables } from './memory-groups.js'
import { memberKey } from './memory-groups.js'
import type { Rows } from './memory-table.js'
import { ascending, requireRow } from './memory-table.js'

export interface ScimTables {
  readonly scimRemoved: Rows<RemovedByProvider>
}

export interface RemovedByProvider {
  readonly accountId: AccountId
  readonly atMs: number
}

export function memoryScimStore(tables: AccountTables & GroupTables & ScimTables): ScimStore {
  const { account: accounts, memberGroup, groupMember, scimRemoved } = tables
  const isThere = ({ id, state }: Account): boolean =>
    state === 'active' || (state === 'suspended' && scimRemoved.get(id) === undefined)
  const membersOf = (groupIds: readonly string[]): readonly MemberOfGroup[] =>
    groupMember
      .find(({ groupId }) => groupIds.includes(groupId))
      .flatMap(({ groupId, accountId }) => {
        const account = accounts.get(accountId)
        return account !== undefined && isThere(account)
          ? [{ groupId, accountId, userId: account.userId }]
          : []
      })
      .sort((a, b) => ascending(a.userId, b.userId))
  const usersThat = (condition: Parameters<ScimStore['users']>[0]): readonly Account[] =>
    accounts
      .find((row) => isThere(row) && (condition === undefined || fits(condition, userFieldsOf(row))))
      .sort((a, b) => ascending(a.userId, b.userId))
  const groupsThat = (condition: Parameters<ScimStore['groups']>[0]): readonly Group[] =>
    memberGroup
      .find((row) => condition === undefined || fits(condition, groupFieldsOf(row, membersOf([row.id]))))
      .sort((a, b) => ascending(a.name.toLowerCase(), b.name.toLowerCase()))
  return {
    async users(condition, { offset, limit }) {
      return usersThat(condition).slice(offset, offset + limit)
    },
    async countUsers(condition) {
      return usersThat(condition).length
    },
    async user(id) {
      const account = accounts.get(id)
      return account !== undefined && isThere(account) ? account : undefined
    },
    async groupsOf(accountIds) {
      return groupMember
        .find(({ accountId }) => accountIds.includes(accountId))
        .map(({ accountId, groupId }) => ({
          accountId,
          groupId,
          groupName: memberGroup.get(groupId)?.name ?? '',
        }))
        .sort((a, b) => ascending(a.groupName.toLowerCase(), b.groupName.toLowerCase()))
    },
    async groups(condition, { offset, limit }) {
      return groupsThat(condition).slice(offset, offset + limit)
    },
    async countGroups(condition) {
      return groupsThat(condition).length
    },
    async group(id) {
      return memberGroup.get(id)
    },
    async membersOf(groupIds, limit) {
      return membersOf(groupIds).slice(0, limit)
    },
    async known(accountIds) {
      return accountIds.filter((id) => {
        const account = accounts.get(id)
        return account !== undefined && isThere(account)
      })
    },
    async addMembers(groupId, accountIds) {
      requireRow(memberGroup, groupId)
      const added = [...new Set(accountIds)].filter(
        (id) => groupMember.get(memberKey({ groupId, accountId: id })) === undefined,
      )
      for (const accountId of added) {
        requireRow(accounts, accountId)
        groupMember.set(memberKey({ groupId, accountId }), { groupId, accountId })
      }
      return added
    },
    async removeMembers(groupId, accountIds) {
      const removed = [...new Set(accountIds)].filter(
        (id) => groupMember.get(memberKey({ groupId, accountId: id })) !== undefined,
      )
      for (const accountId of removed) groupMember.delete(memberKey({ groupId, accountId }))
      return removed
    },
    async markRemoved(accountId, nowMs) {
      scimRemoved.set(accountId, { accountId, atMs: nowMs })
    },
    async unmarkRemoved(accountId) {
      if (scimRemoved.get(accountId) === undefined) return false
      scimRemoved.delete(accountId)
      return true
    },
  }
}

function userFieldsOf(account: Account): FieldsOf<UserField> {
  return {
    id: account.id,
    userId: account.userId,
    displayName: sortName(account),
    externalId: account.externalId,
    emails: account.emails.map((address) => address.toLowerCase()),
    active: account.state === 'active',
    createdAtMs: account.createdAtMs,
    changedAtMs: account.changedAtMs,
  }
}

function groupFieldsOf(group: Group, members: readonly MemberOfGroup[]): FieldsOf<GroupField> {
  return {
    id: group.id,
    displayName: group.name.toLowerCase(),
    externalId: group.externalId,
    members: members.map(({ accountId }) => accountId),
    createdAtMs: group.createdAtMs,
    changedAtMs: group.changedAtMs,
  }
}
