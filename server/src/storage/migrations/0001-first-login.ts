// Migration 1: all tables of the first login. Released migrations are never edited; a change is the next number.
import type { Kysely } from 'kysely'
import { sql } from 'kysely'
import type { ColumnTypes } from '../migrate.js'

export async function firstLogin(db: Kysely<unknown>, { bytes }: ColumnTypes): Promise<void> {
  const { schema } = db

  await schema
    .createTable('account')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('user_id', 'text', (c) => c.notNull().unique())
    .addColumn('display_name', 'text', (c) => c.notNull())
    .addColumn('created_at_ms', 'bigint', (c) => c.notNull())
    .execute()

  await schema
    .createTable('app')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('name', 'text', (c) => c.notNull().unique())
    .addColumn('origins', 'text', (c) => c.notNull())
    .addColumn('created_at_ms', 'bigint', (c) => c.notNull())
    .execute()

  await schema
    .createTable('app_key')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('app_id', 'text', (c) => c.notNull().references('app.id'))
    .addColumn('secret_hash', bytes, (c) => c.notNull())
    .addColumn('created_at_ms', 'bigint', (c) => c.notNull())
    .addColumn('expires_at_ms', 'bigint')
    .execute()
  await schema.createIndex('app_key_of_app').on('app_key').column('app_id').execute()

  await schema
    .createTable('device')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('account_id', 'text', (c) => c.notNull().references('account.id'))
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('public_key', bytes, (c) => c.notNull().unique())
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('counter', 'bigint', (c) => c.notNull())
    .addColumn('created_at_ms', 'bigint', (c) => c.notNull())
    .addColumn('changed_at_ms', 'bigint', (c) => c.notNull())
    .execute()
  await schema
    .createIndex('device_of_account')
    .on('device')
    .columns(['account_id', 'created_at_ms', 'id'])
    .execute()
  await schema.createIndex('device_changed').on('device').columns(['changed_at_ms', 'id']).execute()

  await schema
    .createTable('ticket')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('account_id', 'text', (c) => c.notNull().references('account.id'))
    .addColumn('sealed_secret', bytes, (c) => c.notNull())
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('expires_at_ms', 'bigint', (c) => c.notNull())
    .addColumn('device_id', 'text')
    .addColumn('confirmation', 'text')
    .execute()
  await schema.createIndex('ticket_expiring').on('ticket').column('expires_at_ms').execute()

  await schema
    .createTable('challenge')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('account_id', 'text', (c) => c.notNull())
    .addColumn('app_id', 'text', (c) => c.notNull().references('app.id'))
    .addColumn('purpose', 'text', (c) => c.notNull())
    .addColumn('mode', 'text', (c) => c.notNull())
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('cause', 'text', (c) => c.notNull())
    .addColumn('pushed', 'integer', (c) => c.notNull())
    .addColumn('options', 'text', (c) => c.notNull())
    .addColumn('app_nonce', bytes, (c) => c.notNull())
    .addColumn('expected_choice', bytes, (c) => c.notNull())
    .addColumn('watch_token_hash', bytes, (c) => c.notNull().unique())
    .addColumn('requester_address', 'text', (c) => c.notNull())
    .addColumn('requester_browser', 'text', (c) => c.notNull())
    .addColumn('created_at_ms', 'bigint', (c) => c.notNull())
    .addColumn('expires_at_ms', 'bigint', (c) => c.notNull())
    .addColumn('decided_at_ms', 'bigint')
    .addColumn('answer_device_id', 'text')
    .addColumn('answer_body', bytes)
    .addColumn('answer_signature', bytes)
    .execute()
  // Partial indexes keep the cost of a login flat: they hold what is open or old enough to go, not what is kept. What is open
  // has one index, not one a question: each page that a commit changes costs two writes and a checksum.
  await schema
    .createIndex('challenge_open')
    .on('challenge')
    .columns(['account_id', 'created_at_ms', 'id', 'expires_at_ms'])
    .where(sql.ref('state'), 'in', [sql.lit('pending'), sql.lit('approved')])
    .execute()
  await schema
    .createIndex('challenge_over')
    .on('challenge')
    .column('decided_at_ms')
    .where(sql.ref('state'), 'not in', [sql.lit('pending'), sql.lit('approved')])
    .execute()

  await schema
    .createTable('delivery')
    .addColumn('challenge_id', 'text', (c) => c.notNull().references('challenge.id').onDelete('cascade'))
    .addColumn('device_id', 'text', (c) => c.notNull())
    .addColumn('key_id', 'text', (c) => c.notNull())
    .addColumn('body', bytes, (c) => c.notNull())
    .addPrimaryKeyConstraint('delivery_key', ['challenge_id', 'device_id'])
    .execute()

  await schema
    .createTable('guard')
    .addColumn('account_id', 'text', (c) => c.primaryKey())
    .addColumn('facts', 'text', (c) => c.notNull())
    .addColumn('revision', 'bigint', (c) => c.notNull())
    .addColumn('changed_at_ms', 'bigint', (c) => c.notNull())
    .execute()

  await schema
    .createTable('signing_key')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('public_key', bytes, (c) => c.notNull())
    .addColumn('sealed_private_key', bytes, (c) => c.notNull())
    .addColumn('not_before_ms', 'bigint', (c) => c.notNull())
    .addColumn('not_after_ms', 'bigint', (c) => c.notNull())
    .execute()

  await schema
    .createTable('key_set')
    .addColumn('id', 'integer', (c) => c.primaryKey())
    .addColumn('version', 'bigint', (c) => c.notNull())
    .execute()
  await sql`insert into key_set (id, version) values (1, 0)`.execute(db)
}
