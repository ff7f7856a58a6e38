// The store of passkeys over tables in memory: the same answers as the SQL one, by plain filters.
import type { AccountId, AppId } from '@countersign/protocol'
import { equalBytes, toBase64Url } from '@countersign/protocol'
import type { Passkey, PasskeyStore } from '../core/ports-passkeys.js'
import type { Account } from '../core/records.js'
import type { Rows } from './memory-table.js'
import { byCreation, insert, requireRow } from './memory-table.js'

export interface PasskeyTables {
  readonly account: Rows<Account>
  readonly passkey: Rows<Passkey>
  readonly passkeyUse: Rows<PasskeyUse>
}

export interface PasskeyUse {
  readonly key: string
  readonly expiresAtMs: number
}

export function memoryPasskeyStore(tables: PasskeyTables): PasskeyStore {
  const { account: accounts, passkey: passkeys, passkeyUse: uses } = tables
  const countOf = (accountId: AccountId): void => {
    const { length } = passkeys.find((row) => row.accountId === accountId)
    accounts.set(accountId, { ...requireRow(accounts, accountId), activePasskeys: length })
  }
  const byCredential = (credentialId: Uint8Array): Passkey | undefined =>
    passkeys.find((row) => equalBytes(row.credentialId, credentialId))[0]
  return {
    async add(passkey) {
      requireRow(accounts, passkey.accountId)
      if (byCredential(passkey.credentialId) !== undefined) return false
      insert(passkeys, passkey.id, passkey)
      countOf(passkey.accountId)
      return true
    },
    async byId(id) {
      return passkeys.get(id)
    },
    async byCredentialId(credentialId) {
      return byCredential(credentialId)
    },
    async ofAccount(accountId) {
      return passkeys.find((row) => row.accountId === accountId).sort(byCreation)
    },
    async use(id, from, to, nowMs) {
      const passkey = passkeys.get(id)
      if (passkey?.signCount !== from) return false
      passkeys.set(id, { ...passkey, signCount: to, lastUsedAtMs: nowMs })
      return true
    },
    async remove(id) {
      const passkey = passkeys.get(id)
      if (passkey === undefined) return false
      passkeys.delete(id)
      countOf(passkey.accountId)
      return true
    },
    async removeOf(accountId) {
      const found = passkeys.find((row) => row.accountId === accountId)
      for (const { id } of found) passkeys.delete(id)
      countOf(accountId)
      return found.length
    },
    async spend(appId: AppId, appNonce, expiresAtMs) {
      const key = `${appId} ${toBase64Url(appNonce)}`
      if (uses.get(key) !== undefined) return false
      uses.set(key, { key, expiresAtMs })
      return true
    },
    async purge(nowMs, limit) {
      const over = uses.find(({ expiresAtMs }) => expiresAtMs <= nowMs).slice(0, limit)
      for (const { key } of over) uses.delete(key)
      return over.length
    },
  }
}
