// Quiet hours on a device: read and set over its socket, one question at a time, and what the server refuses.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DeviceError } from '@countersign/client-sdk'
import type { QuietHours } from '@countersign/protocol'
import { ClientWorld } from '../support/client-world.js'
import { until } from '../support/socket-pair.js'

const NIGHTS: QuietHours = { days: ['fri', 'sat'], from: '22:00', to: '07:00', timeZone: 'Europe/Berlin' }

test('[FT1] a device reads and sets the hours; a question that comes meanwhile is asked when the first is answered', async () => {
  const world = await ClientWorld.create()
  const pair = await world.online()
  const read = world.device.quietHours.read()
  const set = world.device.quietHours.set(NIGHTS)
  await until('the first is asked', () => pair.sent('ask_quiet_hours').length === 1)
  assert.equal(pair.sent('set_quiet_hours').length, 0)
  pair.deliver({ type: 'quiet_hours', hours: null })
  assert.equal(await read, null)
  await until('the second is asked', () => pair.sent('set_quiet_hours').length === 1)
  pair.deliver({ type: 'quiet_hours', hours: NIGHTS })
  assert.deepEqual(await set, NIGHTS)
})

test('[FT1] a refusal reaches whoever asked, and the next question is asked all the same', async () => {
  const world = await ClientWorld.create()
  const pair = await world.online()
  const set = world.device.quietHours.set({ ...NIGHTS, to: '22:00' })
  await until('it is asked', () => pair.sent('set_quiet_hours').length === 1)
  pair.deliver({ type: 'refusal', code: 'body_invalid', about: 'set_quiet_hours' })
  await assert.rejects(set, (error) => error instanceof DeviceError && error.serverCode === 'body_invalid')
  const read = world.device.quietHours.read()
  await until('it is asked', () => pair.sent('ask_quiet_hours').length === 1)
  pair.deliver({ type: 'quiet_hours', hours: NIGHTS })
  assert.deepEqual(await read, NIGHTS)
})

test('without a connection nothing is set, and the caller hears it', async () => {
  const world = await ClientWorld.create()
  await assert.rejects(
    world.device.quietHours.set(NIGHTS),
    (error) => error instanceof DeviceError && error.code === 'server_unreachable',
  )
})
