// Signatures as data: kept as evidence, never a key to find or to tell anything by.
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { openSqliteStorage } from '@countersign/server/storage/sqlite'
import Database from 'better-sqlite3'

test('[KE4] no index, unique or otherwise, and no primary key holds a signature', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-signatures-'))
  try {
    const path = join(folder, 'countersign.db')
    await (await openSqliteStorage({ path })).close()
    const database = new Database(path, { readonly: true })
    const columns = database
      .prepare(
        `SELECT t.name AS held, c.name AS column_name FROM sqlite_master t, pragma_table_info(t.name) c WHERE t.type = 'table'`,
      )
      .all() as { held: string; column_name: string }[]
    const indexed = database
      .prepare(
        `SELECT t.name AS held, i.name AS column_name FROM sqlite_master t, pragma_index_list(t.name) l, pragma_index_info(l.name) i WHERE t.type = 'table'`,
      )
      .all() as { held: string; column_name: string }[]
    database.close()
    assert.ok(
      columns.some(({ column_name }) => /signature/.test(column_name)),
      'a signature is kept as evidence',
    )
    assert.ok(indexed.length > 5)
    assert.deepEqual(
      indexed.filter(({ column_name }) => /signature/.test(column_name)),
      [],
    )
  } finally {
    rmSync(folder, { recursive: true })
  }
})
