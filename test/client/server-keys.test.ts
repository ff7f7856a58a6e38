// Which server keys a device believes: those that its pinned server id stands for, never older than it has seen.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { SignedKeySet } from '@countersign/protocol'
import { toBase64Url } from '@countersign/protocol'
import { ClientWorld } from '../support/client-world.js'
import { bytes, FakeKey, FakeServer } from '../support/fake-server.js'
import { until } from '../support/socket-pair.js'

/** The server begins to sign with a new key that the device has not heard of. */
function rotate(server: FakeServer): void {
  server.challengeKey = new FakeKey()
  server.keys = [...server.keys, server.challengeKey]
  server.keySetVersion += 1
}

test('[KS4] a challenge by an unknown key makes the device fetch the key set, check it, keep it, and show the challenge', async () => {
  const world = await ClientWorld.create()
  const pair = await world.online()
  rotate(world.server)
  await world.show(pair)
  assert.deepEqual(world.server.calls, ['/v1/keyset'])
  assert.equal(world.device.pairing.keySetVersion, 2)
  assert.equal((await world.store.all())[0]?.keySetVersion, 2)
})

test('a welcome that names a newer version makes the device fetch it before it is needed', async () => {
  const world = await ClientWorld.create()
  rotate(world.server)
  await world.online()
  await until('it is kept', () => world.device.pairing.keySetVersion === 2)
  assert.deepEqual(world.server.calls, ['/v1/keyset'])
})

test('forged challenges do not make the device flood the server', async () => {
  const world = await ClientWorld.create()
  const pair = await world.online()
  const stranger = new FakeKey()
  for (let i = 0; i < 20; i++) pair.deliver(world.server.challengeFrame(world.server.challenge(), stranger))
  await until('all are refused', () => world.refused.length === 20)
  assert.equal(world.server.calls.length, 1)
})

test('a fetch that failed is tried again at once when the next challenge needs it', async () => {
  const world = await ClientWorld.create()
  const pair = await world.online()
  rotate(world.server)
  const answer = world.server.http['/v1/keyset']
  assert.ok(answer)
  delete world.server.http['/v1/keyset']
  pair.deliver(world.server.challengeFrame())
  await until('it is refused', () => world.refused.length === 1)
  assert.equal(world.of('fault')[0]?.error.code, 'server_unreachable')
  world.server.http['/v1/keyset'] = answer
  await world.show(pair)
})

const wrongSets: readonly {
  readonly rule: string
  readonly what: string
  readonly code: string
  readonly make: (server: FakeServer) => SignedKeySet
}[] = [
  {
    rule: 'KS1',
    what: 'of another root key',
    code: 'server_identity_wrong',
    make: (server) => new FakeServer(server.nowMs).keySet({ serverId: server.serverId, keySetVersion: 9 }),
  },
  {
    rule: 'KS1',
    what: 'signed by another key under the right root',
    code: 'key_set_invalid',
    make: (server) => {
      const other = new FakeServer(server.nowMs).keySet({ serverId: server.serverId, keySetVersion: 9 })
      return { ...other, rootKey: toBase64Url(server.root.publicKey) }
    },
  },
  {
    rule: 'KS1',
    what: 'that names another server id',
    code: 'key_set_invalid',
    make: (server) => server.keySet({ serverId: new Uint8Array(32), keySetVersion: 9 }),
  },
  {
    rule: 'KS1',
    what: 'with a changed body',
    code: 'key_set_invalid',
    make: (server) => {
      const good = server.keySet({ keySetVersion: 9 })
      const body = bytes(good.body)
      body[45] = (body[45] ?? 0) ^ 1
      return { ...good, body: toBase64Url(body) }
    },
  },
  {
    rule: 'KS2',
    what: 'of a lower version',
    code: 'key_set_rolled_back',
    make: (server) => server.keySet({ keySetVersion: 4 }),
  },
]

for (const { rule, what, code, make } of wrongSets)
  test(`[${rule}] a key set ${what} is refused, and the old one stays`, async () => {
    const world = await ClientWorld.create({ pairing: { keySetVersion: 5 } })
    world.server.keySetVersion = 5
    await world.store.save(world.server.pairing())
    const pair = await world.online()
    rotate(world.server)
    world.server.http['/v1/keyset'] = () => Response.json(make(world.server))
    pair.deliver(world.server.challengeFrame())
    await until('the challenge is refused', () => world.refused.length === 1)
    assert.ok(world.of('fault').some((event) => event.error.code === code))
    assert.equal(world.device.pairing.keySetVersion, 5)
  })

test('[KS2] a server that announces an older version than seen is told as a fault', async () => {
  const world = await ClientWorld.create()
  await world.online({ keySetVersion: 0 })
  assert.deepEqual(
    world.of('fault').map((event) => event.error.code),
    ['key_set_rolled_back'],
  )
})

test('a stored key set that was tampered with is not believed; the server’s own is fetched instead', async () => {
  const stranger = new FakeServer(() => 1_767_225_600_000)
  const world = await ClientWorld.create({ pairing: { keySet: stranger.keySet() } })
  const pair = await world.online()
  pair.deliver(stranger.challengeFrame(world.server.challenge(), stranger.challengeKey))
  await until('it is refused', () => world.refused.length === 1)
  await world.show(pair)
  assert.ok(world.of('fault').some((event) => event.error.code === 'server_identity_wrong'))
})
