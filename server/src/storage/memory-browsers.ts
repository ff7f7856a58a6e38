// The store of known browsers over a table in memory.
import type { Browser, BrowserStore } from '../core/ports-browsers.js'
import type { Account, App } from '../core/records.js'
import type { Rows } from './memory-table.js'
import { ascending, insert, requireRow } from './memory-table.js'

export interface BrowserTables {
  readonly account: Rows<Account>
  readonly app: Rows<App>
  readonly browser: Rows<Browser>
}

export function memoryBrowserStore({ account, app, browser: browsers }: BrowserTables): BrowserStore {
  const removed = (rows: readonly Browser[]): number => {
    for (const { id } of rows) browsers.delete(id)
    return rows.length
  }
  const byDrawnId: BrowserStore['byDrawnId'] = async (accountId, appId, drawnId) =>
    browsers.find((row) => row.accountId === accountId && row.appId === appId && row.drawnId === drawnId)[0]
  return {
    byDrawnId,
    async add(browser) {
      requireRow(account, browser.accountId)
      requireRow(app, browser.appId)
      if ((await byDrawnId(browser.accountId, browser.appId, browser.drawnId)) !== undefined) return false
      insert(browsers, browser.id, browser)
      return true
    },
    async byId(id) {
      return browsers.get(id)
    },
    async ofAccount(accountId) {
      return browsers
        .find((row) => row.accountId === accountId)
        .sort((a, b) => b.lastUsedAtMs - a.lastUsedAtMs || ascending(a.id, b.id))
    },
    async noteUse(id, seen, nowMs) {
      const browser = browsers.get(id)
      if (browser !== undefined) browsers.set(id, { ...browser, seen, lastUsedAtMs: nowMs })
    },
    async trust(id) {
      const browser = browsers.get(id)
      if (browser?.state !== 'waiting') return false
      browsers.set(id, { ...browser, state: 'known' })
      return true
    },
    async remove(id) {
      return removed(browsers.find((row) => row.id === id)) === 1
    },
    async removeOf(accountId) {
      return removed(browsers.find((row) => row.accountId === accountId))
    },
    async purge(unusedSinceMs, limit) {
      const unused = browsers.find((row) => row.lastUsedAtMs < unusedSinceMs)
      return removed(unused.sort((a, b) => a.lastUsedAtMs - b.lastUsedAtMs).slice(0, limit))
    },
  }
}
