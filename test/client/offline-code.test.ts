// The offline code of a device: asked for by a person, proven by its first code, shown by the server's clock, forgotten when it counts no more.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { codeOfStep, importCodeKey, memoryOfflineCodeStore } from '@countersign/client-sdk'
import type { ServerFrame } from '@countersign/protocol'
import { TOTP_PERIOD_SECONDS, toBase64Url } from '@countersign/protocol'
import { ClientWorld } from '../support/client-world.js'
import type { SocketPair } from '../support/socket-pair.js'
import { until } from '../support/socket-pair.js'

const PERIOD_MS = TOTP_PERIOD_SECONDS * 1000
const totpId = '0190a6e0-3b5c-7d11-8f00-00c0ffee0001'
const otherId = '0190a6e0-3b5c-7d11-8f00-00c0ffee0002'
const secret = (): Uint8Array => new TextEncoder().encode('12345678901234567890')
const offered = (id = totpId): ServerFrame => ({
  type: 'offline_code',
  totpId: id,
  secret: toBase64Url(secret()),
  algorithm: 'SHA1',
  digits: 6,
  periodSeconds: TOTP_PERIOD_SECONDS,
})
const rightCode = async (step: number): Promise<string> =>
  codeOfStep(await importCodeKey(secret(), 'SHA1'), 6, step)
const allowed = { mayHaveOfflineCode: true }

/** Asked for, made, proven: it counts. */
async function held(world: ClientWorld, pair: SocketPair): Promise<void> {
  const asked = world.device.offlineCode.ask()
  pair.deliver(offered())
  await until('it is proven', () => pair.sent('confirm_offline_code').length > 0)
  pair.deliver({ type: 'offline_code_state', totpId, state: 'active' })
  await asked
}

test('[OC1] a code is asked for by a person alone: one that comes unasked is not taken', async () => {
  const world = await ClientWorld.create()
  const pair = await world.online(allowed)
  pair.deliver(offered(), { type: 'notices', items: [] })
  await until('both were heard', () => world.of('notices').length === 1)
  assert.equal(await world.device.offlineCode.now(), undefined)
  assert.equal(pair.sent('confirm_offline_code').length, 0)
  assert.equal(world.device.offlineCode.status.isHeld, false)
  assert.equal(pair.sent('ask_offline_code').length, 0)
})

test('[OC2] it is proven by a code of its own, and counts when the server says so', async () => {
  const world = await ClientWorld.create()
  const pair = await world.online(allowed)
  const asked = world.device.offlineCode.ask()
  assert.equal(pair.sent('ask_offline_code').length, 1)
  pair.deliver(offered())
  await until('it is proven', () => pair.sent('confirm_offline_code').length === 1)
  const [proof] = pair.sent('confirm_offline_code')
  const step = Math.floor(world.server.nowMs() / PERIOD_MS)
  assert.equal(proof?.code, await rightCode(step))
  assert.equal(proof?.totpId, totpId)
  assert.equal(await world.device.offlineCode.now(), undefined)
  pair.deliver({ type: 'offline_code_state', totpId, state: 'active' })
  await asked
  assert.deepEqual(world.of('offline_code').at(-1)?.status, { isHeld: true, isAllowed: true })
})

test('[OC2] the code that proved it is spent, so the next one is shown, until its own step comes and goes', async () => {
  const world = await ClientWorld.create({ phoneIsWrongByMs: 0 })
  world.clock.advance(PERIOD_MS - (world.clock.nowMs() % PERIOD_MS) + 10_000)
  const pair = await world.online(allowed)
  await held(world, pair)
  const step = Math.floor(world.clock.nowMs() / PERIOD_MS)
  assert.equal(pair.sent('confirm_offline_code')[0]?.code, await rightCode(step))
  const first = await world.device.offlineCode.now()
  assert.deepEqual([first?.code, first?.remainingMs], [await rightCode(step + 1), 50_000])
  world.clock.advance(49_999)
  assert.equal((await world.device.offlineCode.now())?.code, await rightCode(step + 1))
  world.clock.advance(1)
  const later = await world.device.offlineCode.now()
  assert.deepEqual([later?.code, later?.remainingMs], [await rightCode(step + 2), PERIOD_MS])
})

test('[OC2] a first code that does not fit leaves nothing behind', async () => {
  const store = memoryOfflineCodeStore()
  const world = await ClientWorld.create({ offlineCodes: store })
  const pair = await world.online(allowed)
  const asked = world.device.offlineCode.ask()
  pair.deliver(offered())
  await until('it is proven', () => pair.sent('confirm_offline_code').length === 1)
  pair.deliver({ type: 'offline_code_state', totpId, state: 'refused' })
  await assert.rejects(asked, { code: 'offline_code_refused' })
  assert.equal(await store.open(world.device.pairing.deviceId), undefined)
  assert.equal(await world.device.offlineCode.now(), undefined)
})

test('[OC6] the code is by the server’s clock, without a network too, however wrong this device’s is', async () => {
  const store = memoryOfflineCodeStore()
  for (const phoneIsWrongByMs of [0, 3_600_000, -86_400_000]) {
    const world = await ClientWorld.create({ phoneIsWrongByMs, offlineCodes: store })
    const pair = await world.online(allowed)
    await held(world, pair)
    pair.die()
    await until('it is offline', () => world.device.connection === 'offline')
    world.clock.advance(10 * PERIOD_MS)
    const shown = await world.device.offlineCode.now()
    assert.equal(shown?.code, await rightCode(Math.floor(world.server.nowMs() / PERIOD_MS)))
    world.device.stop()
  }
})

test('[OC6] after a start without a network the clock is as wrong as it was at the last welcome', async () => {
  const store = memoryOfflineCodeStore()
  const first = await ClientWorld.create({ offlineCodes: store })
  await held(first, await first.online(allowed))
  const { deviceId } = first.device.pairing
  first.device.stop()
  const again = await ClientWorld.create({ offlineCodes: store, pairing: { deviceId } })
  again.device.start()
  await until('it is known', () => again.device.offlineCode.status.isHeld)
  again.clock.advance(2 * PERIOD_MS)
  const shown = await again.device.offlineCode.now()
  assert.equal(shown?.code, await rightCode(Math.floor(again.server.nowMs() / PERIOD_MS)))
  assert.equal(again.device.offlineCode.status.isAllowed, undefined)
})

test('[OC4] a welcome that names no code, or another one, makes the device forget its own', async () => {
  for (const offlineCode of [null, otherId]) {
    const store = memoryOfflineCodeStore()
    const world = await ClientWorld.create({ offlineCodes: store })
    const pair = await world.online(allowed)
    await held(world, pair)
    pair.die()
    const next = await world.reconnect({ ...allowed, offlineCode })
    await until('it is forgotten', () => !world.device.offlineCode.status.isHeld)
    assert.equal(await world.device.offlineCode.now(), undefined)
    assert.equal(await store.open(world.device.pairing.deviceId), undefined)
    // One that counts and that nobody holds is no use to anybody but a thief.
    assert.equal(next.sent('end_offline_code').length, offlineCode === null ? 0 : 1)
  }
})

test('[OC4] a code that was proven, though the word of the server was lost, counts after the next welcome', async () => {
  const store = memoryOfflineCodeStore()
  const world = await ClientWorld.create({ offlineCodes: store })
  const pair = await world.online(allowed)
  const asked = world.device.offlineCode.ask()
  pair.deliver(offered())
  await until('it is proven', () => pair.sent('confirm_offline_code').length === 1)
  world.device.stop()
  await assert.rejects(asked, { code: 'stopped' })
  const { deviceId } = world.device.pairing
  const again = await ClientWorld.create({ offlineCodes: store, pairing: { deviceId } })
  await again.online({ ...allowed, offlineCode: totpId })
  await until('it is held', () => again.device.offlineCode.status.isHeld)
  assert.ok(await again.device.offlineCode.now())
})

test('[OC8] policies that changed meanwhile are told, and the code stays for when they change back', async () => {
  const world = await ClientWorld.create()
  await held(world, await world.online(allowed))
  world.network.last.die()
  const pair = await world.reconnect({ offlineCode: totpId, mayHaveOfflineCode: false })
  await until('it is told', () => world.of('offline_code').at(-1)?.status.isAllowed === false)
  assert.deepEqual(world.device.offlineCode.status, { isHeld: true, isAllowed: false })
  assert.equal(pair.sent('end_offline_code').length, 0)
})

test('[OC4] a person ends it here, or the server does; either way nothing of it stays', async () => {
  for (const byPerson of [true, false]) {
    const store = memoryOfflineCodeStore()
    const world = await ClientWorld.create({ offlineCodes: store })
    const pair = await world.online(allowed)
    await held(world, pair)
    const ended = byPerson ? world.device.offlineCode.end() : undefined
    if (byPerson) assert.equal(pair.sent('end_offline_code').length, 1)
    pair.deliver({ type: 'offline_code_state', totpId, state: 'ended' })
    await ended
    await until('it is forgotten', () => !world.device.offlineCode.status.isHeld)
    assert.equal(await store.open(world.device.pairing.deviceId), undefined)
  }
})

test('[OC7] a refusal goes to the one who asked, with the server’s code', async () => {
  const world = await ClientWorld.create()
  const pair = await world.online()
  const asked = world.device.offlineCode.ask()
  pair.deliver({ type: 'refusal', code: 'way_not_allowed', about: 'ask_offline_code' })
  await assert.rejects(asked, { code: 'server_refused', serverCode: 'way_not_allowed' })
  const disowned = world.device.disown('n1')
  pair.deliver({ type: 'refusal', code: 'not_found', about: 'disown_notice' })
  await assert.rejects(disowned, { code: 'server_refused', serverCode: 'not_found' })
})

test('asked without a connection it rejects at once, and without an answer after 20 s', async () => {
  const world = await ClientWorld.create()
  await assert.rejects(world.device.offlineCode.ask(), { code: 'server_unreachable' })
  await world.online(allowed)
  const asked = world.device.offlineCode.ask()
  world.clock.advance(20_000)
  await assert.rejects(asked, { code: 'server_unreachable' })
})

test('a connection that breaks while it is asked for: the next one asks again', async () => {
  const world = await ClientWorld.create()
  const pair = await world.online(allowed)
  const asked = world.device.offlineCode.ask()
  pair.die()
  const next = await world.reconnect(allowed)
  await until('it is asked again', () => next.sent('ask_offline_code').length === 1)
  next.deliver(offered())
  await until('it is proven', () => next.sent('confirm_offline_code').length === 1)
  next.deliver({ type: 'offline_code_state', totpId, state: 'active' })
  await asked
})

test('a store that cannot keep it is told to whoever asked, and as a fault', async () => {
  const store = memoryOfflineCodeStore()
  const full = { ...store, take: () => Promise.reject(new Error('the disk is full')) }
  const world = await ClientWorld.create({ offlineCodes: full })
  const pair = await world.online(allowed)
  const asked = world.device.offlineCode.ask()
  pair.deliver(offered())
  await assert.rejects(asked, { code: 'storage_failed' })
  assert.equal(world.of('fault').length, 1)
  assert.equal(pair.sent('confirm_offline_code').length, 0)
})

test('[NM1] “this wasn’t me” is said to the server, and resolves when it has stopped the account', async () => {
  const world = await ClientWorld.create()
  const pair = await world.online()
  const disowned = world.device.disown('n1')
  assert.deepEqual(pair.sent('disown_notice'), [{ type: 'disown_notice', noticeId: 'n1' }])
  pair.deliver({ type: 'account_stopped', noticeId: 'n1' })
  await disowned
})
