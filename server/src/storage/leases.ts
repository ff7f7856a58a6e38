// The lease store: who does the work that one node does for all; one row a piece of work, taken by compare-and-set.
import type { Lease, LeaseStore } from '../core/ports-leases.js'
import { defineQuery } from './query.js'
import type { Session } from './session.js'

export function leaseStore(session: Session): LeaseStore {
  return {
    of: (name) => session.row(selectByName, { name }),
    async save(lease) {
      // Revision 0 says "there was no row": then only an insert may succeed.
      return (await session.changes(lease.revision === 0 ? insert : update, lease)) === 1
    },
  }
}

const selectByName = defineQuery((db, p: { readonly name: string }) =>
  db.selectFrom('lease').selectAll().where('name', '=', p.name),
)

const insert = defineQuery((db, { name, holder }: Lease) =>
  db
    .insertInto('lease')
    .values({ name, holder, revision: 1 })
    .onConflict((conflict) => conflict.column('name').doNothing()),
)

const update = defineQuery((db, { name, holder, revision }: Lease) =>
  db
    .updateTable('lease')
    .set((eb) => ({ holder, revision: eb('revision', '+', 1) }))
    .where('name', '=', name)
    .where('revision', '=', revision),
)
