// Brings a SQLite file to the schema of this program: one process at a time, each migration in a transaction of its own.
import { existsSync } from 'node:fs'
import type Database from 'better-sqlite3'
import { Kysely, SqliteDialect } from 'kysely'
import { GroupCommit } from './group-commit.js'
import type { Alone, MigrateWhen, Migration } from './migrate.js'
import { migrate, missingMigrations, refuseNew, refuseOld } from './migrate.js'
import { withStatementCache } from './sqlite-connection.js'
import { openWriter } from './sqlite-file.js'
import { toStorageFault } from './storage-fault.js'

/** For a server that starts: runs what is missing, or refuses to go on without it. */
export async function bringSqliteUpToDate(
  writer: Database.Database,
  migrations: readonly Migration[],
  when: MigrateWhen,
): Promise<void> {
  if (when === 'automatic') await migrate(migrations, { bytes: 'blob' }, aloneOn(writer))
  else await refuseOld(migrations, aloneOn(writer))
}

/** Resolves with the names of what ran; with `dryRun`, of what would. */
export async function migrateSqlite(
  path: string,
  migrations: readonly Migration[],
  { dryRun = false } = {},
): Promise<readonly string[]> {
  // To look must not leave a new file behind.
  if (dryRun && !existsSync(path)) return migrations.map(({ name }) => name)
  const writer = openWriter(path)
  try {
    if (dryRun) return await missingMigrations(migrations, aloneOn(writer))
    return await migrate(migrations, { bytes: 'blob' }, aloneOn(writer))
  } catch (error) {
    throw toStorageFault(error)
  } finally {
    writer.close()
  }
}

/** Throws once a newer program has brought the file further than this one may follow. */
export function refuseNewFile(reader: Database.Database, migrations: readonly Migration[]): void {
  const row = reader.prepare('select max(number), max(serves_from) from migration').raw().get()
  // Sound: both columns are integers, and the table is never empty once it was opened.
  const [done, servesFrom] = row as readonly [number, number]
  refuseNew(migrations.length, done, servesFrom)
}

function aloneOn(writer: Database.Database): Alone {
  const db = new Kysely<unknown>({ dialect: new SqliteDialect({ database: withStatementCache(writer) }) })
  const groups = new GroupCommit(writer)
  return (work) => groups.run(() => work(db))
}
