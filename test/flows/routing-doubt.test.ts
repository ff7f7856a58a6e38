// Nodes that may not reach each other: all of them know, also those that notice nothing, and what rings is found in the database.
import assert from 'node:assert/strict'
import test from 'node:test'
import type { DeviceId, ServerFrame } from '@countersign/protocol'
import type { Fabric, Ports } from '@countersign/server/core/ports'
import { createMemoryFabric } from '@countersign/server/fabric/memory'
import { unroutedDelivery } from '@countersign/server/flows/deliver-unrouted'
import { requestApproval } from '@countersign/server/flows/request-approval'
import { sharedRoutingDoubt } from '@countersign/server/flows/routing-doubt'
import type { World } from '../support/test-world.js'
import { makeWorld, must, pairedDevice, requestBody, settled } from '../support/test-world.js'

interface Node {
  readonly ports: Ports
  /** Whether its link to the other nodes is up. */
  link: 'up' | 'down'
}

/** One more node on the same database, to which no message of another ever comes. */
function nodeOf({ ports, clock }: World): Node {
  const alone = createMemoryFabric(clock)
  const node: Node = { ports: { ...ports, fabric: { ...alone, state: () => node.link } }, link: 'up' }
  return node
}

function listen(fabric: Fabric, deviceId: DeviceId): ServerFrame[] {
  const frames: ServerFrame[] = []
  fabric.attach(deviceId, { deliver: (frame) => frames.push(frame), close: () => undefined })
  return frames
}

test('while all links are up nobody doubts, and nothing is written', async () => {
  const world = await makeWorld()
  const doubts = [nodeOf(world), nodeOf(world)].map(({ ports }) => sharedRoutingDoubt(ports))
  for (let tick = 0; tick < 30; tick += 1) for (const doubt of doubts) await doubt.tick()
  assert.deepEqual(
    doubts.map(({ isOpen }) => isOpen),
    [false, false],
  )
  assert.equal(await world.ports.storage.read.leases.of('fabric down'), undefined)
})

test('a node that is cut off doubts at once, the others a tick later; all of them until ten ticks after its link is up', async () => {
  const world = await makeWorld()
  const nodes = [nodeOf(world), nodeOf(world), nodeOf(world)] as const
  const [cut, two, three] = nodes
  const doubts = nodes.map(({ ports }) => sharedRoutingDoubt(ports))
  const tick = async (): Promise<readonly boolean[]> => {
    for (const doubt of doubts) await doubt.tick()
    return doubts.map(({ isOpen }) => isOpen)
  }
  await tick()
  cut.link = 'down'
  assert.equal(doubts[0]?.isOpen, true)
  for (let i = 0; i < 30; i += 1) assert.deepEqual(await tick(), [true, true, true])
  cut.link = 'up'
  let over = 0
  while ((await tick()).includes(true) && over < 99) over += 1
  assert.ok(over >= 9 && over <= 11, `${over} ticks`)
  assert.deepEqual([two.link, three.link], ['up', 'up'])
})

test('when all are cut off at once, one of them writes each other tick, however many they are', async () => {
  const world = await makeWorld()
  const nodes = Array.from({ length: 8 }, () => nodeOf(world))
  const doubts = nodes.map(({ ports }) => sharedRoutingDoubt(ports))
  for (const doubt of doubts) await doubt.tick()
  for (const node of nodes) node.link = 'down'
  for (let tick = 0; tick < 20; tick += 1) for (const doubt of doubts) await doubt.tick()
  const { revision } =
    (await world.ports.storage.read.leases.of('fabric down')) ?? assert.fail('nobody said so')
  assert.ok(revision <= 11, `${revision} writes`)
})

test('a request that was asked for elsewhere rings on the phones of this node, once, and on no other node’s', async () => {
  const world = await makeWorld()
  const phone = await pairedDevice(world)
  const other = await pairedDevice(world, 'ben')
  const here = nodeOf(world)
  const frames = listen(here.ports.fabric, phone.id)
  const doubt = { isOpen: true, tick: async () => undefined }
  const look = unroutedDelivery(here.ports, doubt)
  phone.disconnect()
  await look()
  assert.deepEqual(frames, [])

  must(await requestApproval(world.ports, world.app, requestBody()))
  must(await requestApproval(world.ports, world.app, requestBody({ userId: 'ben' })))
  await settled()
  const before = other.frames.length
  await look()
  await look()
  assert.deepEqual(
    frames.map(({ type }) => type),
    ['challenge'],
  )
  assert.equal(other.frames.length, before)
})

test('what a phone shows already, and what is over, does not ring again; without doubt nobody looks', async () => {
  const world = await makeWorld()
  const phone = await pairedDevice(world)
  phone.disconnect()
  const here = nodeOf(world)
  const frames = listen(here.ports.fabric, phone.id)
  const doubt = { isOpen: false, tick: async () => undefined }
  const look = unroutedDelivery(here.ports, doubt)
  const asked = must(await requestApproval(world.ports, world.app, requestBody()))
  await settled()
  await look()
  assert.deepEqual(frames, [])

  doubt.isOpen = true
  await here.ports.fabric.noteShown(asked.challengeId, phone.id, world.clock.nowMs() + 90_000)
  await look()
  assert.deepEqual(frames, [])
  world.clock.advance(91_000)
  await unroutedDelivery(here.ports, doubt)()
  assert.deepEqual(frames, [])
})
