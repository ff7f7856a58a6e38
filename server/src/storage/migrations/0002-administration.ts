// Migration 2: what an admin works with: names, groups, policies, sessions, audit, outgoing mail and hooks, imports, invitations.
import type { ColumnDefinitionBuilder, Kysely } from 'kysely'
import { sql } from 'kysely'
import type { ColumnTypes } from '../migrate.js'
import { auditNeverChanges } from './audit-never-changes.js'

export async function administration(db: Kysely<unknown>, types: ColumnTypes): Promise<void> {
  await textSearch(db, types)
  await directory(db, types)
  await access(db, types)
  await record(db, types)
  await outgoing(db, types)
  await onboarding(db, types)
}

const required = (column: ColumnDefinitionBuilder): ColumnDefinitionBuilder => column.notNull()
const key = (column: ColumnDefinitionBuilder): ColumnDefinitionBuilder => column.primaryKey()
const text = (fallback: string) => (column: ColumnDefinitionBuilder) => column.notNull().defaultTo(fallback)
const count = (fallback: number) => (column: ColumnDefinitionBuilder) => column.notNull().defaultTo(fallback)

/** Where one text is in another is `instr` in SQLite and `strpos` in PostgreSQL: queries use the one name. */
async function textSearch(db: Kysely<unknown>, { bytes }: ColumnTypes): Promise<void> {
  if (bytes === 'bytea')
    await sql`create function instr(text, text) returns integer language sql immutable parallel safe
      as 'select strpos($1, $2)'`.execute(db)
}

/** Accounts and their names, groups, apps' looks, policies. */
async function directory(db: Kysely<unknown>, { bytes }: ColumnTypes): Promise<void> {
  const { schema } = db
  const account = (name: string, type: 'text' | 'bigint' | 'integer', build: typeof required) =>
    schema.alterTable('account').addColumn(name, type, build).execute()
  await account('state', 'text', text('active'))
  await account('emails', 'text', text('[]'))
  await account('notes', 'text', text(''))
  await account('locale', 'text', text('en'))
  await account('external_id', 'text', (c) => c)
  await account('second_factor_off_until_ms', 'bigint', (c) => c)
  await account('second_factor_off_reason', 'text', text(''))
  await account('changed_at_ms', 'bigint', count(0))
  await account('revision', 'bigint', count(1))
  await account('active_devices', 'integer', count(0))
  await account('search_text', 'text', text(''))
  await account('sort_name', 'text', text(''))
  await sql`update account set changed_at_ms = created_at_ms, search_text = user_id || ${'\n'} || lower(display_name),
    sort_name = lower(display_name),
    active_devices = (select count(*) from device where device.account_id = account.id and device.state = 'active')`.execute(
    db,
  )
  await schema
    .createIndex('account_external')
    .unique()
    .on('account')
    .column('external_id')
    .where(sql.ref('external_id'), 'is not', null)
    .execute()
  // One index an order of the list, with all that a search looks at: whoever is looked for among 100,000 is found in them
  // alone, without a look at each row.
  const looked = ['id', 'state', 'active_devices', 'search_text']
  await schema
    .createIndex('account_by_user_id')
    .on('account')
    .columns(['user_id', ...looked])
    .execute()
  await schema
    .createIndex('account_by_name')
    .on('account')
    .columns(['sort_name', ...looked])
    .execute()
  await schema
    .createIndex('account_by_age')
    .on('account')
    .columns(['created_at_ms', ...looked])
    .execute()
  // A narrow one for counting: most lists are asked for without a search, and tell how many there are. With the user ID at its end
  // it also lists who has no phone, in order, without a look at anybody who has one.
  await schema
    .createIndex('account_by_state')
    .on('account')
    .columns(['state', 'active_devices', 'user_id'])
    .execute()

  await schema
    .createTable('login_name')
    .addColumn('name', 'text', key)
    .addColumn('account_id', 'text', (c) => c.notNull().references('account.id'))
    .execute()
  await schema.createIndex('login_name_of_account').on('login_name').column('account_id').execute()
  await sql`insert into login_name (name, account_id) select user_id, id from account`.execute(db)

  await schema.alterTable('device').addColumn('last_used_at_ms', 'bigint').execute()
  await schema.alterTable('challenge').addColumn('pool', 'text', text('app')).execute()

  await schema.alterTable('app').addColumn('colour', 'text', text('')).execute()
  await schema.alterTable('app').addColumn('state', 'text', text('active')).execute()
  await schema.alterTable('app').addColumn('revision', 'bigint', count(1)).execute()

  await schema
    .createTable('logo')
    .addColumn('owner', 'text', key)
    .addColumn('type', 'text', required)
    .addColumn('bytes', bytes, required)
    .addColumn('changed_at_ms', 'bigint', required)
    .execute()

  await schema
    .createTable('member_group')
    .addColumn('id', 'text', key)
    .addColumn('name', 'text', required)
    .addColumn('name_key', 'text', (c) => c.notNull().unique())
    .addColumn('description', 'text', text(''))
    .addColumn('external_id', 'text')
    .addColumn('created_at_ms', 'bigint', required)
    .addColumn('changed_at_ms', 'bigint', required)
    .addColumn('revision', 'bigint', count(1))
    .execute()
  await schema
    .createIndex('group_external')
    .unique()
    .on('member_group')
    .column('external_id')
    .where(sql.ref('external_id'), 'is not', null)
    .execute()
  await schema
    .createTable('group_member')
    .addColumn('group_id', 'text', (c) => c.notNull().references('member_group.id').onDelete('cascade'))
    .addColumn('account_id', 'text', (c) => c.notNull().references('account.id'))
    .addPrimaryKeyConstraint('group_member_key', ['group_id', 'account_id'])
    .execute()
  await schema.createIndex('group_member_account').on('group_member').column('account_id').execute()

  await schema
    .createTable('scim_removed')
    .addColumn('account_id', 'text', (c) => c.primaryKey().references('account.id'))
    .addColumn('at_ms', 'bigint', required)
    .execute()

  await schema
    .createTable('policy_set')
    .addColumn('id', 'integer', key)
    .addColumn('revision', 'bigint', required)
    .addColumn('rules', 'text', required)
    .execute()
  await sql`insert into policy_set (id, revision, rules) values (1, 1, '[]')`.execute(db)

  await schema
    .createTable('setting')
    .addColumn('name', 'text', key)
    .addColumn('value', bytes, required)
    .addColumn('revision', 'bigint', required)
    .addColumn('changed_at_ms', 'bigint', required)
    .execute()
}

/** Who may act: admins, sign-ins under way, sessions, API tokens, replies kept for repeated requests. */
async function access({ schema }: Kysely<unknown>, { bytes }: ColumnTypes): Promise<void> {
  await schema
    .createTable('admin')
    .addColumn('account_id', 'text', (c) => c.primaryKey().references('account.id'))
    .addColumn('role', 'text', required)
    .addColumn('created_at_ms', 'bigint', required)
    .addColumn('created_by', 'text', required)
    .execute()
  await schema
    .createTable('setup_link')
    .addColumn('secret_hash', bytes, key)
    .addColumn('state', 'text', required)
    .addColumn('created_at_ms', 'bigint', required)
    .addColumn('expires_at_ms', 'bigint', required)
    .addColumn('browser_hash', bytes)
    .addColumn('account_id', 'text')
    .addColumn('made_account', 'integer', count(0))
    .addColumn('ticket_id', 'text')
    .addColumn('begun_until_ms', 'bigint')
    .execute()
  await schema
    .createTable('sign_in')
    .addColumn('secret_hash', bytes, key)
    .addColumn('kind', 'text', required)
    .addColumn('challenge_id', 'text', required)
    .addColumn('user_id', 'text', required)
    .addColumn('app_nonce', bytes, required)
    .addColumn('expires_at_ms', 'bigint', required)
    .execute()
  await schema.createIndex('sign_in_expiring').on('sign_in').column('expires_at_ms').execute()
  await schema
    .createTable('session')
    .addColumn('secret_hash', bytes, key)
    .addColumn('id', 'text', (c) => c.notNull().unique())
    .addColumn('kind', 'text', required)
    .addColumn('account_id', 'text', (c) => c.notNull().references('account.id'))
    .addColumn('created_at_ms', 'bigint', required)
    .addColumn('seen_at_ms', 'bigint', required)
    .addColumn('expires_at_ms', 'bigint', required)
    .addColumn('address', 'text', required)
    .addColumn('browser', 'text', required)
    .execute()
  await schema.createIndex('session_of_account').on('session').column('account_id').execute()
  await schema.createIndex('session_expiring').on('session').column('expires_at_ms').execute()
  await schema
    .createTable('api_token')
    .addColumn('id', 'text', key)
    .addColumn('name', 'text', required)
    .addColumn('secret_hash', bytes, required)
    .addColumn('permissions', 'text', required)
    .addColumn('created_by', 'text', required)
    .addColumn('created_at_ms', 'bigint', required)
    .addColumn('expires_at_ms', 'bigint', required)
    .addColumn('used_at_ms', 'bigint')
    .addColumn('revoked_at_ms', 'bigint')
    .execute()
  await schema
    .createTable('kept_reply')
    .addColumn('key_hash', bytes, key)
    .addColumn('request_hash', bytes, required)
    .addColumn('sealed_reply', bytes)
    .addColumn('created_at_ms', 'bigint', required)
    .execute()
  await schema.createIndex('kept_reply_age').on('kept_reply').column('created_at_ms').execute()
}

/** What happened: the audit, its checkpoints, and counts by the minute. */
async function record(db: Kysely<unknown>, types: ColumnTypes): Promise<void> {
  const { schema } = db
  const { bytes } = types
  await schema
    .createTable('audit')
    .addColumn('id', 'text', key)
    .addColumn('at_ms', 'bigint', required)
    .addColumn('action', 'text', required)
    .addColumn('actor', 'text', required)
    .addColumn('account_id', 'text')
    .addColumn('app_id', 'text')
    .addColumn('facts', 'text', required)
    .addColumn('mark', bytes)
    .addColumn('sequence', 'bigint')
    .addColumn('hash', bytes)
    .execute()
  await schema
    .createIndex('audit_sequence')
    .unique()
    .on('audit')
    .column('sequence')
    .where(sql.ref('sequence'), 'is not', null)
    .execute()
  await schema
    .createIndex('audit_unsealed')
    .on('audit')
    .columns(['at_ms', 'id'])
    .where(sql.ref('sequence'), 'is', null)
    .execute()
  await schema.createIndex('audit_of_account').on('audit').columns(['account_id', 'at_ms', 'id']).execute()
  await schema.createIndex('audit_time').on('audit').columns(['at_ms', 'id']).execute()
  await schema
    .createTable('audit_checkpoint')
    .addColumn('sequence', 'bigint', key)
    .addColumn('hash', bytes, required)
    .addColumn('at_ms', 'bigint', required)
    .addColumn('signature', bytes, required)
    .execute()
  await auditNeverChanges(db, types)
  await schema
    .createTable('minute_count')
    .addColumn('minute', 'bigint', required)
    .addColumn('app_id', 'text', required)
    .addColumn('outcome', 'text', required)
    .addColumn('count', 'bigint', required)
    .addPrimaryKeyConstraint('minute_count_key', ['minute', 'app_id', 'outcome'])
    .execute()
}

/** What leaves the server: notices, mail and webhooks, with their attempts. */
async function outgoing({ schema }: Kysely<unknown>, { bytes }: ColumnTypes): Promise<void> {
  await schema
    .createTable('notice')
    .addColumn('id', 'text', key)
    .addColumn('account_id', 'text', required)
    .addColumn('kind', 'text', required)
    .addColumn('facts', 'text', required)
    .addColumn('at_ms', 'bigint', required)
    .execute()
  await schema.createIndex('notice_of_account').on('notice').columns(['account_id', 'at_ms', 'id']).execute()
  await schema.createIndex('notice_age').on('notice').columns(['at_ms', 'id']).execute()
  await schema
    .createTable('webhook')
    .addColumn('id', 'text', key)
    .addColumn('url', 'text', required)
    .addColumn('description', 'text', text(''))
    .addColumn('actions', 'text', required)
    .addColumn('sealed_secret', bytes, required)
    .addColumn('state', 'text', required)
    .addColumn('created_at_ms', 'bigint', required)
    .addColumn('revision', 'bigint', count(1))
    .execute()
  await schema
    .createTable('outgoing')
    .addColumn('id', 'text', key)
    .addColumn('kind', 'text', required)
    .addColumn('webhook_id', 'text')
    .addColumn('account_id', 'text')
    .addColumn('subject', 'text', required)
    .addColumn('sealed_content', bytes)
    .addColumn('state', 'text', required)
    .addColumn('attempts', 'integer', required)
    .addColumn('due_at_ms', 'bigint', required)
    .addColumn('last_error', 'text', text(''))
    .addColumn('created_at_ms', 'bigint', required)
    .addColumn('finished_at_ms', 'bigint')
    .execute()
  // One lane a webhook, one for mail: a webhook that does not answer must not stand before the others.
  await schema
    .createIndex('outgoing_due')
    .on('outgoing')
    .columns(['state', 'kind', 'webhook_id', 'due_at_ms'])
    .execute()
  await schema.createIndex('outgoing_of_account').on('outgoing').column('account_id').execute()
  await schema.createIndex('outgoing_finished').on('outgoing').columns(['state', 'finished_at_ms']).execute()
}

/** Many people at once: imports line by line, and invitations. */
async function onboarding({ schema }: Kysely<unknown>, { bytes }: ColumnTypes): Promise<void> {
  await schema
    .createTable('import_job')
    .addColumn('id', 'text', key)
    .addColumn('name', 'text', required)
    .addColumn('state', 'text', required)
    .addColumn('reading', 'text', required)
    .addColumn('options', 'text', required)
    .addColumn('lines', 'bigint', required)
    .addColumn('done', 'bigint', required)
    .addColumn('at_line', 'bigint', required)
    .addColumn('counts', 'text', required)
    .addColumn('created_by', 'text', required)
    .addColumn('created_at_ms', 'bigint', required)
    .addColumn('changed_at_ms', 'bigint', required)
    .addColumn('revision', 'bigint', count(1))
    .execute()
  await schema.createIndex('import_job_age').on('import_job').columns(['created_at_ms', 'id']).execute()
  await schema
    .createTable('import_line')
    .addColumn('job_id', 'text', (c) => c.notNull().references('import_job.id').onDelete('cascade'))
    .addColumn('line', 'bigint', required)
    .addColumn('plan', 'text', required)
    .addColumn('state', 'text', required)
    .addColumn('content', 'text', required)
    .addPrimaryKeyConstraint('import_line_key', ['job_id', 'line'])
    .execute()
  await schema.createIndex('import_line_plan').on('import_line').columns(['job_id', 'plan', 'line']).execute()

  await schema
    .createTable('invitation')
    .addColumn('id', 'text', key)
    .addColumn('account_id', 'text', (c) => c.notNull().references('account.id'))
    .addColumn('secret_hash', bytes, (c) => c.notNull().unique())
    .addColumn('sealed_secret', bytes)
    .addColumn('sealed_start_code', bytes)
    .addColumn('channel', 'text', required)
    .addColumn('state', 'text', required)
    .addColumn('wrong_codes', 'integer', count(0))
    .addColumn('ticket_id', 'text')
    .addColumn('created_by', 'text', required)
    .addColumn('created_at_ms', 'bigint', required)
    .addColumn('sent_at_ms', 'bigint')
    .addColumn('reminded_at_ms', 'bigint')
    .addColumn('opened_at_ms', 'bigint')
    .addColumn('expires_at_ms', 'bigint', required)
    .addColumn('pairing_hash', bytes, (c) => c.unique())
    .addColumn('revision', 'bigint', count(1))
    .execute()
  await schema.createIndex('invitation_age').on('invitation').columns(['created_at_ms', 'id']).execute()
  await schema
    .createIndex('invitation_expiring')
    .on('invitation')
    .columns(['state', 'expires_at_ms'])
    .execute()
  await schema.createIndex('invitation_of_account').on('invitation').column('account_id').execute()
  await schema.createIndex('invitation_state').on('invitation').columns(['state', 'created_at_ms']).execute()
}
