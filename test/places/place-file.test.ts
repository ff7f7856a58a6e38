// Places from the operator's file: in two languages, read again when it is replaced, and never a reason for a fault.
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { createPlaceFile } from '@countersign/server/places/place-file'
import { collectingLog } from '../support/collecting-log.js'
import { mmdb, placeRecord } from '../support/mmdb.js'

const folder = await mkdtemp(join(tmpdir(), 'places-'))
after(() => rm(folder, { recursive: true }))

const germany = placeRecord('Germany', 'Munich', { country: 'Deutschland', town: 'München' })
const records = {
  '198.51.100.0/24': germany,
  '203.0.113.0/24': placeRecord('Iceland'),
  '2001:db8::/32': placeRecord('France', 'Paris'),
}

async function places(content: Buffer = mmdb(records), name = `${randomUUID()}.mmdb`) {
  const path = join(folder, name)
  await writeFile(path, content)
  const log = collectingLog()
  const file = createPlaceFile(path, log)
  await file.refresh()
  return { path, log, file }
}

test('an address has its town and country in the language asked for, or in English', async () => {
  const { file } = await places()
  assert.equal(file.of('198.51.100.7', 'en'), 'Munich, Germany')
  assert.equal(file.of('198.51.100.7', 'de'), 'München, Deutschland')
  assert.equal(file.of('203.0.113.9', 'de'), 'Iceland')
  assert.equal(file.of('2001:db8::7', 'en'), 'Paris, France')
  assert.equal(file.of('::ffff:198.51.100.7', 'en'), 'Munich, Germany')
})

test('what the file does not know, and what is no address, has no place', async () => {
  const { file } = await places()
  for (const address of ['192.0.2.1', '2001:dead::1', '', 'munich.example', '198.51.100', '198.51.100.7/24'])
    assert.equal(file.of(address, 'en'), '', address)
})

test('without a file, and before it was read, nothing has a place', async () => {
  const log = collectingLog()
  const none = createPlaceFile('', log)
  await none.refresh()
  assert.equal(none.of('198.51.100.7', 'en'), '')
  const { path } = await places()
  assert.equal(createPlaceFile(path, log).of('198.51.100.7', 'en'), '')
})

test('a file that is replaced is read again; a broken one is said once, and the last good one goes on', async () => {
  const { path, file, log } = await places()
  const fresh = join(folder, 'fresh')
  await writeFile(fresh, mmdb({ '198.51.100.0/24': placeRecord('Austria', 'Vienna') }))
  await rename(fresh, path)
  await file.refresh()
  assert.equal(file.of('198.51.100.7', 'en'), 'Vienna, Austria')
  await writeFile(path, 'no such file format')
  await file.refresh()
  await file.refresh()
  assert.equal(file.of('198.51.100.7', 'en'), 'Vienna, Austria')
  assert.equal(log.lines.filter(({ event }) => event === 'places_unreadable').length, 1)
  await rm(path)
  await file.refresh()
  assert.equal(file.of('198.51.100.7', 'en'), 'Vienna, Austria')
})

test('a file that is cut short, or is of another kind, makes no fault', async () => {
  const whole = mmdb(records)
  for (const content of [whole.subarray(0, 200), whole.subarray(50), Buffer.alloc(0)]) {
    const { file } = await places(content)
    assert.equal(typeof file.of('198.51.100.7', 'en'), 'string')
  }
  const { file: ofNetworks } = await places(mmdb({ '198.51.100.0/24': { autonomous_system_number: 64_496 } }))
  assert.equal(ofNetworks.of('198.51.100.7', 'en'), '')
  const { file: odd } = await places(
    mmdb({ '198.51.100.0/24': { city: 'Munich', country: { names: { en: 3 } } } }),
  )
  assert.equal(odd.of('198.51.100.7', 'en'), '')
})

test('a name that would look like something else on a screen is made plain, and cut to what the phone takes', async () => {
  const sly = placeRecord('Ger\u202emany\nApproved', 'x'.repeat(200))
  const { file } = await places(
    mmdb({ '198.51.100.0/24': sly, '203.0.113.0/24': placeRecord('A\u202eB\nC') }),
  )
  assert.equal(file.of('203.0.113.1', 'en'), 'A B C')
  assert.ok(Buffer.byteLength(file.of('198.51.100.7', 'en')) <= 128)
})
