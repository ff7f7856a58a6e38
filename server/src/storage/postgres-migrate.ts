// Brings a PostgreSQL database to the schema of this program: one server at a time, each migration in a transaction of its own.
import type { DatabaseConnection, Driver } from 'kysely'
import { Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler } from 'kysely'
import type { Migration } from './migrate.js'
import { migrate } from './migrate.js'
import type { LinkSettings } from './postgres-link.js'
import { Link } from './postgres-link.js'
import { takeLocks } from './postgres-scope.js'

/** Building an index over what a large installation keeps takes its time, in milliseconds; logins go on meanwhile where it lets them. */
const MIGRATION_MAX_MS = 3_600_000

/** Resolves with how many migrations ran. */
export async function migratePostgres(
  settings: LinkSettings,
  migrations: readonly Migration[],
): Promise<number> {
  const link = new Link({ ...settings, statementTimeoutMs: MIGRATION_MAX_MS })
  const db = new Kysely<unknown>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => driverOf(link),
      createIntrospector: (kysely) => new PostgresIntrospector(kysely),
      createQueryCompiler: () => new SchemaCompiler(),
    },
  })
  try {
    return await migrate(migrations, { bytes: 'bytea' }, (work) =>
      db.transaction().execute(async (transaction) => {
        // Ends with the transaction. Two servers that start together: one migrates, the other finds it done.
        await link.run(takeLocks(['everything']))
        return work(transaction)
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
    beginTransaction: () => link.command('begin isolation level read committed'),
    commitTransaction: () => link.command('commit'),
    rollbackTransaction: () => link.command('rollback'),
    releaseConnection: () => Promise.resolve(),
    destroy: () => Promise.resolve(),
  }
}
