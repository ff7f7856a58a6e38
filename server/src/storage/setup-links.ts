// The store of setup links: each makes one first owner, in the one browser that began with it.
import type { AccountId, TicketId } from '@countersign/protocol'
import { sql } from 'kysely'
import type { SetupBegun, SetupLink } from '../core/access.js'
import type { SetupLinkStore } from '../core/ports-access.js'
import { toBytes } from './column.js'
import { defineQuery } from './query.js'
import type { Session } from './session.js'
import type { SetupLinkTable } from './tables-admin.js'

export function setupLinkStore(session: Session): SetupLinkStore {
  return {
    async add({ secretHash, createdAtMs, expiresAtMs }) {
      await session.changes(insert, { secretHash, createdAtMs, expiresAtMs })
    },
    async bySecret(secretHash) {
      const row = await session.row(selectBySecret, { secretHash })
      return row && toRecord(row)
    },
    async byBrowser(browserHash) {
      const row = await session.row(selectByBrowser, { browserHash })
      return row && toRecord(row)
    },
    async begin(secretHash, begun, nowMs) {
      return (
        (await session.changes(updateBegun, {
          secretHash,
          nowMs,
          ...begun,
          madeAccount: begun.madeAccount ? 1 : 0,
        })) === 1
      )
    },
    async use(secretHash, browserHash) {
      return (await session.changes(updateUsed, { secretHash, browserHash })) === 1
    },
    async anyOpen(nowMs) {
      return (await session.row(selectOpen, { nowMs })) !== undefined
    },
    async withdrawAll() {
      const removed = await session.rows(removeUnused, {})
      return removed.flatMap((row) => begunOf(row) ?? [])
    },
  }
}

const insert = defineQuery(
  (db, p: { readonly secretHash: Uint8Array; readonly createdAtMs: number; readonly expiresAtMs: number }) =>
    db.insertInto('setup_link').values({
      secret_hash: p.secretHash,
      state: sql.lit('open'),
      created_at_ms: p.createdAtMs,
      expires_at_ms: p.expiresAtMs,
      browser_hash: null,
      account_id: null,
      made_account: 0,
      ticket_id: null,
      begun_until_ms: null,
    }),
)

const selectBySecret = defineQuery((db, p: { readonly secretHash: Uint8Array }) =>
  db.selectFrom('setup_link').selectAll().where('secret_hash', '=', p.secretHash),
)

const selectByBrowser = defineQuery((db, p: { readonly browserHash: Uint8Array }) =>
  db.selectFrom('setup_link').selectAll().where('browser_hash', '=', p.browserHash),
)

const updateBegun = defineQuery(
  (
    db,
    p: {
      readonly secretHash: Uint8Array
      readonly nowMs: number
      readonly browserHash: Uint8Array
      readonly accountId: AccountId
      readonly madeAccount: number
      readonly ticketId: TicketId
      readonly untilMs: number
    },
  ) =>
    db
      .updateTable('setup_link')
      .set({
        state: sql.lit('begun'),
        browser_hash: p.browserHash,
        account_id: p.accountId,
        made_account: p.madeAccount,
        ticket_id: p.ticketId,
        begun_until_ms: p.untilMs,
      })
      .where('secret_hash', '=', p.secretHash)
      .where('expires_at_ms', '>', p.nowMs)
      .where((eb) =>
        eb.or([
          eb('state', '=', sql.lit('open')),
          eb.and([eb('state', '=', sql.lit('begun')), eb('begun_until_ms', '<=', p.nowMs)]),
          eb.and([eb('state', '=', sql.lit('begun')), eb('browser_hash', '=', p.browserHash)]),
        ]),
      ),
)

const updateUsed = defineQuery(
  (db, p: { readonly secretHash: Uint8Array; readonly browserHash: Uint8Array }) =>
    db
      .updateTable('setup_link')
      .set({ state: sql.lit('used') })
      .where('secret_hash', '=', p.secretHash)
      .where('browser_hash', '=', p.browserHash)
      .where('state', '=', sql.lit('begun')),
)

const selectOpen = defineQuery((db, p: { readonly nowMs: number }) =>
  db
    .selectFrom('setup_link')
    .select('state')
    .where('state', '!=', sql.lit('used'))
    .where('expires_at_ms', '>', p.nowMs)
    .limit(1),
)

const removeUnused = defineQuery((db, _: object) =>
  db.deleteFrom('setup_link').where('state', '!=', sql.lit('used')).returningAll(),
)

function toRecord(row: SetupLinkTable): SetupLink {
  return {
    secretHash: toBytes(row.secret_hash),
    state: row.state,
    createdAtMs: row.created_at_ms,
    expiresAtMs: row.expires_at_ms,
    begun: begunOf(row),
  }
}

/** The four columns are written together. */
function begunOf(row: SetupLinkTable): SetupBegun | undefined {
  const {
    browser_hash: browserHash,
    account_id: accountId,
    ticket_id: ticketId,
    begun_until_ms: untilMs,
  } = row
  if (browserHash === null || accountId === null || ticketId === null || untilMs === null) return undefined
  return {
    browserHash: toBytes(browserHash),
    accountId,
    madeAccount: row.made_account === 1,
    ticketId,
    untilMs,
  }
}
