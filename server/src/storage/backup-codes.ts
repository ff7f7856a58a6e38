// The store of backup codes: printed codes by the part that names them, each used once.
import type { AccountId } from '@countersign/protocol'
import { sql } from 'kysely'
import type { BackupCode } from '../core/codes.js'
import type { BackupCodeStore } from '../core/ports-codes.js'
import { defineQuery } from './query.js'
import type { Session } from './session.js'
import type { BackupCodeTable } from './tables-codes.js'

export function backupCodeStore(session: Session): BackupCodeStore {
  return {
    async add(codes) {
      for (const code of codes) await session.changes(insert, rowOf(code))
    },
    async ofAccount(accountId) {
      return (await session.rows(selectOfAccount, { accountId })).map(toRecord)
    },
    async bySelector(accountId, selector) {
      const row = await session.row(selectBySelector, { accountId, selector })
      return row && toRecord(row)
    },
    async use(accountId, selector, setId, nowMs) {
      return (await session.changes(updateUsed, { accountId, selector, setId, nowMs })) === 1
    },
    async activate(accountId, setId, nowMs) {
      if ((await session.changes(updateActive, { accountId, setId, nowMs })) === 0) return false
      await session.changes(deleteOthers, { accountId, setId })
      return true
    },
    removeOthers: (accountId, setId) => session.changes(deleteOthers, { accountId, setId }),
    removeWaiting: (accountId) => session.changes(deleteWaitingOf, { accountId }),
    removeOf: (accountId) => session.changes(deleteAll, { accountId }),
    async holders() {
      return (await session.row(selectHolders, {}))?.count ?? 0
    },
    purgeWaiting: (madeBeforeMs, limit) => session.changes(deleteWaiting, { madeBeforeMs, limit }),
  }
}

const insert = defineQuery((db, row: BackupCodeTable) =>
  db.insertInto('backup_code').values({
    account_id: row.account_id,
    selector: row.selector,
    set_id: row.set_id,
    hash: row.hash,
    state: row.state,
    made_at_ms: row.made_at_ms,
    used_at_ms: row.used_at_ms,
  }),
)

const selectOfAccount = defineQuery((db, p: { readonly accountId: AccountId }) =>
  db.selectFrom('backup_code').selectAll().where('account_id', '=', p.accountId).orderBy('selector'),
)

const selectBySelector = defineQuery((db, p: { readonly accountId: AccountId; readonly selector: string }) =>
  db
    .selectFrom('backup_code')
    .selectAll()
    .where('account_id', '=', p.accountId)
    .where('selector', '=', p.selector),
)

interface OneSet {
  readonly accountId: AccountId
  readonly setId: string
}

/** The set is named too: a code of a newer one that has the same selector is another code. */
const updateUsed = defineQuery((db, p: OneSet & { readonly selector: string; readonly nowMs: number }) =>
  db
    .updateTable('backup_code')
    .set({ state: sql.lit('used'), used_at_ms: p.nowMs })
    .where('account_id', '=', p.accountId)
    .where('selector', '=', p.selector)
    .where('set_id', '=', p.setId)
    .where('state', '=', sql.lit('active')),
)

const updateActive = defineQuery((db, p: OneSet & { readonly nowMs: number }) =>
  db
    .updateTable('backup_code')
    .set({ state: sql.lit('active'), made_at_ms: p.nowMs })
    .where('account_id', '=', p.accountId)
    .where('set_id', '=', p.setId)
    .where('state', '=', sql.lit('waiting')),
)

const deleteOthers = defineQuery((db, p: OneSet) =>
  db.deleteFrom('backup_code').where('account_id', '=', p.accountId).where('set_id', '!=', p.setId),
)

const deleteWaitingOf = defineQuery((db, p: { readonly accountId: AccountId }) =>
  db.deleteFrom('backup_code').where('account_id', '=', p.accountId).where('state', '=', sql.lit('waiting')),
)

const deleteAll = defineQuery((db, p: { readonly accountId: AccountId }) =>
  db.deleteFrom('backup_code').where('account_id', '=', p.accountId),
)

const selectHolders = defineQuery((db, _: object) =>
  db
    .selectFrom('backup_code')
    .select((eb) => eb.fn.count<number>('account_id').distinct().as('count'))
    .where('state', '=', sql.lit('active')),
)

const deleteWaiting = defineQuery((db, p: { readonly madeBeforeMs: number; readonly limit: number }) =>
  db.deleteFrom('backup_code').where(
    (eb) => eb.refTuple('account_id', 'selector'),
    'in',
    (eb) =>
      eb
        .selectFrom('backup_code')
        .select(['account_id', 'selector'])
        .where('state', '=', sql.lit('waiting'))
        .where('made_at_ms', '<', p.madeBeforeMs)
        .limit(p.limit)
        .$asTuple('account_id', 'selector'),
  ),
)

function rowOf(code: BackupCode): BackupCodeTable {
  return {
    account_id: code.accountId,
    selector: code.selector,
    set_id: code.setId,
    hash: code.hash,
    state: code.state,
    made_at_ms: code.madeAtMs,
    used_at_ms: code.usedAtMs ?? null,
  }
}

function toRecord(row: BackupCodeTable): BackupCode {
  return {
    accountId: row.account_id,
    setId: row.set_id,
    selector: row.selector,
    hash: row.hash,
    state: row.state,
    madeAtMs: row.made_at_ms,
    usedAtMs: row.used_at_ms ?? undefined,
  }
}
