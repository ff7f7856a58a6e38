// The store of bypass codes over a table in memory: the same answers as the SQL one, by plain filters.
import type { BypassCode } from '../core/codes.js'
import type { BypassCodeStore } from '../core/ports-codes.js'
import type { Account } from '../core/records.js'
import type { Rows } from './memory-table.js'
import { ascending, insert, requireRow } from './memory-table.js'

export interface BypassCodeTables {
  readonly account: Rows<Account>
  readonly bypassCode: Rows<BypassCode>
}

export function memoryBypassCodeStore({
  account: accounts,
  bypassCode: codes,
}: BypassCodeTables): BypassCodeStore {
  const remove = (rows: readonly BypassCode[]): number => {
    for (const { id } of rows) codes.delete(id)
    return rows.length
  }
  return {
    async add(code) {
      requireRow(accounts, code.accountId)
      for (const open of codes.find((row) => row.accountId === code.accountId && row.state === 'open'))
        codes.set(open.id, { ...open, state: 'revoked' })
      insert(codes, code.id, code)
    },
    async byId(id) {
      return codes.get(id)
    },
    async openOf(accountId, nowMs) {
      return codes.find((row) => row.accountId === accountId && isOpen(row, nowMs))[0]
    },
    async ofAccount(accountId, limit) {
      return codes
        .find((row) => row.accountId === accountId)
        .sort(newestFirst)
        .slice(0, limit)
    },
    async use(id, nowMs) {
      const code = codes.get(id)
      if (code === undefined || !isOpen(code, nowMs)) return false
      codes.set(id, { ...code, state: 'used', usedAtMs: nowMs })
      return true
    },
    async revoke(id) {
      const code = codes.get(id)
      if (code?.state !== 'open') return false
      codes.set(id, { ...code, state: 'revoked' })
      return true
    },
    async revokeAll() {
      const open = codes.find((row) => row.state === 'open')
      for (const code of open) codes.set(code.id, { ...code, state: 'revoked' })
      return open.length
    },
    async removeOf(accountId) {
      return remove(codes.find((row) => row.accountId === accountId))
    },
    async purge(expiredBeforeMs, limit) {
      return remove(codes.find((row) => row.expiresAtMs < expiredBeforeMs).slice(0, limit))
    },
  }
}

function isOpen(code: BypassCode, nowMs: number): boolean {
  return code.state === 'open' && nowMs < code.expiresAtMs
}

function newestFirst(a: BypassCode, b: BypassCode): number {
  return b.madeAtMs - a.madeAtMs || ascending(b.id, a.id)
}
