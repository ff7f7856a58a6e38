// Every place that keeps a masked PIN key keeps the same promises; then what is special to each place.
import 'fake-indexeddb/auto'
import assert from 'node:assert/strict'
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import type { KeptPin, PinStore } from '@countersign/client-sdk'
import { memoryPinStore } from '@countersign/client-sdk'
import { browserPinStore } from '@countersign/client-sdk/browser'
import { filePinStore } from '@countersign/client-sdk/node'
import type { DeviceId } from '@countersign/protocol'
import { idFromBytes, PIN_KEY_BYTES, PIN_SALT_BYTES, toBase64Url } from '@countersign/protocol'

const phone = idFromBytes<DeviceId>(new Uint8Array(16).fill(1))
const other = idFromBytes<DeviceId>(new Uint8Array(16).fill(2))
const keptPin = (fill: number): KeptPin => ({
  pinId: toBase64Url(new Uint8Array(16).fill(fill)),
  salt: new Uint8Array(PIN_SALT_BYTES).fill(fill + 1),
  rounds: 600_000,
  blob: new Uint8Array(PIN_KEY_BYTES).fill(fill + 2),
})
const [now, next] = [keptPin(1), keptPin(11)]

let databases = 0
const places: readonly (readonly [string, (directory: string) => PinStore])[] = [
  ['memory', () => memoryPinStore()],
  ['file', (directory) => filePinStore(directory)],
  ['browser', () => browserPinStore({ databaseName: `pins-${databases++}` })],
]

async function directoryFor(context: { after(work: () => Promise<void>): void }): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'countersign-pins-'))
  context.after(() => rm(directory, { recursive: true, force: true }))
  return directory
}

for (const [name, open] of places) {
  test(`[PN7] ${name}: what was saved is there again, the one that counts and the one that is to take its place`, async (context) => {
    const store = open(await directoryFor(context))
    assert.deepEqual(await store.open(phone), [])
    await store.save(phone, [now, next])
    assert.deepEqual(await store.open(phone), [now, next])
    await store.save(phone, [next])
    assert.deepEqual(await store.open(phone), [next])
  })

  test(`${name}: devices are apart, and a removed one is gone`, async (context) => {
    const store = open(await directoryFor(context))
    await store.save(phone, [now])
    await store.save(other, [next])
    await store.remove(phone)
    await store.remove(phone)
    assert.deepEqual(await store.open(phone), [])
    assert.deepEqual(await store.open(other), [next])
  })
}

test('[PN1] file: it holds the four things that no PIN is told by, mode 0600, and a change leaves no copy beside it', async (context) => {
  const directory = await directoryFor(context)
  const store = filePinStore(directory)
  await store.save(phone, [now, next])
  await store.save(phone, [next])
  assert.deepEqual(await readdir(directory), [`${phone}.pin`])
  const path = join(directory, `${phone}.pin`)
  assert.equal((await stat(path)).mode & 0o777, 0o600)
  const { pinId, salt, rounds, blob } = next
  const written = [{ pinId, rounds, salt: toBase64Url(salt), blob: toBase64Url(blob) }]
  assert.deepEqual(JSON.parse(await readFile(path, 'utf8')), written)
})

test('file: one that others may read, or in a folder that others may write in, is refused', async (context) => {
  const directory = await directoryFor(context)
  const store = filePinStore(directory)
  await store.save(phone, [now])
  await chmod(join(directory, `${phone}.pin`), 0o640)
  await assert.rejects(store.open(phone), { code: 'key_exposed' })
  await chmod(directory, 0o777)
  await assert.rejects(store.save(phone, [next]), { code: 'key_exposed' })
})

test('file: what is no PIN is an error, and no PIN that was lost', async (context) => {
  const directory = await directoryFor(context)
  const store = filePinStore(directory)
  await store.save(phone, [now])
  const path = join(directory, `${phone}.pin`)
  const good = await readFile(path, 'utf8')
  const broken = [
    ...['', '{', '{}', '[null]', '[{}]'],
    good.replace(now.pinId, 'short'),
    good.replace('600000', '0'),
    good.replace('600000', '"600000"'),
    good.replace(toBase64Url(now.blob), toBase64Url(now.blob.subarray(1))),
    good.replace(toBase64Url(now.salt), `${toBase64Url(now.salt)}=`),
  ]
  for (const text of broken) {
    assert.notEqual(text, good)
    await writeFile(path, text)
    await assert.rejects(store.open(phone), { code: 'storage_failed' }, text)
  }
})

test('file: an id that could be a path is refused', async (context) => {
  const store = filePinStore(await directoryFor(context))
  // Sound: what a device id must not be is what is tried.
  for (const id of ['', '../up', 'a/b', 'a\0'] as DeviceId[]) {
    await assert.rejects(async () => store.open(id), RangeError)
    await assert.rejects(async () => store.save(id, [now]), RangeError)
  }
})
