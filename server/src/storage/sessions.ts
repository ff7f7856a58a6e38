// The session store: browsers that are signed in, and with each read what still lets them.
import type { AccountId } from '@countersign/protocol'
import { sql } from 'kysely'
import type { LiveSession, SessionRecord } from '../core/access.js'
import type { Role } from '../core/permissions.js'
import type { SessionStore } from '../core/ports-access.js'
import { toBytes } from './column.js'
import type { Query } from './query.js'
import { defineQuery } from './query.js'
import type { Session } from './session.js'
import type { SessionTable } from './tables-admin.js'

export function sessionStore(session: Session): SessionStore {
  return {
    async add(record) {
      await session.changes(insert, rowOf(record))
    },
    async bySecret(secretHash) {
      const row = await session.row(selectBySecret, { secretHash })
      return row && toLive(row)
    },
    async byId(id) {
      const row = await session.row(selectById, { id })
      return row && toRecord(row)
    },
    async ofAccount(accountId, afterId, limit) {
      return (await session.rows(selectOfAccount, { accountId, afterId, limit })).map(toLive)
    },
    async atConsole(afterId, limit) {
      return (await session.rows(selectAtConsole, { afterId, limit })).map(toLive)
    },
    async seen(secretHash, nowMs) {
      await session.changes(updateSeen, { secretHash, nowMs })
    },
    async approved(id, nowMs, by) {
      const update = by === 'passkey' ? updatePasskey : updateApproved
      return (await session.changes(update, { id, nowMs })) === 1
    },
    async end(id) {
      return (await session.changes(remove, { id })) === 1
    },
    endAll(accountId, kind) {
      if (kind === undefined) return session.changes(removeAll, { accountId })
      return session.changes(removeAllOf, { accountId, kind })
    },
    purge(nowMs, idleBeforeMs, limit) {
      return session.changes(removeOver, { nowMs, idleBeforeMs, limit })
    },
  }
}

type LiveRow = SessionTable & {
  readonly user_id: string
  readonly display_name: string
  readonly account_state: string
  readonly role: Role | null
}

const insert = defineQuery((db, row: SessionTable) =>
  db.insertInto('session').values({
    secret_hash: row.secret_hash,
    id: row.id,
    kind: row.kind,
    account_id: row.account_id,
    created_at_ms: row.created_at_ms,
    seen_at_ms: row.seen_at_ms,
    expires_at_ms: row.expires_at_ms,
    address: row.address,
    browser: row.browser,
    by: row.by,
    approved_at_ms: row.approved_at_ms,
    passkey_at_ms: row.passkey_at_ms,
  }),
)

type Db = Parameters<Query<object, LiveRow>['build']>[0]

const live = (db: Db) =>
  db
    .selectFrom('session')
    .innerJoin('account', 'account.id', 'session.account_id')
    .leftJoin('admin', 'admin.account_id', 'session.account_id')
    .selectAll('session')
    .select(['account.user_id', 'account.display_name', 'account.state as account_state', 'admin.role'])

const selectBySecret = defineQuery((db, p: { readonly secretHash: Uint8Array }) =>
  live(db).where('session.secret_hash', '=', p.secretHash),
)

const selectById = defineQuery((db, p: { readonly id: string }) =>
  db.selectFrom('session').selectAll().where('id', '=', p.id),
)

const selectAtConsole = defineQuery((db, p: { readonly afterId: string; readonly limit: number }) =>
  live(db)
    .where('session.kind', '=', sql.lit('admin'))
    .where('session.id', '>', p.afterId)
    .orderBy('session.id')
    .limit(p.limit),
)

const selectOfAccount = defineQuery(
  (db, p: { readonly accountId: AccountId; readonly afterId: string; readonly limit: number }) =>
    live(db)
      .where('session.account_id', '=', p.accountId)
      .where('session.id', '>', p.afterId)
      .orderBy('session.id')
      .limit(p.limit),
)

const updateSeen = defineQuery((db, p: { readonly secretHash: Uint8Array; readonly nowMs: number }) =>
  db.updateTable('session').set({ seen_at_ms: p.nowMs }).where('secret_hash', '=', p.secretHash),
)

const updateApproved = defineQuery((db, p: { readonly id: string; readonly nowMs: number }) =>
  db.updateTable('session').set({ approved_at_ms: p.nowMs }).where('id', '=', p.id),
)

const updatePasskey = defineQuery((db, p: { readonly id: string; readonly nowMs: number }) =>
  db.updateTable('session').set({ approved_at_ms: p.nowMs, passkey_at_ms: p.nowMs }).where('id', '=', p.id),
)

const remove = defineQuery((db, p: { readonly id: string }) =>
  db.deleteFrom('session').where('id', '=', p.id),
)

const removeAll = defineQuery((db, p: { readonly accountId: AccountId }) =>
  db.deleteFrom('session').where('account_id', '=', p.accountId),
)

const removeAllOf = defineQuery(
  (db, p: { readonly accountId: AccountId; readonly kind: SessionRecord['kind'] }) =>
    db.deleteFrom('session').where('account_id', '=', p.accountId).where('kind', '=', p.kind),
)

const removeOver = defineQuery(
  (db, p: { readonly nowMs: number; readonly idleBeforeMs: number; readonly limit: number }) =>
    db.deleteFrom('session').where('id', 'in', (eb) =>
      eb
        .selectFrom('session')
        .select('id')
        .where((or) => or.or([or('expires_at_ms', '<=', p.nowMs), or('seen_at_ms', '<=', p.idleBeforeMs)]))
        .limit(p.limit),
    ),
)

function rowOf(record: SessionRecord): SessionTable {
  return {
    secret_hash: record.secretHash,
    id: record.id,
    kind: record.kind,
    account_id: record.accountId,
    created_at_ms: record.createdAtMs,
    seen_at_ms: record.seenAtMs,
    expires_at_ms: record.expiresAtMs,
    address: record.address,
    browser: record.browser,
    by: record.by,
    approved_at_ms: record.approvedAtMs,
    passkey_at_ms: record.passkeyAtMs,
  }
}

function toRecord(row: SessionTable): SessionRecord {
  return {
    secretHash: toBytes(row.secret_hash),
    id: row.id,
    kind: row.kind,
    accountId: row.account_id,
    createdAtMs: row.created_at_ms,
    seenAtMs: row.seen_at_ms,
    expiresAtMs: row.expires_at_ms,
    address: row.address,
    browser: row.browser,
    by: row.by,
    approvedAtMs: row.approved_at_ms,
    passkeyAtMs: row.passkey_at_ms,
  }
}

function toLive(row: LiveRow): LiveSession {
  return {
    ...toRecord(row),
    userId: row.user_id,
    displayName: row.display_name,
    active: row.account_state === 'active',
    role: row.role ?? undefined,
  }
}
