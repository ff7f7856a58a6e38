// The conformance suite, which sees a server from outside only, on two nodes with PostgreSQL and Redis behind one address.
//
// By itself it runs the part about challenges: each step of an admin is a command, a process that opens both engines.
// TEST_CONFORMANCE='apps codes devices links waivers' names others.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { enginesMissing, enginesOfThisFile } from '../support/engines.js'
import { startNodes } from '../support/nodes.js'
import { runSuites } from './run-suites.js'

const parts = (process.env['TEST_CONFORMANCE'] ?? 'challenges').split(' ')
const startEngines = enginesOfThisFile()

test('what holds for one server on SQLite holds for two on PostgreSQL and Redis', {
  skip: enginesMissing,
}, async (t) => {
  const { storageUrl, fabricUrl } = await startEngines()
  const nodes = await startNodes({ nodes: 2, storageUrl, fabricUrl })
  t.after(() => nodes.end())
  const { code, output } = await runSuites(
    parts.map((name) => `conformance/${name}`),
    { COUNTERSIGN_URL: nodes.url, COUNTERSIGN_CLI: nodes.home.commandScript() },
  )
  assert.equal(code, 0, output)
  t.diagnostic(/^# pass \d+/m.exec(output)?.[0] ?? output)
})
