// An app asks: what rings, what waits, what is replaced, raised or refused.
import assert from 'node:assert/strict'
import test from 'node:test'
import { challengeState } from '@countersign/protocol'
import { answerChallenge } from '@countersign/server/flows/answer-challenge'
import { statusForApp } from '@countersign/server/flows/challenge-status'
import { revokeDevice } from '@countersign/server/flows/change-device'
import { openChallenges } from '@countersign/server/flows/open-challenges'
import { requestApproval } from '@countersign/server/flows/request-approval'
import { replacedStores } from '../support/replaced-stores.js'
import { parsedChallenge } from '../support/test-device.js'
import {
  anotherApp,
  asked,
  from,
  makeWorld,
  must,
  pairedDevice,
  reasonOf,
  requestBody,
  settled,
} from '../support/test-world.js'

test('[LI4] a newer request of the same browser replaces the older, whose page and phone hear it', async () => {
  const world = await makeWorld()
  const { ports, app } = world
  const phone = await pairedDevice(world)
  const older = await asked(world)
  const newer = await asked(world)
  const status = must(await statusForApp(ports, app, older.challengeId))
  assert.deepEqual([status.state, status.cause], ['cancelled', 'by_app'])
  assert.equal(newer.match.mode, 'symbol')
  assert.deepEqual(
    phone.receipts(older.challengeId).map(({ state }) => state),
    [challengeState.cancelled],
  )
})

test('[LI4] another browser gets a code, and the open access pass is raised: its page asks again and gets a code', async () => {
  const world = await makeWorld()
  const { ports, app } = world
  const phone = await pairedDevice(world)
  const owners = await asked(world)
  const strangers = await asked(world, from('203.0.113.9'))
  assert.equal(strangers.match.mode, 'code')
  assert.equal(must(await statusForApp(ports, app, owners.challengeId)).cause, 'raised')

  const again = await asked(world)
  assert.deepEqual([again.match.mode, again.delivery], ['code', 'push'])
  assert.equal(must(await statusForApp(ports, app, strangers.challengeId)).state, 'pending')
  assert.equal(phone.shown(again.challengeId).context.otherOpen, 1)
  must(await answerChallenge(ports, phone.id, await phone.approve(again.challengeId, again.match)))
  assert.equal(must(await statusForApp(ports, app, again.challengeId)).state, 'approved')
})

test('[CH5] the same browser at two apps has two requests with disjoint access passes', async () => {
  const world = await makeWorld()
  const phone = await pairedDevice(world)
  const first = await asked(world)
  const second = await asked(world, {}, await anotherApp(world))
  const [a, b] = [phone.shown(first.challengeId).options, phone.shown(second.challengeId).options]
  assert.equal(new Set([...a, ...b]).size, 12)
})

test('a third open request waits to be pulled, a fourth is refused, and a denied one makes room', async () => {
  const world = await makeWorld()
  const { ports, app, clock } = world
  const phone = await pairedDevice(world)
  const [first] = [
    await asked(world, { ...from('192.0.2.1'), atLeast: 'code' }),
    await asked(world, from('192.0.2.2')),
  ]
  const third = await asked(world, from('192.0.2.3'))
  assert.equal(third.delivery, 'pull')
  const fourth = await requestApproval(ports, app, requestBody(from('192.0.2.4')))
  assert.deepEqual(fourth, {
    ok: false,
    refusal: { reason: 'too_many_open', open: 3, retryAfterSeconds: 90 },
  })

  must(await answerChallenge(ports, phone.id, await phone.deny(first.challengeId)))
  clock.advance(1)
  assert.ok((await requestApproval(ports, app, requestBody(from('192.0.2.4')))).ok)
})

test('[LI1] [LI2] after three unanswered pushes a request waits, and can still be pulled and approved', async () => {
  const world = await makeWorld()
  const { ports, clock } = world
  const phone = await pairedDevice(world)
  const deliveries: string[] = []
  for (let i = 0; i < 4; i++) {
    deliveries.push((await asked(world)).delivery)
    clock.advance(90_000)
  }
  assert.deepEqual(deliveries, ['push', 'push', 'push', 'pull'])

  const waiting = await asked(world)
  assert.throws(() => phone.shown(waiting.challengeId))
  const device = (await ports.storage.read.devices.byId(phone.id)) ?? assert.fail()
  assert.deepEqual(await openChallenges(ports, device, 'pushed'), [])
  const [pulled] = await openChallenges(ports, device, 'all')
  assert.ok(pulled?.type === 'challenge' && pulled.challengeId === waiting.challengeId)
  must(await answerChallenge(ports, phone.id, await phone.approve(waiting.challengeId, waiting.match)))
  assert.equal((await asked(world, from('192.0.2.9'))).delivery, 'push')
})

test('[LI2] no number of requests by an outsider keeps the owner from logging in', async () => {
  const world = await makeWorld()
  const { ports, app, clock } = world
  const phone = await pairedDevice(world)
  for (let i = 0; i < 200; i++) {
    await requestApproval(ports, app, requestBody(from(`203.0.113.${i % 250}`)))
    clock.advance(1000)
  }
  // The owner frees the slots on the phone, as the refusal says, and asks at once.
  const device = (await ports.storage.read.devices.byId(phone.id)) ?? assert.fail()
  for (const frame of await openChallenges(ports, device, 'all'))
    if (frame.type === 'challenge')
      must(await answerChallenge(ports, phone.id, await phone.deny(frame.challengeId)))
  const login = await asked(world)
  assert.equal(login.delivery, 'pull')
  must(await answerChallenge(ports, phone.id, await phone.approve(login.challengeId, login.match)))
  assert.equal(must(await statusForApp(ports, app, login.challengeId)).state, 'approved')
})

test('sequences rise on a device from request to request, whatever happened between them', async () => {
  const world = await makeWorld()
  const { ports, clock } = world
  const phone = await pairedDevice(world)
  const seen: number[] = []
  for (let i = 0; i < 6; i++) {
    const login = await asked(world)
    seen.push(phone.shown(login.challengeId).sequence)
    if (i % 2 === 0)
      must(await answerChallenge(ports, phone.id, await phone.approve(login.challengeId, login.match)))
    clock.advance(1000)
  }
  assert.deepEqual(
    seen,
    [...new Set(seen)].sort((a, b) => a - b),
  )
})

test('[CH5] ten requests at the same moment leave what one after another would: three open, disjoint', async () => {
  const world = await makeWorld()
  const { ports, app, clock } = world
  const phone = await pairedDevice(world)
  await Promise.all(
    Array.from({ length: 10 }, (_, i) => requestApproval(ports, app, requestBody(from(`192.0.2.${i}`)))),
  )
  const open = await ports.storage.read.challenges.openOf(phone.accountId, clock.nowMs())
  assert.equal(open.length, 3)
  assert.equal(open.filter(({ pushed }) => pushed).length, 2)
  assert.ok(open.every(({ mode }) => mode === 'code'))
})

test('[CH1] a frame is signed by the key its body names, over the very bytes that were stored', async () => {
  const world = await makeWorld()
  const { ports } = world
  const phone = await pairedDevice(world)
  const login = await asked(world)
  const device = (await ports.storage.read.devices.byId(phone.id)) ?? assert.fail()
  const [again] = await openChallenges(ports, device, 'pushed')
  assert.ok(again)
  assert.deepEqual(parsedChallenge(again), phone.shown(login.challengeId))
})

test('a phone that is not connected costs no signature; it finds the request when it connects', async () => {
  const world = await makeWorld()
  const { ports } = world
  const phone = await pairedDevice(world)
  phone.disconnect()
  const { signWith } = ports.vault
  let signed = 0
  Object.assign(ports.vault, {
    signWith: (...args: Parameters<typeof signWith>) => {
      signed += 1
      return signWith(...args)
    },
  })
  await asked(world)
  assert.equal(signed, 0)
  const device = (await ports.storage.read.devices.byId(phone.id)) ?? assert.fail()
  assert.equal((await openChallenges(ports, device, 'pushed')).length, 1)
})

test('[ST6] a revoked phone is shown nothing', async () => {
  const world = await makeWorld()
  const { ports } = world
  const phone = await pairedDevice(world)
  await asked(world)
  const revoked = must(await revokeDevice(ports, phone.id))
  await settled()
  assert.deepEqual(phone.frames.at(-1), { type: 'device', deviceState: 'revoked' })
  assert.deepEqual(await openChallenges(ports, revoked, 'all'), [])
})

test('a user ID is found however it is typed', async () => {
  const world = await makeWorld()
  const phone = await pairedDevice(world)
  assert.equal((await asked(world, { userId: 'ALICE' })).accountId, phone.accountId)
})

test('when phones can not be told, the request stands and the fault is noted', async () => {
  const world = await makeWorld()
  await pairedDevice(world)
  Object.assign(world.ports.fabric, { present: () => Promise.reject(new Error('fabric is down')) })
  const login = await asked(world)
  assert.equal((await world.ports.storage.read.challenges.byId(login.challengeId))?.state, 'pending')
  assert.deepEqual(world.log.lines.at(-1), {
    level: 'error',
    event: 'telling_failed',
    fields: { what: 'challenge', cause: 'fabric is down' },
  })
})

test('a request that keeps losing its race is refused as an overload, and leaves nothing behind', async () => {
  const world = await makeWorld()
  const { ports, app } = world
  const phone = await pairedDevice(world)
  const { transaction } = ports.storage
  Object.assign(ports.storage, {
    transaction: (...[work, about]: Parameters<typeof transaction>) =>
      transaction(
        (stores) => work(replacedStores(stores, { guards: { ...stores.guards, save: async () => false } })),
        about,
      ),
  })
  assert.equal(reasonOf(await requestApproval(ports, app, requestBody())), 'rate_limited')
  assert.deepEqual(await ports.storage.read.challenges.openOf(phone.accountId, ports.clock.nowMs()), [])
})
