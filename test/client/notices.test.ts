// What a device hears of its account beside requests: asked for, told as an event, believed for showing and nothing else.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ClientWorld } from '../support/client-world.js'
import { until } from '../support/socket-pair.js'

const notice = {
  id: '0190a6e0-3b5c-7d11-8f00-00c0ffee0001',
  kind: 'device_added',
  atMs: 1,
  facts: { deviceName: 'Old phone' },
}

test('[FR4] a device asks only when told to, once it is online, and hears notices as events', async () => {
  const world = await ClientWorld.create()
  assert.equal(world.device.askNotices(), false)
  const pair = await world.online()
  assert.equal(pair.sent('notices').length, 0)
  assert.equal(world.device.askNotices(), true)
  assert.equal(pair.sent('notices').length, 1)
  pair.deliver({ type: 'notices', items: [notice] })
  await until('it is told', () => world.events.some(({ type }) => type === 'notices'))
  const told = world.events.find((event) => event.type === 'notices')
  assert.deepEqual(told, { type: 'notices', notices: [notice] })
})

test('[FR4] notices that are malformed are not shown, and change nothing', async () => {
  const world = await ClientWorld.create()
  const pair = await world.online()
  world.device.askNotices()
  // @ts-expect-error a server that sends other things than it may
  pair.deliver({ type: 'notices', items: [{ ...notice, facts: { deviceName: { html: '<b>' } } }] })
  await until('it is refused', () => world.refused.length === 1)
  assert.deepEqual(world.refused, ['frame_malformed'])
  assert.equal(world.device.connection, 'online')
})
