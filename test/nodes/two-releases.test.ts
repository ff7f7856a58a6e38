// Two releases side by side for the time of an update: programs of this one go on working, and start anew, on the schema of the next.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { compare } from '../faults/ledger.js'
import { Load } from '../faults/load.js'
import { enginesMissing, enginesOfThisFile } from '../support/engines.js'
import type { Release } from '../support/nodes.js'
import { startNodes } from '../support/nodes.js'

const startEngines = enginesOfThisFile()

const path = (file: string): string => fileURLToPath(new URL(file, import.meta.url))
/** From its sources, so that the preload and the program share their modules. */
const next: Release = {
  program: path('../../server/src/main.ts'),
  nodeOptions: [
    ...['--conditions=source', '--import', import.meta.resolve('tsx')],
    ...['--import', path('./next-release.ts')],
  ],
}

test('one node is updated, the other goes on; then it is started anew, old as it is; no login fails meanwhile', {
  skip: enginesMissing,
}, async (t) => {
  const { storageUrl, fabricUrl } = await startEngines()
  const nodes = await startNodes({ nodes: 2, storageUrl, fabricUrl })
  t.after(() => nodes.end())
  const load = await Load.open(nodes, { people: 20, clients: 4, seed: Date.now() % 1_000_000 })
  try {
    load.begin()
    await load.more(5)
    assert.equal(await nodes.restart(0, next), 0)
    await load.more(10)
    assert.deepEqual(nodes.balancer.ready, [true, true])
    assert.equal(await nodes.restart(1), 0)
    await load.more(10)
    assert.deepEqual(nodes.balancer.ready, [true, true])
  } finally {
    await load.end()
  }
  const counted = await compare(nodes.ports, load)
  t.diagnostic(JSON.stringify(counted))
  assert.equal(counted.logins, counted.begun)
})
