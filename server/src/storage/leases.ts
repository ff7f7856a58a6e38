// The lease store: who does the work that one node does for all; one row a piece of work, taken by compare-and-set.
import type { Lease, LeaseStore } from '../core/ports-leases.js'
import { defineQuery } from './query.js'
import type { Session } from './session.js'

export function leaseStore(session: Session): LeaseStore {
  return {
    async of(name) {
      const row = await session.row(selectByName, { name })
      return row && { name: row.name, holder: row.holder, untilMs: row.until_ms }
    },
    async take(lease, nowMs) {
      return (await session.changes(upsert, { ...lease, nowMs })) === 1
    },
    async release(name, holder) {
      await session.changes(remove, { name, holder })
    },
  }
}

const selectByName = defineQuery((db, p: { readonly name: string }) =>
  db.selectFrom('lease').selectAll().where('name', '=', p.name),
)

const upsert = defineQuery((db, p: Lease & { readonly nowMs: number }) =>
  db
    .insertInto('lease')
    .values({ name: p.name, holder: p.holder, until_ms: p.untilMs })
    .onConflict((conflict) =>
      conflict
        .column('name')
        .doUpdateSet({ holder: p.holder, until_ms: p.untilMs })
        .where((eb) => eb.or([eb('lease.holder', '=', p.holder), eb('lease.until_ms', '<=', p.nowMs)])),
    ),
)

const remove = defineQuery((db, p: { readonly name: string; readonly holder: string }) =>
  db.deleteFrom('lease').where('name', '=', p.name).where('holder', '=', p.holder),
)
