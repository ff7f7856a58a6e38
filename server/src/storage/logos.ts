// The logo store: pictures of apps and of the whole server.
import type { Logo } from '../core/directory.js'
import type { LogoOwner, LogoStore } from '../core/ports-directory.js'
import { toBytes } from './column.js'
import { defineQuery } from './query.js'
import type { Session } from './session.js'
import type { LogoTable } from './tables-admin.js'

export function logoStore(session: Session): LogoStore {
  return {
    async of(owner) {
      const row = await session.row(select, { owner })
      return row && { type: row.type, bytes: toBytes(row.bytes), changedAtMs: row.changed_at_ms }
    },
    async changedAtMs(owner) {
      return (await session.row(selectTime, { owner }))?.changed_at_ms
    },
    async put(owner, logo) {
      await session.changes(upsert, rowOf(owner, logo))
    },
    async remove(owner) {
      return (await session.changes(remove, { owner })) === 1
    },
  }
}

const select = defineQuery((db, p: { readonly owner: LogoOwner }) =>
  db.selectFrom('logo').selectAll().where('owner', '=', p.owner),
)

const selectTime = defineQuery((db, p: { readonly owner: LogoOwner }) =>
  db.selectFrom('logo').select('changed_at_ms').where('owner', '=', p.owner),
)

const upsert = defineQuery((db, row: LogoTable) =>
  db
    .insertInto('logo')
    .values({ owner: row.owner, type: row.type, bytes: row.bytes, changed_at_ms: row.changed_at_ms })
    .onConflict((conflict) =>
      conflict
        .column('owner')
        .doUpdateSet({ type: row.type, bytes: row.bytes, changed_at_ms: row.changed_at_ms }),
    ),
)

const remove = defineQuery((db, p: { readonly owner: LogoOwner }) =>
  db.deleteFrom('logo').where('owner', '=', p.owner),
)

function rowOf(owner: LogoOwner, logo: Logo): LogoTable {
  return { owner, type: logo.type, bytes: logo.bytes, changed_at_ms: logo.changedAtMs }
}
