// Accounts and their login names over tables in memory.
import type { AccountStore } from '../core/ports.js'
import type { Account } from '../core/records.js'
import type { DeviceTables } from './memory-devices.js'
import type { Rows } from './memory-table.js'
import { ascending, byCreation, insert } from './memory-table.js'
import type { LoginNameTable } from './tables-admin.js'

export interface AccountTables {
  readonly account: Rows<Account>
  readonly loginName: Rows<LoginName>
}

export interface LoginName {
  readonly name: LoginNameTable['name']
  readonly accountId: LoginNameTable['account_id']
}

export function memoryAccountStore(tables: AccountTables & DeviceTables): AccountStore {
  const { account: accounts, loginName: names, device: devices } = tables
  const named = (name: string): Account | undefined => {
    const found = names.get(name)
    return found && accounts.get(found.accountId)
  }
  return {
    async add(account) {
      if (names.get(account.userId) !== undefined) return false
      insert(accounts, account.id, account)
      insert(names, account.userId, { name: account.userId, accountId: account.id })
      return true
    },
    async byUserId(userId) {
      return accounts.find((row) => row.userId === userId)[0]
    },
    async byLoginName(name) {
      return named(name)
    },
    async withDevices(loginName) {
      const account = named(loginName)
      if (account === undefined) return undefined
      return { account, devices: devices.find((row) => row.accountId === account.id).sort(byCreation) }
    },
    async byId(id) {
      return accounts.get(id)
    },
    async endEnrolment(id) {
      const account = accounts.get(id)
      if (account !== undefined) accounts.set(id, { ...account, enrolledBy: undefined })
    },
    async page(afterUserId, limit) {
      return accounts
        .find((row) => row.userId > afterUserId && row.state !== 'deleted')
        .sort((a, b) => ascending(a.userId, b.userId))
        .slice(0, limit)
    },
  }
}
