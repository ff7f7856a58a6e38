// The conformance suite, which sees a server from outside only, on two nodes with PostgreSQL and Redis behind one address.
//
// By itself it runs the part about challenges: each step of an admin is a command, a process that opens both engines.
// TEST_CONFORMANCE='apps codes devices links waivers' names others.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { startNodes } from '../support/nodes.js'
import type { TestPostgres } from '../support/postgres.js'
import { missingPostgres, startPostgres } from '../support/postgres.js'
import type { TestRedis } from '../support/redis.js'
import { redisMissing, startRedis } from '../support/redis.js'
import { runSuites } from './run-suites.js'

const parts = (process.env['TEST_CONFORMANCE'] ?? 'challenges').split(' ')
const skip = missingPostgres() ?? redisMissing()
let postgres: TestPostgres | undefined
let redis: TestRedis | undefined
after(async () => {
  await postgres?.[Symbol.asyncDispose]()
  await redis?.[Symbol.asyncDispose]()
})

test('what holds for one server on SQLite holds for two on PostgreSQL and Redis', { skip }, async (t) => {
  postgres = await startPostgres()
  redis = await startRedis()
  const nodes = await startNodes({
    ...{ nodes: 2, storageUrl: await postgres.newDatabase(), fabricUrl: redis.url },
  })
  t.after(() => nodes.end())
  const { code, output } = await runSuites(
    parts.map((name) => `conformance/${name}`),
    { COUNTERSIGN_URL: nodes.url, COUNTERSIGN_CLI: nodes.home.commandScript() },
  )
  assert.equal(code, 0, output)
  t.diagnostic(/^# pass \d+/m.exec(output)?.[0] ?? output)
})
