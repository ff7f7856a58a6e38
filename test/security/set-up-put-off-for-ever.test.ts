// "Later", for ever: a policy lets people put the set-up off for some days. Whoever has the password only, or is just lazy, asks again
// on the last day, at another app, after a set-up that was begun and withdrawn, or after losing the phone again: none of it may begin
// the days anew; and an app may not waive what it never offered.
import assert from 'node:assert/strict'
import test from 'node:test'
import type { ApprovalAnswered } from '@countersign/protocol'
import {
  accountOf,
  askedAtLogin,
  begun,
  isLed,
  leadToSetUp,
  setUpWhole,
  setUpWorld,
} from '../support/set-up-world.js'
import { anotherApp } from '../support/test-world.js'

const DAY_MS = 86_400_000
const LATER = { mayWaive: true, setUpLater: true }
const isWaived = (answer: ApprovalAnswered): boolean => 'statement' in answer

test('[SU5] neither another offer, nor another app, nor a set-up that was begun, begins the days anew', async () => {
  const world = await setUpWorld({ setUpGraceDays: 3 })
  const mail = await anotherApp(world)
  await askedAtLogin(world, { mayWaive: true })
  for (let day = 1; day <= 2; day++) {
    world.clock.advance(DAY_MS)
    await begun(world, { mayWaive: true })
    const offer = await askedAtLogin(
      world,
      { mayWaive: true, maySetUp: { returnTo: 'https://mail.example/' } },
      mail,
    )
    assert.ok(isLed(offer) && offer.laterUntilMs !== null)
    assert.ok(isWaived(await askedAtLogin(world, LATER)))
  }
  world.clock.advance(DAY_MS)
  assert.ok(isLed(await askedAtLogin(world, LATER)))
  assert.ok(
    isLed(await askedAtLogin(world, { ...LATER, maySetUp: { returnTo: 'https://mail.example/' } }, mail)),
  )
})

test('[SU5] whoever had a phone and lost it has no days left', async () => {
  const world = await setUpWorld({ setUpGraceDays: 3 })
  const { phone } = await setUpWhole(world)
  world.clock.advance(4 * DAY_MS)
  await world.ports.storage.transaction(async ({ devices, backupCodes }) => {
    await backupCodes.removeOf(phone.accountId)
    await devices.changeState(phone.id, ['active'], 'revoked', world.ports.clock.nowMs())
  })
  const offer = await askedAtLogin(world, LATER)
  assert.ok(isLed(offer))
  assert.equal(offer.laterUntilMs, null)
})

test('[SU5] what was never offered is not put off, and a phone that counts is asked', async () => {
  const world = await setUpWorld({ setUpGraceDays: 3 })
  assert.equal(isWaived(await askedAtLogin(world, LATER)), false)
  await setUpWhole(world)
  assert.ok('challengeId' in (await askedAtLogin(world, LATER)))
})

test('[SU5] the policies as they are now decide, not as they were when it was offered', async () => {
  const world = await setUpWorld({ setUpGraceDays: 90 })
  await askedAtLogin(world, { mayWaive: true })
  assert.ok(isWaived(await askedAtLogin(world, LATER)))
  await leadToSetUp(world, { setUpGraceDays: 0 })
  assert.ok(isLed(await askedAtLogin(world, LATER)))
  await leadToSetUp(world, { setUp: 'by_invitation', setUpGraceDays: 90 })
  assert.ok('challengeId' in (await askedAtLogin(world, LATER)))
})

test('[SU5] nobody else gets a waiver by saying "later": not an admin, nobody suspended, no ID that nobody has', async () => {
  const world = await setUpWorld({ setUpGraceDays: 3 })
  await askedAtLogin(world, { mayWaive: true })
  assert.ok('challengeId' in (await askedAtLogin(world, { ...LATER, userId: 'nobody' })))
  const { id: accountId } = await accountOf(world)
  await world.ports.storage.transaction(({ admins }) =>
    admins.put({ accountId, role: 'owner', createdAtMs: 0, createdBy: 'operator' }),
  )
  assert.ok('challengeId' in (await askedAtLogin(world, LATER)))
})
