// Which transactions may overlap on PostgreSQL: each takes the locks of what it is about before it reads anything.
//
// A transaction about everything has the database to itself; one about an account shares it with those about others. So what
// the stores were written for holds, one transaction after another as in SQLite, without PostgreSQL's own way to it: that ends
// transactions which only happened to touch the same page of an index, and new rows all go to the same page
// (docs/decisions/0040-postgresql.md has the figures).
import type { RootOperationNode } from 'kysely'
import type { Scope } from '../core/ports.js'
import type { Statement } from './postgres-link.js'

/** First half of each lock's number, so that other programs in the same database keep theirs: "Coun". */
const LOCKS = 0x436f_756e
/** Second half of the lock that all transactions share, and one about everything has alone. */
const EVERYTHING = 0

export type LockKey = number | 'everything'

/** Two scopes may get the same key by chance; then one of them waits, and nothing else happens. */
export function lockKey(about: Scope | undefined): LockKey {
  if (about === undefined) return 'everything'
  return hashOf('account' in about ? `account ${about.account}` : `one ${about.one}`)
}

/**
 * Takes the locks until the transaction ends. Always in this order, the shared one first and then by number, so that no two
 * transactions ever wait for each other. A statement of its own: what a statement sees was decided before it waits.
 */
export function takeLocks(keys: readonly LockKey[]): Statement {
  if (keys.includes('everything'))
    return {
      name: 'countersign_lock_everything',
      sql: 'select pg_advisory_xact_lock($1, $2)',
      parameters: [LOCKS, EVERYTHING],
    }
  const sorted = [...new Set(keys)].sort((a, b) => Number(a) - Number(b))
  return {
    name: 'countersign_lock_some',
    sql: `select pg_advisory_xact_lock_shared($1, $2)
      union all select pg_advisory_xact_lock($1, key) from unnest($3::integer[]) as key`,
    parameters: [LOCKS, EVERYTHING, sorted],
  }
}

/** What transactions about something rely on: only one about everything may write it. */
const SHARED: ReadonlySet<string> = new Set([
  'admin',
  'app',
  'app_key',
  'group_member',
  'key_set',
  'login_name',
  'logo',
  'member_group',
  'migration',
  'policy_set',
  'scim_removed',
  'setting',
  'signing_key',
  'webhook',
])

/** Throws when a transaction that is not about everything writes what others rely on: its scope is named wrongly. */
export function refuseShared(query: RootOperationNode, key: LockKey): void {
  if (key === 'everything') return
  const table = writtenTable(query)
  if (table !== undefined && SHARED.has(table))
    throw new Error(`a transaction about something writes ${table}, which is everybody's: name no scope`)
}

/** The table that a statement writes; undefined when it only reads. */
export function writtenTable(query: RootOperationNode): string | undefined {
  const node =
    query.kind === 'InsertQueryNode'
      ? query.into
      : query.kind === 'UpdateQueryNode'
        ? query.table
        : query.kind === 'DeleteQueryNode'
          ? query.from.froms[0]
          : undefined
  if (node === undefined) return undefined
  return node.kind === 'TableNode' && 'table' in node ? nameOf(node) : ''
}

function nameOf(node: object): string {
  // Sound: Kysely's TableNode holds a schemable identifier, which holds the name.
  const { table } = node as { readonly table: { readonly identifier: { readonly name: string } } }
  return table.identifier.name
}

/** FNV-1a, 32 bits (https://datatracker.ietf.org/doc/draft-eastlake-fnv/), signed as PostgreSQL's integers are; never that of everything. */
function hashOf(text: string): number {
  let hash = 0x811c_9dc5
  for (let at = 0; at < text.length; at += 1) {
    hash ^= text.charCodeAt(at)
    hash = Math.imul(hash, 0x0100_0193)
  }
  return hash === EVERYTHING ? 1 : hash | 0
}
