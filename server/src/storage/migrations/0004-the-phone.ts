// Migration 4: the phone in a pocket: what an approve must carry; each function below adds the tables of one thing.
import type { ColumnDefinitionBuilder, Kysely } from 'kysely'
import { sql } from 'kysely'
import type { ColumnTypes } from '../migrate.js'

export async function thePhone(db: Kysely<unknown>, types: ColumnTypes): Promise<void> {
  await challenges(db)
  await quietHours(db)
  await browsers(db, types)
  await devices(db)
  await pins(db, types)
  await biometrics(db, types)
  await passkeys(db, types)
  await push(db, types)
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

/** The WebAuthn credential of a phone, which approves with its person's fingerprint or face. */
async function biometrics({ schema }: Kysely<unknown>, { bytes }: ColumnTypes): Promise<void> {
  await schema
    .createTable('biometrics')
    .addColumn('device_id', 'text', (column) => column.primaryKey().references('device.id'))
    .addColumn('credential_id', bytes, (column) => column.notNull().unique())
    .addColumn('public_key', bytes, (column) => column.notNull())
    .addColumn('sign_count', 'bigint', (column) => column.notNull())
    .addColumn('may_be_copied', 'integer', (column) => column.notNull())
    .addColumn('made_at_ms', 'bigint', (column) => column.notNull())
    .addColumn('last_used_at_ms', 'bigint')
    .execute()
}

/** Which browsers are known at login pages, and what a request says of its own, and of itself. */
async function browsers({ schema }: Kysely<unknown>, { bytes }: ColumnTypes): Promise<void> {
  const required = (column: ColumnDefinitionBuilder): ColumnDefinitionBuilder => column.notNull()
  const texts = { browser_known: 'undetermined', place: '', request_id: '', trace_parent: '' }
  for (const [name, value] of Object.entries(texts))
    await schema
      .alterTable('challenge')
      .addColumn(name, 'text', (column) => column.notNull().defaultTo(value))
      .execute()
  await schema.alterTable('challenge').addColumn('browser_id', 'text').execute()
  await schema
    .alterTable('challenge')
    .addColumn('answer_nearby', 'integer', (column) => column.notNull().defaultTo(0))
    .execute()
  await schema
    .createTable('browser')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('account_id', 'text', (column) => column.notNull().references('account.id'))
    .addColumn('app_id', 'text', (column) => column.notNull().references('app.id'))
    .addColumn('drawn_id', 'text', required)
    .addColumn('origin', 'text', required)
    .addColumn('public_key', bytes, required)
    .addColumn('browser', 'text', required)
    .addColumn('address', 'text', required)
    .addColumn('place', 'text', required)
    .addColumn('state', 'text', required)
    .addColumn('added_at_ms', 'bigint', required)
    .addColumn('last_used_at_ms', 'bigint', required)
    .execute()
  await schema
    .createIndex('browser_drawn')
    .unique()
    .on('browser')
    .columns(['account_id', 'app_id', 'drawn_id'])
    .execute()
  await schema
    .createIndex('browser_account')
    .on('browser')
    .columns(['account_id', 'last_used_at_ms desc', 'id'])
    .execute()
  await schema.createIndex('browser_used').on('browser').column('last_used_at_ms').execute()
}

/** Of an account: days, hours and time zone in which nothing rings. */
async function quietHours({ schema }: Kysely<unknown>): Promise<void> {
  await schema.alterTable('account').addColumn('quiet_hours', 'text').execute()
}

async function passkeys({ schema }: Kysely<unknown>, { bytes }: ColumnTypes): Promise<void> {
  await schema
    .alterTable('account')
    .addColumn('active_passkeys', 'integer', (column) => column.notNull().defaultTo(0))
    .execute()
  await schema
    .alterTable('session')
    .addColumn('passkey_at_ms', 'bigint', (column) => column.notNull().defaultTo(0))
    .execute()
  await schema
    .createTable('passkey')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('account_id', 'text', (column) => column.notNull().references('account.id'))
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('credential_id', bytes, (column) => column.notNull().unique())
    .addColumn('public_key', bytes, (column) => column.notNull())
    .addColumn('sign_count', 'bigint', (column) => column.notNull())
    .addColumn('synced', 'integer', (column) => column.notNull())
    .addColumn('created_at_ms', 'bigint', (column) => column.notNull())
    .addColumn('last_used_at_ms', 'bigint')
    .execute()
  await schema
    .createIndex('passkey_account')
    .on('passkey')
    .columns(['account_id', 'created_at_ms', 'id'])
    .execute()
  await schema
    .createTable('passkey_use')
    .addColumn('app_id', 'text', (column) => column.notNull())
    .addColumn('app_nonce', bytes, (column) => column.notNull())
    .addColumn('expires_at_ms', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('passkey_use_key', ['app_id', 'app_nonce'])
    .execute()
  await schema.createIndex('passkey_use_over').on('passkey_use').column('expires_at_ms').execute()
}

/** Where devices want to be woken, and what became of each request on each phone. */
async function push({ schema }: Kysely<unknown>, { bytes }: ColumnTypes): Promise<void> {
  const required = (column: ColumnDefinitionBuilder): ColumnDefinitionBuilder => column.notNull()
  await schema
    .createTable('push_subscription')
    .addColumn('device_id', 'text', (column) =>
      column.primaryKey().references('device.id').onDelete('cascade'),
    )
    .addColumn('id', 'text', (column) => column.notNull().unique())
    .addColumn('sealed_terms', bytes, required)
    .addColumn('set_at_ms', 'bigint', required)
    .addColumn('quiet_until_ms', 'bigint', required)
    .execute()
  await schema
    .createTable('ring')
    .addColumn('challenge_id', 'text', (column) =>
      column.notNull().references('challenge.id').onDelete('cascade'),
    )
    .addColumn('device_id', 'text', required)
    .addColumn('at_ms', 'bigint', required)
    .addColumn('silence', 'text')
    .addColumn('socket_at_ms', 'bigint')
    .addColumn('shown_at_ms', 'bigint')
    .addColumn('push_at_ms', 'bigint')
    .addColumn('push_outcome', 'text')
    .addColumn('push_status', 'integer')
    .addPrimaryKeyConstraint('ring_key', ['challenge_id', 'device_id'])
    .execute()
}

/** What the server knows of the PINs of phones, and the key that they seal to. */
async function pins(db: Kysely<unknown>, { bytes }: ColumnTypes): Promise<void> {
  const required = (column: ColumnDefinitionBuilder): ColumnDefinitionBuilder => column.notNull()
  await db.schema
    .createTable('pin')
    .addColumn('device_id', 'text', (column) =>
      column.primaryKey().references('device.id').onDelete('cascade'),
    )
    .addColumn('pin_id', 'text', required)
    .addColumn('sealed_key', bytes, required)
    .addColumn('wrong', 'text', required)
    .addColumn('wrong_count', 'integer', required)
    .addColumn('set_at_ms', 'bigint', required)
    .execute()
  // The key set names the sealing key from now on: under a new number, by which phones find out that they hold an old one.
  await sql`update key_set set version = version + 1 where version > 0`.execute(db)
}
