// Migration 4: the phone in a pocket: what an approve must carry; each function below adds the tables of one thing.
import type { Kysely } from 'kysely'
import type { ColumnTypes } from '../migrate.js'

export async function thePhone(db: Kysely<unknown>, _types: ColumnTypes): Promise<void> {
  await challenges(db)
  await quietHours(db)
  await devices(db)
}

async function challenges({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .alterTable('challenge')
    .addColumn('requirements', 'integer', (column) => column.notNull().defaultTo(0))
    .execute()
}

async function devices({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .alterTable('device')
    .addColumn('verifies', 'integer', (column) => column.notNull().defaultTo(0))
    .execute()
}

/** Of an account: days, hours and time zone in which nothing rings. */
async function quietHours({ schema }: Kysely<unknown>): Promise<void> {
  await schema.alterTable('account').addColumn('quiet_hours', 'text').execute()
}
