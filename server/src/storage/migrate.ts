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
  /**
   * The oldest schema, by its number, whose programs go on working on this one: so may two releases run side by side while nodes
   * are replaced one by one. Absent: none but programs that know this migration.
   */
  readonly servesFrom?: number
  up(db: Kysely<unknown>, types: ColumnTypes): Promise<void>
}

/** `automatic`: whoever opens the database brings it up to date. `command`: only `countersign migrate` does. */
export type MigrateWhen = 'automatic' | 'command'

/** Runs its argument in a transaction that no other process's migration can overlap. */
export type Alone = <T>(work: (db: Kysely<unknown>) => Promise<T>) => Promise<T>

/**
 * Runs what is missing and returns the names of what ran.
 *
 * Throws StorageFault `storage_too_new` when the database has a migration that this program does not know and that does not serve
 * programs as old as this one: it would write rows that the newer program no longer understands.
 */
export async function migrate(
  migrations: readonly Migration[],
  types: ColumnTypes,
  alone: Alone,
): Promise<readonly string[]> {
  const ran: string[] = []
  for (;;) {
    const name = await alone(async (db) => {
      const [next] = await missing(db, migrations)
      if (next === undefined) return undefined
      await next.migration.up(db, types)
      const { number, migration } = next
      await sql`insert into migration (number, name, serves_from)
        values (${number}, ${migration.name}, ${migration.servesFrom ?? number})`.execute(db)
      return migration.name
    })
    if (name === undefined) return ran
    ran.push(name)
  }
}

/** The names of what `migrate` would run; writes nothing. */
export async function missingMigrations(
  migrations: readonly Migration[],
  alone: Alone,
): Promise<readonly string[]> {
  let names: readonly string[] = []
  try {
    await alone(async (db) => {
      names = (await missing(db, migrations)).map(({ migration }) => migration.name)
      throw new LookedOnly()
    })
  } catch (error) {
    if (!(error instanceof LookedOnly)) throw error
  }
  return names
}

/** Throws StorageFault `storage_too_old` when a migration is missing, and nobody but the command may run it. */
export async function refuseOld(migrations: readonly Migration[], alone: Alone): Promise<void> {
  const names = await missingMigrations(migrations, alone)
  if (names.length > 0) throw new StorageFault('storage_too_old', names.join(', '))
}

/** Throws `storage_too_new` when programs that know `known` migrations must not work on a database of this schema. */
export function refuseNew(known: number, done: number, servesFrom: number): void {
  if (servesFrom > known)
    throw new StorageFault('storage_too_new', `schema ${done}, this program knows up to ${known}`)
}

/** Carries the look-up out of its transaction: only a throw rolls it back. */
class LookedOnly extends Error {}

interface Missing {
  readonly number: number
  readonly migration: Migration
}

async function missing(db: Kysely<unknown>, migrations: readonly Migration[]): Promise<readonly Missing[]> {
  await sql`create table if not exists migration
    (number integer primary key, name text not null, serves_from integer not null)`.execute(db)
  const { rows } = await sql<{
    done: number | null
    serves_from: number | null
  }>`select max(number) as done, max(serves_from) as serves_from from migration`.execute(db)
  const done = rows[0]?.done ?? 0
  refuseNew(migrations.length, done, rows[0]?.serves_from ?? 0)
  return migrations
    .map((migration, at) => ({ number: at + 1, migration }))
    .filter(({ number }) => number > done)
}
