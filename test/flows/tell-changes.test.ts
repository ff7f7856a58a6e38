// What another process wrote reaches the phones of every node: each node looks for itself, and tells those that it holds.
import assert from 'node:assert/strict'
import test from 'node:test'
import type { DeviceId, ServerFrame } from '@countersign/protocol'
import type { Ports } from '@countersign/server/core/ports'
import { createMemoryFabric } from '@countersign/server/fabric/memory'
import { notify } from '@countersign/server/flows/notices'
import { changeTeller } from '@countersign/server/flows/tell-changes'
import type { World } from '../support/test-world.js'
import { makeWorld, pairedDevice, settled } from '../support/test-world.js'

/** A second node on the same database, to which no message ever comes; `sent` names whom it sends to. */
function cutOff({ ports, clock }: World, sent: DeviceId[] = []): Ports {
  const fabric = createMemoryFabric(clock)
  return {
    ...ports,
    fabric: {
      ...fabric,
      send(deviceId, frame) {
        sent.push(deviceId)
        return fabric.send(deviceId, frame)
      },
    },
  }
}

function listen({ fabric }: Ports, deviceId: DeviceId): ServerFrame[] {
  const frames: ServerFrame[] = []
  fabric.attach(deviceId, { deliver: (frame) => frames.push(frame), close: () => undefined })
  return frames
}

test('a phone whose state another process changed is told by the node that holds it, and only by that one', async () => {
  const world = await makeWorld()
  const { ports, clock } = world
  const phone = await pairedDevice(world)
  const sent: DeviceId[] = []
  const other = cutOff(world, sent)
  const elsewhere = await pairedDevice(world)
  const frames = listen(other, elsewhere.id)
  const here = changeTeller(ports)
  const there = changeTeller(other)
  clock.advance(20_000)
  await here()
  await there()
  await settled()
  const before = { phone: phone.frames.length, elsewhere: frames.length }
  const changedAtMs = clock.nowMs()
  await ports.storage.transaction(async ({ devices }) => {
    await devices.changeState(phone.id, ['active'], 'revoked', changedAtMs)
    await devices.changeState(elsewhere.id, ['active'], 'suspended', changedAtMs)
  })
  clock.advance(1_000)
  await there()
  await settled()
  assert.deepEqual(frames.slice(before.elsewhere), [{ type: 'device', deviceState: 'suspended' }])
  assert.equal(phone.frames.length, before.phone)
  assert.deepEqual([...new Set(sent)], [elsewhere.id])
  await here()
  await settled()
  assert.deepEqual(phone.frames.slice(before.phone), [{ type: 'device', deviceState: 'revoked' }])
})

test('what a node wrote whose clock is four seconds behind is told all the same', async () => {
  const world = await makeWorld()
  const { ports, clock } = world
  const phone = await pairedDevice(world)
  clock.advance(20_000)
  const tell = changeTeller(ports)
  await tell()
  await settled()
  const before = phone.frames.length
  clock.advance(1_000)
  await ports.storage.transaction(({ devices }) =>
    devices.changeState(phone.id, ['active'], 'revoked', clock.nowMs() - 4_000),
  )
  await tell()
  await settled()
  assert.deepEqual(phone.frames.slice(before), [{ type: 'device', deviceState: 'revoked' }])
})

test('a notice is told once by each node, however often it looks back at it', async () => {
  const world = await makeWorld()
  const { ports, clock } = world
  const phone = await pairedDevice(world)
  const account = await ports.storage.read.accounts.byUserId('alice')
  assert.ok(account)
  const other = cutOff(world)
  const frames = listen(other, phone.id)
  clock.advance(20_000)
  const tell = changeTeller(other)
  await tell()
  frames.length = 0
  await ports.storage.transaction((stores) =>
    notify(ports, stores, account.id, 'device_removed', { deviceName: 'old' }),
  )
  for (let second = 0; second < 8; second += 1) {
    await tell()
    clock.advance(1_000)
  }
  await settled()
  assert.deepEqual(
    frames.map((frame) => frame.type === 'notices' && frame.items.map(({ kind }) => kind)),
    [['device_removed']],
  )
})
