// The stores of recoveries and of the links "this wasn't me" over tables in memory: the same answers as the SQL ones, by plain filters.
import { toBase64Url } from '@countersign/protocol'
import type { NotMeLink, Recovery } from '../core/codes.js'
import type { NotMeLinkStore, RecoveryStore } from '../core/ports-codes.js'
import type { Account } from '../core/records.js'
import type { Rows } from './memory-table.js'
import { insert, requireRow } from './memory-table.js'

export interface RecoveryTables {
  readonly account: Rows<Account>
  readonly recovery: Rows<Recovery>
  readonly notMeLink: Rows<NotMeLink>
}

export function memoryRecoveryStore({ recovery: recoveries }: RecoveryTables): RecoveryStore {
  return {
    async add(recovery) {
      insert(recoveries, toBase64Url(recovery.secretHash), recovery)
    },
    async bySecret(secretHash) {
      return recoveries.get(toBase64Url(secretHash))
    },
    async setShown(secretHash, way, nowMs) {
      const recovery = recoveries.get(toBase64Url(secretHash))
      if (recovery === undefined || recovery.shown !== undefined || recovery.expiresAtMs <= nowMs)
        return false
      recoveries.set(toBase64Url(secretHash), { ...recovery, shown: way })
      return true
    },
    async remove(secretHash) {
      const key = toBase64Url(secretHash)
      if (recoveries.get(key) === undefined) return false
      recoveries.delete(key)
      return true
    },
    async removeOf(accountId) {
      return remove(
        recoveries,
        recoveries.find((row) => row.accountId === accountId),
      )
    },
    async purge(nowMs, limit) {
      return remove(
        recoveries,
        recoveries
          .find((row) => row.expiresAtMs <= nowMs)
          .sort(soonestFirst)
          .slice(0, limit),
      )
    },
  }
}

export function memoryNotMeLinkStore({
  account: accounts,
  notMeLink: links,
}: RecoveryTables): NotMeLinkStore {
  return {
    async add(link) {
      requireRow(accounts, link.accountId)
      insert(links, toBase64Url(link.secretHash), link)
    },
    async bySecret(secretHash) {
      return links.get(toBase64Url(secretHash))
    },
    async removeOf(accountId) {
      return remove(
        links,
        links.find((row) => row.accountId === accountId),
      )
    },
    async purge(nowMs, limit) {
      return remove(
        links,
        links
          .find((row) => row.expiresAtMs <= nowMs)
          .sort(soonestFirst)
          .slice(0, limit),
      )
    },
  }
}

interface Kept {
  readonly secretHash: Uint8Array
  readonly expiresAtMs: number
}

function remove<R extends Kept>(rows: Rows<R>, gone: readonly R[]): number {
  for (const { secretHash } of gone) rows.delete(toBase64Url(secretHash))
  return gone.length
}

const soonestFirst = (a: Kept, b: Kept): number => a.expiresAtMs - b.expiresAtMs
