// A list that holds everybody up: logins share a thread with whoever reads a list. Forty megabytes in one cell, of quotes, of empty
// lines or of separators are read in one go unless each has a limit; a login waits for seconds then.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readImport } from '@countersign/server/flows/admin/read-import'
import { faultsOf, OPERATOR, readList } from '../support/onboarding.js'
import { makeWorld, reasonOf } from '../support/test-world.js'

const utf8 = new TextEncoder()
const MEGABYTES = 39_000_000

test('a cell of many megabytes is a fault of its line, and hides no other line', async () => {
  const { ports } = await makeWorld()
  for (const cell of ['x'.repeat(1_000_000), '"'.repeat(1_000_000), 'x|'.repeat(500_000)]) {
    const job = await readList(ports, ['user_id,aliases', `a,${cell}`, 'b,'])
    assert.deepEqual(await faultsOf(ports, job), ['2:2 value_too_long'])
    assert.equal(job.counts.add, 1)
  }
})

test('a list of one huge cell, in quotes or not, is read as faults', async () => {
  const { ports } = await makeWorld()
  for (const sign of ['"', 'x']) {
    const job = await readList(ports, utf8.encode(`user_id\n${sign.repeat(MEGABYTES)}`))
    assert.deepEqual(await faultsOf(ports, job), ['2:1 value_too_long'])
  }
})

test('millions of empty lines are refused before a line is looked at', async () => {
  const { ports } = await makeWorld()
  for (const lines of ['\n', '\r', '\r\n', ',\n', '""\n']) {
    const list = utf8.encode(`user_id\n${lines.repeat(MEGABYTES / lines.length)}`)
    const read = await readImport(ports, OPERATOR, { name: 'x', upload: async () => list })
    assert.equal(reasonOf(read), 'value_invalid', JSON.stringify(lines))
  }
})

test('a header without end is a fault', async () => {
  const { ports } = await makeWorld()
  const job = await readList(ports, utf8.encode('user_id;'.repeat(MEGABYTES / 8)))
  assert.ok(job.headerFaults.length > 0)
})
