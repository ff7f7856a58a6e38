// Migration 5: several nodes on one database: who does the work that is done once.
import type { Kysely } from 'kysely'

export async function manyNodes({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable('lease')
    .addColumn('name', 'text', (column) => column.primaryKey())
    .addColumn('holder', 'text', (column) => column.notNull())
    .addColumn('revision', 'bigint', (column) => column.notNull())
    .execute()
}
