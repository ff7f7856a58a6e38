// Pushes as a nuisance: to the person, who is woken until they give in; to the database, by a phone that changes its mind without end; and
// to the push service, which would shut this server out for all its phones.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { PUSH_BUDGET } from '@countersign/protocol'
import { startSignIn } from '@countersign/server/flows/access/sign-in'
import { putAdmin } from '@countersign/server/flows/admin/admins'
import { setPushSubscription } from '@countersign/server/flows/push/set-subscription'
import { OPERATOR } from '../support/onboarding.js'
import { later, makePushWorld, newWake, setPushFrame, subscribed } from '../support/push-world.js'
import { asked, from, must, pairedDevice, settled } from '../support/test-world.js'

test('a request a second from a hundred addresses pushes as often as the budget rings, and never twice for one', async (t) => {
  const world = await makePushWorld({}, t)
  const phone = await pairedDevice(world)
  await subscribed(world, phone)
  phone.disconnect()
  for (let second = 0; second < 600; second += 1) {
    await asked(world, from(`198.51.100.${second % 100}`)).catch(() => undefined)
    await later(world, 1_000)
  }
  await world.ports.rings.settled()
  assert.equal(world.service.arrived.length, PUSH_BUDGET[0]?.pushes)
})

test('whoever knows a user ID alone pushes three times an hour', async (t) => {
  const world = await makePushWorld({}, t)
  const phone = await pairedDevice(world)
  must(await putAdmin(world.ports, OPERATOR, { accountId: phone.accountId, role: 'owner' }))
  await subscribed(world, phone)
  phone.disconnect()
  for (let second = 0; second < 3_600; second += 5) {
    const browser = { address: `198.51.100.${second % 250}`, browser: 'tool' }
    await startSignIn(world.ports, 'admin', { userId: 'alice', browser, known: '' })
    await settled()
    await later(world, 5_000)
  }
  await settled()
  await world.ports.rings.settled()
  assert.equal(world.service.arrived.length, 3)
})

test('[WP1] a phone that changes where it is woken without end is told to wait after 20, and costs no write after that', async (t) => {
  const world = await makePushWorld({}, t)
  const phone = await pairedDevice(world)
  const terms = { ...world.service.subscribe(), wake: newWake() }
  const states: (string | undefined)[] = []
  for (let n = 0; n < 40; n += 1) {
    const nonce = new Uint8Array(randomBytes(32))
    const frame = setPushFrame(world, phone, nonce, n % 2 === 0 ? terms : null)
    const { state, reason } = await setPushSubscription(world.ports, phone.id, nonce, frame)
    states.push(reason ?? state)
  }
  assert.deepEqual(states.slice(18), ['on', 'off', ...new Array<string>(20).fill('too_many_requests')])
  world.clock.advance(601_000)
  assert.equal((await subscribed(world, phone)).state.state, 'on')
})
