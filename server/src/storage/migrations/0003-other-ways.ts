// Migration 3: the other ways in: codes from apps, printed codes, codes of the help desk, their tries, set-ups, enrolments, recoveries.
import type { ColumnDefinitionBuilder, Kysely } from 'kysely'
import { sql } from 'kysely'
import type { ColumnTypes } from '../migrate.js'

export async function otherWays(db: Kysely<unknown>, types: ColumnTypes): Promise<void> {
  await existing(db)
  await codes(db, types)
  await underWay(db, types)
}

const required = (column: ColumnDefinitionBuilder): ColumnDefinitionBuilder => column.notNull()
const key = (column: ColumnDefinitionBuilder): ColumnDefinitionBuilder => column.primaryKey()
const count = (column: ColumnDefinitionBuilder): ColumnDefinitionBuilder => column.notNull().defaultTo(0)
const ofAccount = (column: ColumnDefinitionBuilder): ColumnDefinitionBuilder =>
  column.notNull().references('account.id')

/** What accounts, apps, sessions and invitations say beside what they said. */
async function existing(db: Kysely<unknown>): Promise<void> {
  const { schema } = db
  await schema.alterTable('account').addColumn('active_totps', 'integer', count).execute()
  await schema.alterTable('account').addColumn('enrolled_by', 'text').execute()
  await schema.alterTable('app').addColumn('may_enrol', 'integer', count).execute()
  const phone = (column: ColumnDefinitionBuilder): ColumnDefinitionBuilder =>
    column.notNull().defaultTo('phone')
  await schema.alterTable('session').addColumn('by', 'text', phone).execute()
  await schema.alterTable('session').addColumn('approved_at_ms', 'bigint', count).execute()
  await schema.alterTable('invitation').addColumn('code_set_id', 'text').execute()
  await sql`update session set approved_at_ms = created_at_ms`.execute(db)
}

async function codes({ schema }: Kysely<unknown>, { bytes }: ColumnTypes): Promise<void> {
  await schema
    .createTable('totp')
    .addColumn('id', 'text', key)
    .addColumn('account_id', 'text', ofAccount)
    .addColumn('device_id', 'text', (c) => c.references('device.id'))
    .addColumn('name', 'text', required)
    .addColumn('algorithm', 'text', required)
    .addColumn('digits', 'integer', required)
    .addColumn('sealed_secret', bytes, required)
    .addColumn('state', 'text', required)
    .addColumn('last_step', 'bigint', count)
    .addColumn('created_at_ms', 'bigint', required)
    .addColumn('expires_at_ms', 'bigint', required)
    .addColumn('last_used_at_ms', 'bigint')
    .execute()
  await schema.createIndex('totp_account').on('totp').columns(['account_id', 'created_at_ms', 'id']).execute()
  await schema
    .createIndex('totp_device')
    .on('totp')
    .column('device_id')
    .where(sql.ref('device_id'), 'is not', null)
    .execute()
  await schema
    .createIndex('totp_pending')
    .on('totp')
    .column('expires_at_ms')
    .where(sql.ref('state'), '=', sql.lit('pending'))
    .execute()
  await schema
    .createTable('backup_code')
    .addColumn('account_id', 'text', ofAccount)
    .addColumn('selector', 'text', required)
    .addColumn('set_id', 'text', required)
    .addColumn('hash', 'text', required)
    .addColumn('state', 'text', required)
    .addColumn('made_at_ms', 'bigint', required)
    .addColumn('used_at_ms', 'bigint')
    .addPrimaryKeyConstraint('backup_code_key', ['account_id', 'selector'])
    .execute()
  await schema
    .createIndex('backup_code_waiting')
    .on('backup_code')
    .column('made_at_ms')
    .where(sql.ref('state'), '=', sql.lit('waiting'))
    .execute()
  await schema
    .createTable('bypass_code')
    .addColumn('id', 'text', key)
    .addColumn('account_id', 'text', ofAccount)
    .addColumn('code_hash', bytes, required)
    .addColumn('reason', 'text', required)
    .addColumn('made_by', 'text', required)
    .addColumn('state', 'text', required)
    .addColumn('made_at_ms', 'bigint', required)
    .addColumn('expires_at_ms', 'bigint', required)
    .addColumn('used_at_ms', 'bigint')
    .execute()
  await schema
    .createIndex('bypass_code_account')
    .on('bypass_code')
    .columns(['account_id', 'made_at_ms', 'id'])
    .execute()
  // One open code an account, whatever two help desks do at once.
  await schema
    .createIndex('bypass_code_open')
    .unique()
    .on('bypass_code')
    .column('account_id')
    .where(sql.ref('state'), '=', sql.lit('open'))
    .execute()
  await schema.createIndex('bypass_code_expiring').on('bypass_code').column('expires_at_ms').execute()
  // Also of accounts that do not exist: tries against them are counted, and refused, alike.
  await schema
    .createTable('code_guard')
    .addColumn('account_id', 'text', required)
    .addColumn('way', 'text', required)
    .addColumn('pool', 'text', required)
    .addColumn('wrong_at_ms', 'text', required)
    .addColumn('consecutive_wrong', 'integer', count)
    .addColumn('changed_at_ms', 'bigint', required)
    .addColumn('of_nobody', 'integer', required)
    .addColumn('revision', 'bigint', required)
    .addPrimaryKeyConstraint('code_guard_key', ['account_id', 'way', 'pool'])
    .execute()
  // What the sweep looks for; those of accounts stay, and it must not walk past them each second.
  await schema
    .createIndex('code_guard_of_nobody')
    .on('code_guard')
    .column('changed_at_ms')
    .where(sql.ref('of_nobody'), '=', sql.lit(1))
    .execute()
}

/** Set-ups at a login and by an enrolment, recoveries, and the links that stop an account. */
async function underWay({ schema }: Kysely<unknown>, { bytes }: ColumnTypes): Promise<void> {
  await schema
    .createTable('set_up')
    .addColumn('id', 'text', key)
    .addColumn('kind', 'text', required)
    .addColumn('only_phone', 'integer', required)
    .addColumn('secret_hash', bytes, (c) => c.notNull().unique())
    .addColumn('browser_hash', bytes, (c) => c.unique())
    .addColumn('account_id', 'text', ofAccount)
    .addColumn('app_id', 'text', required)
    .addColumn('return_to', 'text', required)
    .addColumn('address', 'text', required)
    .addColumn('state', 'text', required)
    .addColumn('code_set_id', 'text')
    .addColumn('ticket_id', 'text')
    .addColumn('created_at_ms', 'bigint', required)
    .addColumn('expires_at_ms', 'bigint', required)
    .execute()
  await schema.createIndex('set_up_account').on('set_up').columns(['account_id', 'state']).execute()
  await schema.createIndex('set_up_expiring').on('set_up').column('expires_at_ms').execute()
  await schema
    .createTable('set_up_offer')
    .addColumn('account_id', 'text', (c) => c.primaryKey().references('account.id'))
    .addColumn('first_at_ms', 'bigint', required)
    .execute()
  await schema
    .createTable('enrolment_try')
    .addColumn('id', 'text', key)
    .addColumn('app_id', 'text', (c) => c.notNull().references('app.id'))
    .addColumn('at_ms', 'bigint', required)
    .execute()
  await schema.createIndex('enrolment_try_app').on('enrolment_try').columns(['app_id', 'at_ms']).execute()
  await schema.createIndex('enrolment_try_old').on('enrolment_try').column('at_ms').execute()
  // Also of accounts that do not exist.
  await schema
    .createTable('recovery')
    .addColumn('secret_hash', bytes, key)
    .addColumn('account_id', 'text', required)
    .addColumn('user_id', 'text', required)
    .addColumn('shown', 'text')
    .addColumn('created_at_ms', 'bigint', required)
    .addColumn('expires_at_ms', 'bigint', required)
    .execute()
  await schema.createIndex('recovery_account').on('recovery').column('account_id').execute()
  await schema.createIndex('recovery_expiring').on('recovery').column('expires_at_ms').execute()
  await schema
    .createTable('not_me_link')
    .addColumn('secret_hash', bytes, key)
    .addColumn('account_id', 'text', ofAccount)
    .addColumn('notice_id', 'text', required)
    .addColumn('expires_at_ms', 'bigint', required)
    .execute()
  await schema.createIndex('not_me_link_account').on('not_me_link').column('account_id').execute()
  await schema.createIndex('not_me_link_expiring').on('not_me_link').column('expires_at_ms').execute()
}
