// The store of set-ups over tables in memory: the same answers as the SQL one, by plain filters.
import type { AccountId } from '@countersign/protocol'
import { equalBytes } from '@countersign/protocol'
import type { SetUp } from '../core/codes.js'
import type { SetUpStore } from '../core/ports-codes.js'
import type { Account } from '../core/records.js'
import type { Rows } from './memory-table.js'
import { insert, requireRow } from './memory-table.js'

export interface SetUpOffer {
  readonly accountId: AccountId
  readonly firstAtMs: number
}

export interface SetUpTables {
  readonly account: Rows<Account>
  readonly setUp: Rows<SetUp>
  readonly setUpOffer: Rows<SetUpOffer>
}

export function memorySetUpStore(tables: SetUpTables): SetUpStore {
  const { account: accounts, setUp: setUps, setUpOffer: offers } = tables
  const open = (id: string, nowMs: number): SetUp | undefined => {
    const found = setUps.get(id)
    return found?.state === 'open' && found.expiresAtMs > nowMs ? found : undefined
  }
  return {
    async add(setUp) {
      requireRow(accounts, setUp.accountId)
      if (setUps.find((row) => equalBytes(row.secretHash, setUp.secretHash)).length > 0)
        throw new Error('secret: not unique')
      insert(setUps, setUp.id, setUp)
    },
    async bySecret(secretHash) {
      return setUps.find((row) => equalBytes(row.secretHash, secretHash))[0]
    },
    async byBrowser(browserHash) {
      return setUps.find(
        (row) => row.browserHash !== undefined && equalBytes(row.browserHash, browserHash),
      )[0]
    },
    async begin(id, browserHash, nowMs) {
      const setUp = open(id, nowMs)
      if (setUp === undefined || setUp.browserHash !== undefined) return false
      setUps.set(id, { ...setUp, browserHash })
      return true
    },
    async withdrawOf(accountId) {
      const ended = setUps.find((row) => row.accountId === accountId && row.state !== 'withdrawn')
      for (const setUp of ended) setUps.set(setUp.id, { ...setUp, state: 'withdrawn' })
      return ended.filter(({ state }) => state === 'open').flatMap(({ ticketId }) => ticketId ?? [])
    },
    async setCodes(id, codeSetId, nowMs) {
      const setUp = open(id, nowMs)
      if (setUp !== undefined) setUps.set(id, { ...setUp, codeSetId })
      return setUp !== undefined
    },
    async setTicket(id, ticketId, nowMs) {
      const setUp = open(id, nowMs)
      if (setUp !== undefined) setUps.set(id, { ...setUp, ticketId })
      return setUp !== undefined
    },
    async finish(id, nowMs) {
      const setUp = open(id, nowMs)
      if (setUp !== undefined) setUps.set(id, { ...setUp, state: 'done' })
      return setUp !== undefined
    },
    async leave(id) {
      const setUp = setUps.get(id)
      if (setUp !== undefined) setUps.set(id, { ...setUp, browserHash: undefined })
    },
    async firstOffered(accountId, nowMs) {
      requireRow(accounts, accountId)
      const offer = offers.get(accountId) ?? { accountId, firstAtMs: nowMs }
      offers.set(accountId, offer)
      return offer.firstAtMs
    },
    async offeredAt(accountId) {
      return offers.get(accountId)?.firstAtMs
    },
    async purge(expiredBeforeMs, limit) {
      const old = setUps
        .find((row) => row.expiresAtMs < expiredBeforeMs)
        .sort((a, b) => a.expiresAtMs - b.expiresAtMs)
        .slice(0, limit)
      for (const { id } of old) setUps.delete(id)
      return old.length
    },
  }
}
