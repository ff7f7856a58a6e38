// The setting store: one named value a row, changed by compare-and-set on its revision.
import type { SettingStore } from '../core/ports-settings.js'
import { toBytes } from './column.js'
import { defineQuery } from './query.js'
import type { Session } from './session.js'
import type { SettingTable } from './tables-admin.js'

export function settingStore(session: Session): SettingStore {
  return {
    async byName(name) {
      const row = await session.row(selectByName, { name })
      return row && { value: toBytes(row.value), revision: row.revision, changedAtMs: row.changed_at_ms }
    },
    async save(name, value, revision, nowMs) {
      // Revision 0 says "there was no row": then only an insert may succeed.
      const query = revision === 0 ? insert : update
      return (await session.changes(query, { name, value, revision, changed_at_ms: nowMs })) === 1
    },
  }
}

const selectByName = defineQuery((db, p: { readonly name: string }) =>
  db.selectFrom('setting').selectAll().where('name', '=', p.name),
)

const insert = defineQuery((db, row: SettingTable) =>
  db
    .insertInto('setting')
    .values({ name: row.name, value: row.value, revision: 1, changed_at_ms: row.changed_at_ms })
    .onConflict((conflict) => conflict.column('name').doNothing()),
)

const update = defineQuery((db, row: SettingTable) =>
  db
    .updateTable('setting')
    .set((eb) => ({
      value: row.value,
      changed_at_ms: row.changed_at_ms,
      revision: eb('revision', '+', 1),
    }))
    .where('name', '=', row.name)
    .where('revision', '=', row.revision),
)
