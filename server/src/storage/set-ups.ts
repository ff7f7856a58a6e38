// The store of set-ups that an app began, and of when each account was first offered one.
import type { AccountId, TicketId } from '@countersign/protocol'
import type { SetUp } from '../core/codes.js'
import type { SetUpStore } from '../core/ports-codes.js'
import { toBytes } from './column.js'
import { defineQuery } from './query.js'
import type { Session } from './session.js'
import type { SetUpTable } from './tables-codes.js'

export function setUpStore(session: Session): SetUpStore {
  const one = async (found: Promise<SetUpTable | undefined>): Promise<SetUp | undefined> => {
    const row = await found
    return row && toSetUp(row)
  }
  const offeredAt = async (accountId: AccountId): Promise<number | undefined> =>
    (await session.row(selectOffer, { accountId }))?.first_at_ms
  return {
    async add(setUp) {
      await session.changes(insert, rowOf(setUp))
    },
    bySecret: (secretHash) => one(session.row(selectBySecret, { hash: secretHash })),
    byBrowser: (browserHash) => one(session.row(selectByBrowser, { hash: browserHash })),
    async begin(id, browserHash, nowMs) {
      return (await session.changes(updateBegun, { id, browserHash, nowMs })) === 1
    },
    async withdrawOf(accountId) {
      const open = await session.rows(selectOpen, { accountId })
      await session.changes(updateWithdrawn, { accountId })
      return open.flatMap(({ ticket_id }) => ticket_id ?? [])
    },
    async setCodes(id, codeSetId, nowMs) {
      return (await session.changes(updateCodes, { id, codeSetId, nowMs })) === 1
    },
    async setTicket(id, ticketId, nowMs) {
      return (await session.changes(updateTicket, { id, ticketId, nowMs })) === 1
    },
    async finish(id, nowMs) {
      return (await session.changes(updateDone, { id, nowMs })) === 1
    },
    async leave(id) {
      await session.changes(updateLeft, { id })
    },
    async firstOffered(accountId, nowMs) {
      await session.changes(insertOffer, { accountId, nowMs })
      return (await offeredAt(accountId)) ?? nowMs
    },
    offeredAt,
    purge: (expiredBeforeMs, limit) => session.changes(deleteExpired, { expiredBeforeMs, limit }),
  }
}

const insert = defineQuery((db, row: SetUpTable) =>
  db.insertInto('set_up').values({
    id: row.id,
    kind: row.kind,
    only_phone: row.only_phone,
    secret_hash: row.secret_hash,
    browser_hash: row.browser_hash,
    account_id: row.account_id,
    app_id: row.app_id,
    return_to: row.return_to,
    address: row.address,
    state: row.state,
    code_set_id: row.code_set_id,
    ticket_id: row.ticket_id,
    created_at_ms: row.created_at_ms,
    expires_at_ms: row.expires_at_ms,
  }),
)

const selectBySecret = defineQuery((db, p: { readonly hash: Uint8Array }) =>
  db.selectFrom('set_up').selectAll().where('secret_hash', '=', p.hash),
)

const selectByBrowser = defineQuery((db, p: { readonly hash: Uint8Array }) =>
  db.selectFrom('set_up').selectAll().where('browser_hash', '=', p.hash),
)

const updateBegun = defineQuery(
  (db, p: { readonly id: string; readonly browserHash: Uint8Array; readonly nowMs: number }) =>
    db
      .updateTable('set_up')
      .set({ browser_hash: p.browserHash })
      .where('id', '=', p.id)
      .where('state', '=', 'open')
      .where('browser_hash', 'is', null)
      .where('expires_at_ms', '>', p.nowMs),
)

const selectOpen = defineQuery((db, p: { readonly accountId: AccountId }) =>
  db
    .selectFrom('set_up')
    .select('ticket_id')
    .where('account_id', '=', p.accountId)
    .where('state', '=', 'open'),
)

const updateWithdrawn = defineQuery((db, p: { readonly accountId: AccountId }) =>
  db
    .updateTable('set_up')
    .set({ state: 'withdrawn' })
    .where('account_id', '=', p.accountId)
    .where('state', 'in', ['open', 'done']),
)

const updateCodes = defineQuery(
  (db, p: { readonly id: string; readonly codeSetId: string; readonly nowMs: number }) =>
    db
      .updateTable('set_up')
      .set({ code_set_id: p.codeSetId })
      .where('id', '=', p.id)
      .where('state', '=', 'open')
      .where('expires_at_ms', '>', p.nowMs),
)

const updateTicket = defineQuery(
  (db, p: { readonly id: string; readonly ticketId: TicketId; readonly nowMs: number }) =>
    db
      .updateTable('set_up')
      .set({ ticket_id: p.ticketId })
      .where('id', '=', p.id)
      .where('state', '=', 'open')
      .where('expires_at_ms', '>', p.nowMs),
)

const updateDone = defineQuery((db, p: { readonly id: string; readonly nowMs: number }) =>
  db
    .updateTable('set_up')
    .set({ state: 'done' })
    .where('id', '=', p.id)
    .where('state', '=', 'open')
    .where('expires_at_ms', '>', p.nowMs),
)

const updateLeft = defineQuery((db, p: { readonly id: string }) =>
  db.updateTable('set_up').set({ browser_hash: null }).where('id', '=', p.id),
)

const insertOffer = defineQuery((db, p: { readonly accountId: AccountId; readonly nowMs: number }) =>
  db
    .insertInto('set_up_offer')
    .values({ account_id: p.accountId, first_at_ms: p.nowMs })
    .onConflict((conflict) => conflict.doNothing()),
)

const selectOffer = defineQuery((db, p: { readonly accountId: AccountId }) =>
  db.selectFrom('set_up_offer').select('first_at_ms').where('account_id', '=', p.accountId),
)

const deleteExpired = defineQuery((db, p: { readonly expiredBeforeMs: number; readonly limit: number }) =>
  db
    .deleteFrom('set_up')
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('set_up')
        .select('id')
        .where('expires_at_ms', '<', p.expiredBeforeMs)
        .orderBy('expires_at_ms')
        .limit(p.limit),
    ),
)

function rowOf(setUp: SetUp): SetUpTable {
  return {
    id: setUp.id,
    kind: setUp.kind,
    only_phone: setUp.onlyPhone ? 1 : 0,
    secret_hash: setUp.secretHash,
    browser_hash: setUp.browserHash ?? null,
    account_id: setUp.accountId,
    app_id: setUp.appId,
    return_to: setUp.returnTo,
    address: setUp.address,
    state: setUp.state,
    code_set_id: setUp.codeSetId ?? null,
    ticket_id: setUp.ticketId ?? null,
    created_at_ms: setUp.createdAtMs,
    expires_at_ms: setUp.expiresAtMs,
  }
}

function toSetUp(row: SetUpTable): SetUp {
  return {
    id: row.id,
    kind: row.kind,
    onlyPhone: row.only_phone === 1,
    secretHash: toBytes(row.secret_hash),
    browserHash: row.browser_hash === null ? undefined : toBytes(row.browser_hash),
    accountId: row.account_id,
    appId: row.app_id,
    returnTo: row.return_to,
    address: row.address,
    state: row.state,
    codeSetId: row.code_set_id ?? undefined,
    ticketId: row.ticket_id ?? undefined,
    createdAtMs: row.created_at_ms,
    expiresAtMs: row.expires_at_ms,
  }
}
