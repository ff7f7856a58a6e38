// For migration 2: the triggers that keep the record as it was written, in each engine's own words.
import type { Kysely } from 'kysely'
import { sql } from 'kysely'
import type { ColumnTypes } from '../migrate.js'

/**
 * An accident or a careless tool cannot change the record. Whoever can change the schema can; that is what the chain is for.
 * The one change there is: an entry gets its place.
 */
export async function auditNeverChanges(db: Kysely<unknown>, { bytes }: ColumnTypes): Promise<void> {
  for (const rule of rules)
    if (bytes === 'blob') await onSqlite(db, rule)
    else await onPostgres(db, rule)
}

interface Rule {
  readonly name: string
  readonly event: 'update' | 'delete'
  readonly table: 'audit' | 'audit_checkpoint'
  readonly only?: string
  readonly sentence: string
}

const rules: readonly Rule[] = [
  {
    name: 'audit_unchanged',
    event: 'update',
    table: 'audit',
    only: `old.sequence is not null or new.sequence is null or new.hash is null or new.id is distinct from old.id
      or new.at_ms is distinct from old.at_ms or new.action is distinct from old.action or new.actor is distinct from old.actor
      or new.account_id is distinct from old.account_id or new.app_id is distinct from old.app_id
      or new.facts is distinct from old.facts or new.mark is distinct from old.mark`,
    sentence: 'an audit entry never changes',
  },
  { name: 'audit_kept', event: 'delete', table: 'audit', sentence: 'an audit entry is never removed' },
  {
    name: 'audit_checkpoint_unchanged',
    event: 'update',
    table: 'audit_checkpoint',
    sentence: 'a checkpoint never changes',
  },
  {
    name: 'audit_checkpoint_kept',
    event: 'delete',
    table: 'audit_checkpoint',
    sentence: 'a checkpoint is never removed',
  },
]

async function onSqlite(db: Kysely<unknown>, { name, event, table, only, sentence }: Rule): Promise<void> {
  const when = only === undefined ? '' : `when ${only}`
  await sql
    .raw(
      `create trigger ${name} before ${event} on ${table} ${when} begin select raise(abort, '${sentence}'); end`,
    )
    .execute(db)
}

async function onPostgres(db: Kysely<unknown>, { name, event, table, only, sentence }: Rule): Promise<void> {
  const when = only === undefined ? '' : `when (${only})`
  await sql
    .raw(
      `create function ${name}() returns trigger language plpgsql as $$ begin raise exception '${sentence}'; end $$`,
    )
    .execute(db)
  await sql
    .raw(`create trigger ${name} before ${event} on ${table} for each row ${when} execute function ${name}()`)
    .execute(db)
}
