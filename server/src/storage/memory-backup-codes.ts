// The store of backup codes over a table in memory: the same answers as the SQL one, by plain filters.
import type { AccountId } from '@countersign/protocol'
import type { BackupCode } from '../core/codes.js'
import type { BackupCodeStore } from '../core/ports-codes.js'
import type { Account } from '../core/records.js'
import type { Rows } from './memory-table.js'
import { ascending, insert, requireRow } from './memory-table.js'

export interface BackupCodeTables {
  readonly account: Rows<Account>
  readonly backupCode: Rows<BackupCode>
}

export function memoryBackupCodeStore({
  account: accounts,
  backupCode: codes,
}: BackupCodeTables): BackupCodeStore {
  const ofAccount = (accountId: AccountId): BackupCode[] => codes.find((row) => row.accountId === accountId)
  const remove = (rows: readonly BackupCode[]): number => {
    for (const row of rows) codes.delete(keyOf(row))
    return rows.length
  }
  const others = (accountId: AccountId, setId: string): BackupCode[] =>
    ofAccount(accountId).filter((row) => row.setId !== setId)
  return {
    async add(added) {
      for (const code of added) {
        requireRow(accounts, code.accountId)
        insert(codes, keyOf(code), code)
      }
    },
    async ofAccount(accountId) {
      return ofAccount(accountId).sort((a, b) => ascending(a.selector, b.selector))
    },
    async bySelector(accountId, selector) {
      return codes.get(keyOf({ accountId, selector }))
    },
    async use(accountId, selector, setId, nowMs) {
      const code = codes.get(keyOf({ accountId, selector }))
      if (code?.state !== 'active' || code.setId !== setId) return false
      codes.set(keyOf(code), { ...code, state: 'used', usedAtMs: nowMs })
      return true
    },
    async activate(accountId, setId, nowMs) {
      const waiting = ofAccount(accountId).filter((row) => row.setId === setId && row.state === 'waiting')
      if (waiting.length === 0) return false
      for (const code of waiting) codes.set(keyOf(code), { ...code, state: 'active', madeAtMs: nowMs })
      remove(others(accountId, setId))
      return true
    },
    async removeOthers(accountId, setId) {
      return remove(others(accountId, setId))
    },
    async removeWaiting(accountId) {
      return remove(ofAccount(accountId).filter((row) => row.state === 'waiting'))
    },
    async removeOf(accountId) {
      return remove(ofAccount(accountId))
    },
    async holders() {
      return new Set(codes.find(({ state }) => state === 'active').map(({ accountId }) => accountId)).size
    },
    async purgeWaiting(madeBeforeMs, limit) {
      const old = codes.find((row) => row.state === 'waiting' && row.madeAtMs < madeBeforeMs)
      return remove(old.slice(0, limit))
    },
  }
}

function keyOf({ accountId, selector }: Pick<BackupCode, 'accountId' | 'selector'>): string {
  return `${accountId} ${selector}`
}
