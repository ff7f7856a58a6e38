// Invitations over a table in memory.
import { equalBytes } from '@countersign/protocol'
import type { Invitation } from '../core/invitation.js'
import { ended } from '../core/invitation.js'
import type { InvitationEntry, InvitationPlace, InvitationStore } from '../core/ports-invitations.js'
import type { AccountTables } from './memory-accounts.js'
import type { Rows } from './memory-table.js'
import { ascending, insert, requireRow } from './memory-table.js'

export interface InvitationTables {
  readonly invitation: Rows<Invitation>
}

export function memoryInvitationStore(tables: InvitationTables & AccountTables): InvitationStore {
  const { invitation: invitations, account: accounts } = tables
  const entryOf = (invitation: Invitation): InvitationEntry => {
    const { userId, displayName } = requireRow(accounts, invitation.accountId)
    return { invitation, userId, displayName }
  }
  const put = (changed: Invitation): void =>
    invitations.set(changed.id, { ...changed, revision: changed.revision + 1 })
  return {
    async add(invitation) {
      requireRow(accounts, invitation.accountId)
      if (invitations.find((row) => equalBytes(row.secretHash, invitation.secretHash)).length > 0)
        throw new Error('secret: not unique')
      insert(invitations, invitation.id, invitation)
    },
    async byId(id) {
      return invitations.get(id)
    },
    async bySecret(hash) {
      return invitations.find((row) => equalBytes(row.secretHash, hash))[0]
    },
    async byPairing(hash) {
      return invitations.find(
        ({ pairingHash }) => pairingHash !== undefined && equalBytes(pairingHash, hash),
      )[0]
    },
    async entry(id) {
      const found = invitations.get(id)
      return found && entryOf(found)
    },
    async page({ state, channel }, limit, before) {
      return invitations
        .find(
          (row) =>
            (state === undefined || row.state === state) &&
            (channel === undefined || row.channel === channel) &&
            (before === undefined || newestFirst(before, row) < 0),
        )
        .sort(newestFirst)
        .slice(0, limit)
        .map(entryOf)
    },
    async isInvited(accountId) {
      return invitations.find((row) => row.accountId === accountId && row.state === 'open').length > 0
    },
    async save(invitation) {
      if (invitations.get(invitation.id)?.revision !== invitation.revision) return false
      put(invitation)
      return true
    },
    async end(accountId, state) {
      const open = ({ state: now }: Invitation): boolean => now === 'open' || now === 'blocked'
      for (const row of invitations.find((each) => each.accountId === accountId && open(each)))
        put(ended(row, state))
    },
    async expire(nowMs, limit) {
      const due = invitations.find((row) => row.state === 'open' && row.expiresAtMs <= nowMs).slice(0, limit)
      for (const row of due) put(ended(row, 'expired'))
      return due.length
    },
    async count() {
      const counts = { open: 0, accepted: 0, revoked: 0, expired: 0, blocked: 0 }
      for (const { state } of invitations.find(() => true)) counts[state] += 1
      return counts
    },
    async countNotInvited() {
      const open = new Set(
        invitations.find(({ state }) => state === 'open').map(({ accountId }) => accountId),
      )
      return accounts.find((row) => row.state === 'active' && row.activeDevices === 0 && !open.has(row.id))
        .length
    },
    async purge(createdBeforeMs, limit) {
      const old = invitations
        .find((row) => row.state !== 'open' && row.createdAtMs < createdBeforeMs)
        .slice(0, limit)
      for (const { id } of old) invitations.delete(id)
      return old.length
    },
  }
}

function newestFirst(a: InvitationPlace, b: InvitationPlace): number {
  return b.createdAtMs - a.createdAtMs || ascending(b.id, a.id)
}
