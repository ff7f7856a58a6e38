// No query of a login reads a table from end to end: its cost must not grow with what is kept.
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { PreparedQueries } from '@countersign/server/storage/query'
import { Session } from '@countersign/server/storage/session'
import { compileOnly, openSqliteStorage } from '@countersign/server/storage/sqlite'
import { openReader } from '@countersign/server/storage/sqlite-file'
import { sqlStores } from '@countersign/server/storage/stores'
import type { CompiledQuery } from 'kysely'
import { id } from '../contract/sample-records.js'
import type { Call } from './store-calls.js'
import { storeCalls } from './store-calls.js'

const folder = mkdtempSync(join(tmpdir(), 'countersign-'))
after(() => rmSync(folder, { recursive: true }))

/** The sweep, once a second: it walks the one index of what is open, so that no login pays for an index of its own. */
const OVERDUE = ['SCAN challenge USING INDEX challenge_open', 'USE TEMP B-TREE FOR ORDER BY']
/** The sealer, twice a second: all of this index is what waits for it. */
const UNSEALED = ['SCAN audit USING INDEX audit_unsealed']
/** One page, or the few things of one account: sorted in memory. */
const SORTED = ['USE TEMP B-TREE FOR ORDER BY', 'USE TEMP B-TREE FOR LAST TERM OF ORDER BY']
/** Whoever is looked for is found in one index that holds all that is looked at, and no row beside the page is read. */
const LISTED = ['SCAN account USING COVERING INDEX account_by_', ...SORTED]
const allowances: Readonly<Record<string, readonly string[]>> = {
  'directory.list': LISTED,
  'directory.count': LISTED,
  'groups.ofAccount': SORTED,
  'apps.keysOf': SORTED,
  'scim.users': LISTED,
  'scim.groups': ['SCAN member_group USING INDEX sqlite_autoindex_member_group_2'],
  // What is inserted is no table.
  'scim.addMembers': ['SCAN 2-ROW VALUES CLAUSE'],
  'scim.groupsOf': SORTED,
  'scim.membersOf': SORTED,
  'sessions.ofAccount': SORTED,
  // Tens of rows: admins, those who are signed in, lists that were imported.
  'admins.owners': ['SCAN admin'],
  'sessions.purge': ['SCAN session'],
  'imports.running': ['SCAN import_job USING INDEX'],
  'imports.purge': ['SCAN import_job USING INDEX'],
  'outgoing.due': SORTED,
  'challenges.overdue': OVERDUE,
  'challenges.ringing': OVERDUE,
  'audit.unsealed': UNSEALED,
  'audit.unsealedCount': UNSEALED,
  // One step from the end of it.
  'audit.lastCheckpoint': ['SCAN audit_checkpoint USING INDEX sqlite_autoindex_audit_checkpoint_1'],
}

test('a page of accounts is found in the index of its order, whatever is searched and filtered', async () => {
  const path = join(folder, 'lists.db')
  await (await openSqliteStorage({ path })).close()
  const db = openReader(path)
  const plans: string[] = []
  const explaining = {
    async executeQuery<R>({ sql, parameters }: CompiledQuery) {
      const steps = db.prepare(`explain query plan ${sql}`).all(...parameters) as { detail: string }[]
      plans.push(steps.map(({ detail }) => detail).join(' / '))
      // As many members as no small group has.
      return { rows: sql.includes('count(*)') ? [{ count: 1_000_000 } as R] : [] }
    },
    async *streamQuery() {},
  }
  const { directory } = sqlStores(new Session(explaining, new PreparedQueries(compileOnly())))
  const indexes = { userId: 'user_id', displayName: 'name', createdAt: 'age' } as const
  for (const [sort, index] of Object.entries(indexes))
    for (const words of [[], ['ada']])
      for (const groupId of [undefined, id()]) {
        plans.length = 0
        await directory.list({
          ...{ words, state: 'suspended', device: 'without', groupId, limit: 50 },
          ...{ sort: sort as keyof typeof indexes, order: 'asc', after: undefined },
        })
        // Else each account's row would be read: ten times the work at 100,000 of them.
        assert.match(plans.at(-1) ?? '', new RegExp(`COVERING INDEX account_by_${index}\\b`))
        assert.doesNotMatch(plans.at(-1) ?? '', /account_by_state|SCAN account USING INDEX/)
      }
  db.close()
})

test('every query finds its rows by an index, but those that list a whole table', async () => {
  const path = join(folder, 'plans.db')
  await (await openSqliteStorage({ path })).close()
  const db = openReader(path)
  let plans: string[] = []
  // Runs nothing: asks SQLite how it would.
  const explaining = {
    async executeQuery<R>({
      sql,
      parameters,
    }: {
      readonly sql: string
      readonly parameters: readonly unknown[]
    }) {
      const steps = db.prepare(`explain query plan ${sql}`).all(...parameters)
      plans.push(...steps.map((step) => `${sql}: ${JSON.stringify(step)}`))
      // What a purge removed decides what it removes with it: that is explained as well. And one row is always there.
      const row = sql.includes(' returning ')
        ? { account_id: id(), device_id: id() }
        : sql.startsWith('select') && sql.includes('"policy_set"')
          ? { id: 1, revision: 1, rules: '[]' }
          : undefined
      // Sound as far as it is read: these are the columns that queries of ours return.
      return { rows: row === undefined ? [] : [row as R] }
    },
    async *streamQuery() {},
  }
  const stores = sqlStores(new Session(explaining, new PreparedQueries(compileOnly())))

  const faults: Record<string, readonly string[]> = {}
  for (const [store, methods] of Object.entries(storeCalls)) {
    for (const [method, call] of Object.entries<Call>(methods)) {
      if (call === 'reads the whole table') continue
      const allowed = allowances[`${store}.${method}`] ?? []
      plans = []
      await call(stores)
      const long = plans
        .filter((plan) => /SCAN (?!CONSTANT)|USE TEMP B-TREE/.test(plan))
        .filter((plan) => !allowed.some((step) => plan.includes(`"detail":"${step}`)))
      if (long.length > 0) faults[`${store}.${method}`] = long
    }
  }
  assert.deepEqual(faults, {})
  db.close()
})
