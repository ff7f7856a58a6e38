// Brings a PostgreSQL database to the schema of this program: one server at a time, each migration in a transaction of its own.
import type { DatabaseConnection, Driver } from 'kysely'
import { Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler } from 'kysely'
import type { Alone, MigrateWhen, Migration } from './migrate.js'
import { migrate, missingMigrations, refuseOld } from './migrate.js'
import type { LinkSettings } from './postgres-link.js'
import { Link } from './postgres-link.js'
import { takeLocks } from './postgres-scope.js'

/**
 * Building an index over what a large installation keeps takes its time, and so does waiting for another server that does, in
 * milliseconds.
 */
const MIGRATION_MAX_MS = 3_600_000

/** For a server that starts: runs what is missing, or refuses to go on without it. */
export function bringPostgresUpToDate(
  settings: LinkSettings,
  migrations: readonly Migration[],
  when: MigrateWhen,
): Promise<unknown> {
  return when === 'automatic'
    ? migratePostgres(settings, migrations)
    : onlyOne(settings, (alone) => refuseOld(migrations, alone))
}

/** Resolves with the names of what ran; with `dryRun`, of what would. */
export function migratePostgres(
  settings: LinkSettings,
  migrations: readonly Migration[],
  { dryRun = false } = {},
): Promise<readonly string[]> {
  return onlyOne(settings, (alone) =>
    dryRun ? missingMigrations(migrations, alone) : migrate(migrations, { bytes: 'bytea' }, alone),
  )
}

async function onlyOne<T>(settings: LinkSettings, work: (alone: Alone) => Promise<T>): Promise<T> {
  const link = new Link({
    ...settings,
    statementTimeoutMs: MIGRATION_MAX_MS,
    lockTimeoutMs: MIGRATION_MAX_MS,
  })
  const db = new Kysely<unknown>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => driverOf(link),
      createIntrospector: (kysely) => new PostgresIntrospector(kysely),
      createQueryCompiler: () => new SchemaCompiler(),
    },
  })
  try {
    return await work((step) =>
      db.transaction().execute(async (transaction) => {
        // Ends with the transaction. Two servers that start together: one migrates, the other finds it done.
        await link.run(takeLocks(['everything']))
        return step(transaction)
      }),
    )
  } finally {
    await link.close()
  }
}

/** Text sorts by its bytes on either engine: what comes after what must not depend on where a database was made. */
class SchemaCompiler extends PostgresQueryCompiler {
  protected override visitDataType(node: Parameters<PostgresQueryCompiler['visitDataType']>[0]): void {
    super.visitDataType(node)
    if (node.dataType === 'text') this.append(' collate "C"')
  }
}

function driverOf(link: Link): Driver {
  const connection: DatabaseConnection = {
    executeQuery: (query) => link.run(query),
    // biome-ignore lint/correctness/useYield: no migration reads a stream.
    async *streamQuery() {
      throw new Error('streams are not read')
    },
  }
  return {
    init: () => Promise.resolve(),
    acquireConnection: () => Promise.resolve(connection),
    beginTransaction: () => command(link, 'begin isolation level read committed'),
    commitTransaction: () => command(link, 'commit'),
    rollbackTransaction: () => command(link, 'rollback'),
    releaseConnection: () => Promise.resolve(),
    destroy: () => Promise.resolve(),
  }
}

async function command(link: Link, sql: string): Promise<void> {
  await (await link.open()).command(sql)
}
