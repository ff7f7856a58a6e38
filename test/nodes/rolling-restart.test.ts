// Every node is replaced while people log in: processes of their own behind a balancer without stickiness, PostgreSQL, Redis.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { compare } from '../faults/ledger.js'
import { Load } from '../faults/load.js'
import { enginesMissing, enginesOfThisFile } from '../support/engines.js'
import { startNodes } from '../support/nodes.js'

const NODES = 2
const startEngines = enginesOfThisFile()

test('[ST1] [ST5] all nodes are replaced one after the other: every login that was begun meanwhile goes through', {
  skip: enginesMissing,
}, async (t) => {
  const { storageUrl, fabricUrl } = await startEngines()
  const nodes = await startNodes({ nodes: NODES, storageUrl, fabricUrl })
  t.after(() => nodes.end())
  const load = await Load.open(nodes, { people: 40, clients: 6, seed: Date.now() % 1_000_000 })
  try {
    load.begin()
    await load.more(10)
    for (let node = 0; node < NODES; node += 1) {
      assert.equal(await nodes.restart(node), 0)
      await load.more(10)
    }
  } finally {
    await load.end()
  }
  const counted = await compare(nodes.ports, load)
  t.diagnostic(JSON.stringify(counted))
  assert.deepEqual(
    load.told.filter(({ redemptions }) => !redemptions.includes('login')),
    [],
  )
  assert.equal(counted.logins, counted.begun)
  const [fault] = nodes.lines.filter((line) => line.includes('"level":"error"'))
  assert.equal(fault, undefined)
})
