// A phone whose app is closed rings: by its socket first, by a push when that shows nothing, and what became of it is known afterwards.
import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, test } from 'node:test'
import { PUSH_AFTER_MS } from '@countersign/server/core/push'
import { answerChallenge } from '@countersign/server/flows/answer-challenge'
import { setQuietHoursOnPhone } from '@countersign/server/flows/quiet-hours'
import { receiveChallenge } from '@countersign/server/flows/receive-challenge'
import { policyBody } from '../support/policies.js'
import { setPolicies } from '../support/policy-world.js'
import type { PushWorld } from '../support/push-world.js'
import { later, makePushWorld, outcomesOf, subscribed } from '../support/push-world.js'
import type { TestDevice } from '../support/test-device.js'
import { asked, from, must, pairedDevice, settled } from '../support/test-world.js'

const ring = (says: 'always' | 'never') => policyBody({ says: { ring: says } })

describe('pushes', () => {
  let world: PushWorld
  let phone: TestDevice
  beforeEach(async () => {
    world = await makePushWorld()
    phone = await pairedDevice(world)
  })
  afterEach(() => world.stop())

  test('[WP2] a phone without a connection is woken at once, by a push that holds what it chose and nothing else', async () => {
    const { terms } = await subscribed(world, phone)
    phone.disconnect()
    await asked(world)
    const push = await world.service.waitFor(1)
    assert.deepEqual(push.faults, [])
    assert.equal(push.endpoint, terms.endpoint)
    assert.equal(push.text, JSON.stringify({ v: 1, wake: terms.wake }).padEnd(128, ' '))
    assert.equal(push.headers['urgency'], 'high')
    assert.equal(push.ttlSeconds, 90)
    assert.equal(push.vapid?.aud, world.service.url)
    assert.equal(push.vapid?.sub, 'mailto:admin@example.org')
  })

  test('[WP2] the push service sees one topic a phone, and never the request in it', async () => {
    const other = await pairedDevice(world)
    await subscribed(world, phone)
    await subscribed(world, other)
    phone.disconnect()
    other.disconnect()
    await asked(world)
    await asked(world, from('198.51.100.9'))
    await world.service.waitFor(4)
    const topics = new Map<string, Set<string | undefined>>()
    for (const { endpoint, topic } of world.service.arrived)
      topics.set(endpoint, (topics.get(endpoint) ?? new Set()).add(topic))
    assert.equal(topics.size, 2)
    for (const ofPhone of topics.values()) assert.equal(ofPhone.size, 1)
    assert.equal(new Set([...topics.values()].flatMap((ofPhone) => [...ofPhone])).size, 2)
  })

  test('[WP3] a connected phone that shows the request is not woken too', async () => {
    await subscribed(world, phone)
    const { challengeId } = await asked(world)
    await receiveChallenge(world.ports, phone.id, challengeId)
    await later(world, PUSH_AFTER_MS)
    assert.deepEqual(await outcomesOf(world, challengeId), { [phone.id]: 'shown' })
    assert.deepEqual(world.service.arrived, [])
  })

  test('[WP3] a connected phone that does not show it in time is woken then, and not before', async () => {
    await subscribed(world, phone)
    const { challengeId } = await asked(world)
    await later(world, PUSH_AFTER_MS - 1)
    assert.deepEqual(world.service.arrived, [])
    await later(world, 1)
    const push = await world.service.waitFor(1)
    assert.equal(push.ttlSeconds, 88)
    assert.deepEqual(await outcomesOf(world, challengeId), { [phone.id]: 'push_taken' })
  })

  test('[WP3] each phone is judged by itself: the open tablet keeps no phone silent', async () => {
    const tablet = await pairedDevice(world)
    await subscribed(world, phone)
    await subscribed(world, tablet)
    phone.disconnect()
    const { challengeId } = await asked(world)
    await receiveChallenge(world.ports, tablet.id, challengeId)
    await world.service.waitFor(1)
    await later(world, PUSH_AFTER_MS)
    assert.deepEqual(await outcomesOf(world, challengeId), { [phone.id]: 'push_taken', [tablet.id]: 'shown' })
    assert.equal(world.service.arrived.length, 1)
  })

  test('[WP3] a request that is over when its time comes wakes nobody', async () => {
    await subscribed(world, phone)
    const { challengeId, match } = await asked(world)
    must(await answerChallenge(world.ports, phone.id, await phone.approve(challengeId, match)))
    await later(world, PUSH_AFTER_MS)
    await outcomesOf(world, challengeId)
    assert.deepEqual(world.service.arrived, [])
  })

  test('[WP3] where a policy wants both, a connected phone is woken at once', async () => {
    await subscribed(world, phone)
    await setPolicies(world, [ring('always')])
    await asked(world)
    await world.service.waitFor(1)
  })

  test('[WP3] nothing is pushed where nothing is to ring, and it is known why', async () => {
    await subscribed(world, phone)
    phone.disconnect()
    const link = await asked(world, { sameDevice: true })
    await setPolicies(world, [ring('never')])
    const never = await asked(world, from('198.51.100.1'))
    await setPolicies(world, [])
    const always = {
      days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'],
      from: '20:00',
      to: '04:00',
    } as const
    must(
      await setQuietHoursOnPhone(world.ports, phone.id, {
        ...always,
        days: [...always.days],
        timeZone: 'UTC',
      }),
    )
    const quiet = await asked(world, from('198.51.100.2'))
    await later(world, PUSH_AFTER_MS)
    assert.deepEqual(await outcomesOf(world, link.challengeId), { [phone.id]: 'silent_same_device' })
    assert.deepEqual(await outcomesOf(world, never.challengeId), { [phone.id]: 'silent_policy' })
    assert.deepEqual(await outcomesOf(world, quiet.challengeId), { [phone.id]: 'silent_quiet_hours' })
    assert.deepEqual(world.service.arrived, [])
  })

  test('what woke nobody is known: no subscription, with a connection and without', async () => {
    const first = await asked(world)
    phone.disconnect()
    const second = await asked(world, from('198.51.100.1'))
    assert.deepEqual(await outcomesOf(world, first.challengeId), { [phone.id]: 'not_shown' })
    assert.deepEqual(await outcomesOf(world, second.challengeId), { [phone.id]: 'unreachable' })
  })

  test('a push that was taken and a request that was shown after it are told apart from silence', async () => {
    await subscribed(world, phone)
    phone.disconnect()
    const { challengeId } = await asked(world)
    assert.deepEqual(await outcomesOf(world, challengeId), { [phone.id]: 'push_taken' })
    await receiveChallenge(world.ports, phone.id, challengeId)
    assert.deepEqual(await outcomesOf(world, challengeId), { [phone.id]: 'shown_after_push' })
  })

  for (const status of [404, 410])
    test(`[WP5] ${status} ends the subscription, and a phone that is connected by then hears it`, async () => {
      await subscribed(world, phone)
      world.service.answer = { status }
      const { challengeId } = await asked(world)
      await later(world, PUSH_AFTER_MS)
      assert.deepEqual(await outcomesOf(world, challengeId), { [phone.id]: 'push_ended' })
      assert.equal(await world.ports.storage.read.pushSubscriptions.ofDevice(phone.id), undefined)
      assert.deepEqual(phone.frames.at(-1), { type: 'push_state', state: 'off' })
    })

  test('[WP5] an answer about the old subscription does not end the new one', async () => {
    const { terms } = await subscribed(world, phone)
    phone.disconnect()
    world.service.answer = 'hang'
    world.service.end(terms.endpoint)
    await asked(world)
    await subscribed(world, phone)
    await world.service.waitFor(1)
    await world.ports.rings.settled()
    assert.notEqual(await world.ports.storage.read.pushSubscriptions.ofDevice(phone.id), undefined)
  })

  test('[WP5] 429 is heeded: not before its time, then once more while the request lives, and no third time', async () => {
    await subscribed(world, phone)
    phone.disconnect()
    world.service.answer = { status: 429, headers: { 'retry-after': '30' } }
    const { challengeId } = await asked(world)
    assert.deepEqual(await outcomesOf(world, challengeId), { [phone.id]: 'push_busy' })
    await later(world, 29_999)
    await outcomesOf(world, challengeId)
    assert.equal(world.service.arrived.length, 1)
    await later(world, 1)
    await outcomesOf(world, challengeId)
    assert.equal(world.service.arrived.length, 2)
    await later(world, 50_000)
    await outcomesOf(world, challengeId)
    assert.equal(world.service.arrived.length, 2)
  })

  test('[WP5] a request that comes while quiet was asked for waits for the end of it', async () => {
    await subscribed(world, phone)
    phone.disconnect()
    world.service.answer = (_push, nth) =>
      nth === 1 ? { status: 429, headers: { 'retry-after': '30' } } : { status: 201 }
    const first = await asked(world)
    await outcomesOf(world, first.challengeId)
    await later(world, 10_000)
    const { challengeId } = await asked(world)
    assert.deepEqual(await outcomesOf(world, challengeId), { [phone.id]: 'push_busy' })
    assert.equal(world.service.arrived.length, 1)
    await later(world, 20_000)
    assert.deepEqual(await outcomesOf(world, challengeId), { [phone.id]: 'push_taken' })
    assert.equal(world.service.arrived.length, 2)
  })

  test('[WP5] what got lost is tried once more', async () => {
    await subscribed(world, phone)
    phone.disconnect()
    world.service.answer = (_push, nth) => ({ status: nth === 1 ? 503 : 201 })
    const { challengeId } = await asked(world)
    assert.deepEqual(await outcomesOf(world, challengeId), { [phone.id]: 'push_refused' })
    await later(world, 3_000)
    assert.deepEqual(await outcomesOf(world, challengeId), { [phone.id]: 'push_taken' })
    assert.equal(world.service.arrived.length, 2)
  })

  for (const [status, outcome] of [
    [413, 'push_too_large'],
    [400, 'push_refused'],
    [403, 'push_refused'],
    [302, 'push_refused'],
  ] as const)
    test(`[WP5] ${status} is recorded, logged without the address, and not repeated`, async () => {
      const { terms } = await subscribed(world, phone)
      phone.disconnect()
      world.service.answer = { status, headers: { location: `${world.service.url}/elsewhere` } }
      const { challengeId } = await asked(world)
      assert.deepEqual(await outcomesOf(world, challengeId), { [phone.id]: outcome })
      await later(world, 10_000)
      await outcomesOf(world, challengeId)
      assert.equal(world.service.arrived.length, 1)
      const line = world.log.lines.find(({ event }) => event === 'push_not_taken')
      assert.equal(line?.fields['status'], status)
      assert.ok(!JSON.stringify(world.log.lines).includes(new URL(terms.endpoint).pathname))
      assert.notEqual(await world.ports.storage.read.pushSubscriptions.ofDevice(phone.id), undefined)
    })

  test('a suspended phone is connected to deny, and woken no more', async () => {
    await subscribed(world, phone)
    const { devices } = world.ports.storage.read
    await world.ports.storage.transaction((stores) =>
      stores.devices.changeState(phone.id, ['active'], 'suspended', world.clock.nowMs()),
    )
    assert.equal((await devices.byId(phone.id))?.state, 'suspended')
    await asked(world)
    await later(world, PUSH_AFTER_MS)
    await settled()
    await world.ports.rings.settled()
    assert.deepEqual(world.service.arrived, [])
    assert.equal((await subscribed(world, phone)).state.reason, 'suspended')
  })
})
