// Storage in one SQLite file: the embedded default. A writer with group commit, and a reader beside it.
import type Database from 'better-sqlite3'
import { DummyDriver, Kysely, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler } from 'kysely'
import type { Storage } from '../core/ports.js'
import { GroupCommit } from './group-commit.js'
import type { MigrateWhen } from './migrate.js'
import { allMigrations } from './migrations/all.js'
import { PreparedQueries } from './query.js'
import { Session } from './session.js'
import { connectionOver, readingConnection } from './sqlite-connection.js'
import { openReader, openWriter } from './sqlite-file.js'
import { bringSqliteUpToDate, refuseNewFile } from './sqlite-migrate.js'
import { StorageFault, toStorageFault } from './storage-fault.js'
import { sqlStores } from './stores.js'
import type { Tables } from './tables.js'

export interface SqliteSettings {
  /** The database file; it is created, with its folder, when there is none. */
  readonly path: string
  readonly migrate?: MigrateWhen
  /** Longest time one transaction may take, in milliseconds; default what logins can wait for. */
  readonly workMaxMs?: number
}

/**
 * Opens the file, brings its schema up to date, and returns the storage.
 *
 * Several processes may have the same file open (the server and a command): each waits up to five seconds for the other's
 * write. Rejects with StorageFault when the file is no database, cannot be written, or is from a newer program.
 *
 * @example
 * const storage = await openSqliteStorage({ path: 'countersign.db' })
 * const account = await storage.read.accounts.byUserId('ada')
 */
export async function openSqliteStorage({
  path,
  migrate: when = 'automatic',
  workMaxMs,
}: SqliteSettings): Promise<Storage> {
  const writer = openWriter(path)
  try {
    await bringSqliteUpToDate(writer, allMigrations, when)
    return storageOver(writer, openReader(path), workMaxMs)
  } catch (error) {
    writer.close()
    throw toStorageFault(error)
  }
}

function storageOver(
  writer: Database.Database,
  reader: Database.Database,
  workMaxMs: number | undefined,
): Storage {
  const queries = new PreparedQueries(compileOnly())
  const writing = connectionOver(writer)
  const groups = new GroupCommit(writer, workMaxMs)
  return {
    transaction: (work) =>
      groups.run((refuseUnlessOpen) => work(sqlStores(new Session(writing, queries, refuseUnlessOpen)))),
    read: sqlStores(new Session(readingConnection(writer, reader), queries)),
    async ping() {
      if (!reader.open) throw new StorageFault('storage_closed')
      try {
        refuseNewFile(reader, allMigrations)
      } catch (error) {
        throw toStorageFault(error)
      }
    },
    async close() {
      await groups.close()
      // The last connection to close folds the WAL into the file, so the one that can write goes last.
      reader.close()
      writer.close()
    },
  }
}

/** Builds and compiles queries, runs none. */
export function compileOnly(): Kysely<Tables> {
  return new Kysely<Tables>({
    dialect: {
      createAdapter: () => new SqliteAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (db) => new SqliteIntrospector(db),
      createQueryCompiler: () => new SqliteQueryCompiler(),
    },
  })
}
