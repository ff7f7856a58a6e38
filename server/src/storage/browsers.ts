// The store of known browsers.
import type { AccountId, AppId, BrowserId } from '@countersign/protocol'
import type { Browser, BrowserSeen, BrowserStore } from '../core/ports-browsers.js'
import { toBytes } from './column.js'
import { defineQuery } from './query.js'
import type { Session } from './session.js'
import type { BrowserTable } from './tables-browsers.js'

export function browserStore(session: Session): BrowserStore {
  return {
    async add(browser) {
      return (await session.changes(insert, rowOf(browser))) === 1
    },
    async byId(id) {
      const row = await session.row(selectById, { id })
      return row && toBrowser(row)
    },
    async byDrawnId(accountId, appId, drawnId) {
      const row = await session.row(selectByDrawnId, { accountId, appId, drawnId })
      return row && toBrowser(row)
    },
    async ofAccount(accountId) {
      return (await session.rows(selectOfAccount, { accountId })).map(toBrowser)
    },
    async noteUse(id, seen, nowMs) {
      await session.changes(updateUse, { id, ...seen, nowMs })
    },
    async trust(id) {
      return (await session.changes(updateKnown, { id })) === 1
    },
    async remove(id) {
      return (await session.changes(deleteById, { id })) === 1
    },
    removeOf: (accountId) => session.changes(deleteOfAccount, { accountId }),
    purge: (unusedSinceMs, limit) => session.changes(deleteUnused, { unusedSinceMs, limit }),
  }
}

const insert = defineQuery((db, row: BrowserTable) =>
  db
    .insertInto('browser')
    .values({
      id: row.id,
      account_id: row.account_id,
      app_id: row.app_id,
      drawn_id: row.drawn_id,
      origin: row.origin,
      public_key: row.public_key,
      browser: row.browser,
      address: row.address,
      place: row.place,
      state: row.state,
      added_at_ms: row.added_at_ms,
      last_used_at_ms: row.last_used_at_ms,
    })
    .onConflict((conflict) => conflict.columns(['account_id', 'app_id', 'drawn_id']).doNothing()),
)

const selectById = defineQuery((db, p: { readonly id: string }) =>
  db.selectFrom('browser').selectAll().where('id', '=', p.id),
)

const selectByDrawnId = defineQuery(
  (db, p: { readonly accountId: AccountId; readonly appId: AppId; readonly drawnId: BrowserId }) =>
    db
      .selectFrom('browser')
      .selectAll()
      .where('account_id', '=', p.accountId)
      .where('app_id', '=', p.appId)
      .where('drawn_id', '=', p.drawnId),
)

const selectOfAccount = defineQuery((db, p: { readonly accountId: AccountId }) =>
  db
    .selectFrom('browser')
    .selectAll()
    .where('account_id', '=', p.accountId)
    .orderBy('last_used_at_ms', 'desc')
    .orderBy('id'),
)

const updateUse = defineQuery((db, p: BrowserSeen & { readonly id: string; readonly nowMs: number }) =>
  db
    .updateTable('browser')
    .set({ browser: p.browser, address: p.address, place: p.place, last_used_at_ms: p.nowMs })
    .where('id', '=', p.id),
)

const updateKnown = defineQuery((db, p: { readonly id: string }) =>
  db.updateTable('browser').set({ state: 'known' }).where('id', '=', p.id).where('state', '=', 'waiting'),
)

const deleteById = defineQuery((db, p: { readonly id: string }) =>
  db.deleteFrom('browser').where('id', '=', p.id),
)

const deleteOfAccount = defineQuery((db, p: { readonly accountId: AccountId }) =>
  db.deleteFrom('browser').where('account_id', '=', p.accountId),
)

const deleteUnused = defineQuery((db, p: { readonly unusedSinceMs: number; readonly limit: number }) =>
  db
    .deleteFrom('browser')
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('browser')
        .select('id')
        .where('last_used_at_ms', '<', p.unusedSinceMs)
        .orderBy('last_used_at_ms')
        .limit(p.limit),
    ),
)

function rowOf({ seen, ...browser }: Browser): BrowserTable {
  return {
    id: browser.id,
    account_id: browser.accountId,
    app_id: browser.appId,
    drawn_id: browser.drawnId,
    origin: browser.origin,
    public_key: browser.publicKey,
    browser: seen.browser,
    address: seen.address,
    place: seen.place,
    state: browser.state,
    added_at_ms: browser.addedAtMs,
    last_used_at_ms: browser.lastUsedAtMs,
  }
}

function toBrowser(row: BrowserTable): Browser {
  return {
    id: row.id,
    accountId: row.account_id,
    appId: row.app_id,
    drawnId: row.drawn_id,
    origin: row.origin,
    publicKey: toBytes(row.public_key),
    seen: { browser: row.browser, address: row.address, place: row.place },
    state: row.state,
    addedAtMs: row.added_at_ms,
    lastUsedAtMs: row.last_used_at_ms,
  }
}
