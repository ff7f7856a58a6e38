// What time does by itself, once a second.
import assert from 'node:assert/strict'
import test from 'node:test'
import type { ChallengeId } from '@countersign/protocol'
import { challengeState } from '@countersign/protocol'
import { acceptPairing } from '@countersign/server/flows/accept-pairing'
import { answerChallenge } from '@countersign/server/flows/answer-challenge'
import { pairingStatus } from '@countersign/server/flows/confirm-pairing'
import { sweep } from '@countersign/server/flows/sweep'
import {
  asked,
  makeWorld,
  must,
  offeredPairing,
  pairedDevice,
  reasonOf,
  settled,
} from '../support/test-world.js'

test('a pending request expires at its time and not before; page and phone are told once', async () => {
  const world = await makeWorld()
  const { ports, clock } = world
  const phone = await pairedDevice(world)
  const login = await asked(world)
  const heard: string[] = []
  ports.fabric.watch(login.challengeId, ({ state }) => heard.push(state))
  for (const ms of [89_999, 1, 1000]) {
    clock.advance(ms)
    await sweep(ports)
    await settled()
  }
  assert.deepEqual(heard, ['expired'])
  assert.deepEqual(
    phone.receipts(login.challengeId).map(({ state }) => state),
    [challengeState.expired],
  )
})

test('an approval that nobody redeems lapses after a minute', async () => {
  const world = await makeWorld()
  const { ports, clock } = world
  const phone = await pairedDevice(world)
  const login = await asked(world)
  must(await answerChallenge(ports, phone.id, await phone.approve(login.challengeId, login.match)))
  const state = async () => (await ports.storage.read.challenges.byId(login.challengeId))?.state
  clock.advance(59_999)
  await sweep(ports)
  assert.equal(await state(), 'approved')
  clock.advance(1)
  await sweep(ports)
  assert.equal(await state(), 'lapsed')
})

test('decided requests are forgotten after the retention, open ones never', async () => {
  const world = await makeWorld({ settings: { retentionMs: 1000, challengeTtlMs: 600_000 } })
  const { ports, clock } = world
  const phone = await pairedDevice(world)
  const decided = await asked(world)
  must(await answerChallenge(ports, phone.id, await phone.deny(decided.challengeId)))
  const open = await asked(world)
  clock.advance(1001)
  await sweep(ports)
  assert.equal(await ports.storage.read.challenges.byId(decided.challengeId), undefined)
  assert.equal((await ports.storage.read.challenges.byId(open.challengeId))?.state, 'pending')
})

test('more than one bite is due: a sweep ends all of it, and forgets all of it when its time has come', async () => {
  const world = await makeWorld({ settings: { retentionMs: 1000 } })
  const { ports, clock } = world
  const ids: ChallengeId[] = []
  for (let i = 0; i < 450; i += 1) ids.push((await asked(world, { userId: `nobody${i}` })).challengeId)
  const { challenges } = ports.storage.read
  const states = async (): Promise<ReadonlySet<string | undefined>> =>
    new Set(await Promise.all(ids.map(async (id) => (await challenges.byId(id))?.state)))
  clock.advance(90_000)
  await sweep(ports)
  assert.deepEqual(await states(), new Set(['expired']))
  clock.advance(1001)
  await sweep(ports)
  assert.deepEqual(await states(), new Set([undefined]))
})

test('[CH3] a user ID that nobody has leaves nothing behind; the sequence of a real one goes on', async () => {
  const world = await makeWorld()
  const { ports, clock } = world
  await pairedDevice(world)
  const ids = [(await asked(world, { userId: 'nobody' })).accountId, (await asked(world)).accountId]
  const revisions = () =>
    Promise.all(ids.map(async (id) => (await ports.storage.read.guards.of(id)).revision))
  clock.advance(90_000)
  await sweep(ports)
  clock.advance(ports.settings.retentionMs)
  await sweep(ports)
  assert.deepEqual(await revisions(), [1, 1])
  clock.advance(1)
  await sweep(ports)
  assert.deepEqual(await revisions(), [0, 1])
})

test('a pairing that nobody confirmed is forgotten after the retention, ticket and phone; a confirmed phone stays', async () => {
  const world = await makeWorld()
  const { ports, clock } = world
  const phone = await pairedDevice(world)
  const { ticketId, body } = await offeredPairing(world, 'alice')
  const { deviceId } = must(await acceptPairing(ports, body))
  clock.advance(600_000 + ports.settings.retentionMs)
  await sweep(ports)
  assert.equal((await ports.storage.read.devices.byId(deviceId))?.state, 'pending_confirm')
  clock.advance(1)
  await sweep(ports)
  assert.equal(await ports.storage.read.devices.byId(deviceId), undefined)
  assert.equal(reasonOf(await pairingStatus(ports, ticketId)), 'ticket_invalid')
  assert.equal((await ports.storage.read.devices.byId(phone.id))?.state, 'active')
})
