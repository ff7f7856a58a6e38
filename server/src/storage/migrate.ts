// Brings a database to the schema of this program: forward only, one migration a transaction, never past what it knows.
import type { Kysely } from 'kysely'
import { sql } from 'kysely'
import { StorageFault } from './storage-fault.js'

/** Names of column types that engines spell differently. */
export interface ColumnTypes {
  readonly bytes: 'blob' | 'bytea'
}

export interface Migration {
  readonly name: string
  up(db: Kysely<unknown>, types: ColumnTypes): Promise<void>
}

/**
 * Runs what is missing and returns how many migrations ran. `alone` runs its argument in a transaction that no other
 * process's migration can overlap.
 *
 * Throws StorageFault `storage_too_new` when the database has migrations this program does not know: an older program
 * would write rows that the newer one no longer understands.
 */
export async function migrate(
  migrations: readonly Migration[],
  types: ColumnTypes,
  alone: <T>(work: (db: Kysely<unknown>) => Promise<T>) => Promise<T>,
): Promise<number> {
  let ran = 0
  for (;;) {
    const more = await alone(async (db) => {
      const done = await countDone(db)
      if (done > migrations.length)
        throw new StorageFault(
          'storage_too_new',
          `schema ${done}, this program knows up to ${migrations.length}`,
        )
      const next = migrations[done]
      if (next === undefined) return false
      await next.up(db, types)
      await sql`insert into migration (number, name) values (${done + 1}, ${next.name})`.execute(db)
      return true
    })
    if (!more) return ran
    ran += 1
  }
}

async function countDone(db: Kysely<unknown>): Promise<number> {
  await sql`create table if not exists migration (number integer primary key, name text not null)`.execute(db)
  const result = await sql<{
    done: number | string | null
  }>`select max(number) as done from migration`.execute(db)
  return Number(result.rows[0]?.done ?? 0)
}
