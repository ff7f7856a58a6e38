// Verifying a long audit says how far it got, bite by bite, to whoever waits for it.
import assert from 'node:assert/strict'
import test from 'node:test'
import { record } from '@countersign/server/flows/admin/action'
import { sealAudit } from '@countersign/server/flows/seal-audit'
import { verifyAudit } from '@countersign/server/flows/verify-audit'
import { makeWorld } from '../support/test-world.js'

test('progress rises bite by bite and ends with everything', async () => {
  const { ports } = await makeWorld()
  await ports.storage.transaction(async (stores) => {
    for (let n = 0; n < 1_200; n += 1)
      await record(ports, stores, 'operator', { action: 'test.happened', facts: { n } })
  })
  await sealAudit(ports)
  const told: (readonly [number, number])[] = []
  const { entries } = await verifyAudit(ports, undefined, (read, all) => void told.push([read, all]))
  assert.deepEqual(told, [
    [500, entries],
    [1_000, entries],
    [entries, entries],
  ])
})
