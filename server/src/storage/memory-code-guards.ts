// The store of code guards over a table in memory: the same answers as the SQL one, by plain filters.
import { freshCodeGuard } from '../core/code-tries.js'
import type { CodeGuard } from '../core/codes.js'
import type { CodeGuardStore } from '../core/ports-codes.js'
import type { Account } from '../core/records.js'
import type { Rows } from './memory-table.js'
import { ascending } from './memory-table.js'

export interface SavedCodeGuard {
  readonly guard: CodeGuard
  readonly changedAtMs: number
  /** No account had this id when the row was made. */
  readonly ofNobody: boolean
}

export interface CodeGuardTables {
  readonly account: Rows<Account>
  readonly codeGuard: Rows<SavedCodeGuard>
}

export function memoryCodeGuardStore({
  account: accounts,
  codeGuard: guards,
}: CodeGuardTables): CodeGuardStore {
  const remove = (rows: readonly SavedCodeGuard[]): number => {
    for (const { guard } of rows) guards.delete(keyOf(guard))
    return rows.length
  }
  return {
    async of(accountId, way, pool) {
      return guards.get(keyOf({ accountId, way, pool }))?.guard ?? freshCodeGuard(accountId, way, pool)
    },
    async ofAccount(accountId) {
      return guards
        .find(({ guard }) => guard.accountId === accountId)
        .map(({ guard }) => guard)
        .sort((a, b) => ascending(keyOf(a), keyOf(b)))
    },
    async save(guard, nowMs) {
      const current = guards.get(keyOf(guard))
      if (guard.revision !== (current?.guard.revision ?? 0)) return false
      guards.set(keyOf(guard), {
        guard: { ...guard, revision: guard.revision + 1 },
        changedAtMs: nowMs,
        ofNobody: current?.ofNobody ?? accounts.get(guard.accountId) === undefined,
      })
      return true
    },
    async removeOf(accountId) {
      return remove(guards.find(({ guard }) => guard.accountId === accountId))
    },
    async purge(unchangedSinceMs, limit) {
      const old = ({ ofNobody, changedAtMs }: SavedCodeGuard): boolean =>
        ofNobody && changedAtMs < unchangedSinceMs
      return remove(guards.find(old).slice(0, limit))
    },
  }
}

function keyOf({ accountId, way, pool }: Pick<CodeGuard, 'accountId' | 'way' | 'pool'>): string {
  return `${accountId}/${way}/${pool}`
}
