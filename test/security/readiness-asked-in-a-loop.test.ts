// Anybody may ask /readyz, and each answer asks the database. While that is away each also wrote a line with its error: a stranger with a
// loop fills the disk of the log and hides what else it says, at the worst moment. So all who ask at once share one look, and what it
// found is said at once, then once in a while, with a count.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createMemoryFabric } from '@countersign/server/fabric/memory'
import { createMemoryStorage } from '@countersign/server/storage/memory'
import { createHealth } from '@countersign/server/telemetry/health'
import { collectingLog } from '../support/collecting-log.js'

const MANY = 1_000

test('a crowd that asks whether the server is ready asks the database once, and writes one line', async () => {
  const log = collectingLog()
  const clock = { nowMs: () => 1 }
  let pings = 0
  const storage = {
    ...createMemoryStorage(),
    async ping() {
      pings += 1
      await new Promise(setImmediate)
      throw new Error('away')
    },
  }
  // Sound: nothing else of it is asked.
  const vault = { signingKey: () => ({}) } as never
  const health = createHealth({ storage, fabric: createMemoryFabric(clock), vault, clock, log })

  const together = await Promise.all(Array.from({ length: MANY }, () => health.readiness()))
  assert.ok(
    together.every(({ ready, checks }) => !ready && checks.storage === 'failed' && checks.keys === 'ok'),
  )
  assert.equal(pings, 1)

  for (let i = 0; i < 100; i += 1) await health.readiness()
  assert.equal(pings, 101)
  assert.ok(log.lines.length < 5, `${log.lines.length} lines`)

  // What is known of this server itself is of this moment.
  health.drain()
  assert.equal((await health.readiness()).checks.draining, true)
})
