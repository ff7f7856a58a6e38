// A push service that is slow, or was made slow: it takes connections and says nothing, or answers without end. If pushes wait for it
// together, nobody's phone rings; if logins wait for it, nobody logs in; if memory waits for it, the server falls.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { answerChallenge } from '@countersign/server/flows/answer-challenge'
import { ringBook } from '@countersign/server/flows/push/ring-book'
import type { PushService } from '../support/push-service.js'
import { makePushWorld, outcomesOf, pushService, subscribed } from '../support/push-world.js'
import type { TestDevice } from '../support/test-device.js'
import { asked, must, pairedDevice } from '../support/test-world.js'

test('one that hangs is left after its time, and that is what the record says', async (t) => {
  const world = await makePushWorld({ courier: { timeoutMs: 50 } }, t)
  const phone = await pairedDevice(world)
  await subscribed(world, phone)
  phone.disconnect()
  world.service.answer = 'hang'
  const { challengeId } = await asked(world)
  assert.deepEqual(await outcomesOf(world, challengeId), { [phone.id]: 'push_no_answer' })
})

test('while it hangs, its own pushes wait in a line with an end, another service’s go out, and logins go on', async (t) => {
  const [held, quick] = [await pushService(t), await pushService(t)]
  held.answer = 'hang'
  const limits = { atOnce: 2, inLine: 1 }
  const world = await makePushWorld(
    { limits, courier: { hosts: [held.host, quick.host], timeoutMs: 1_000 } },
    t,
  )
  const asleep = async (userId: string, service: PushService): Promise<TestDevice> => {
    const phone = await pairedDevice(world, userId)
    await subscribed(world, phone, service.subscribe())
    phone.disconnect()
    return phone
  }
  const phones = new Map<string, TestDevice>()
  for (const userId of ['ann', 'bob', 'cid', 'dan']) phones.set(userId, await asleep(userId, held))
  const eve = await asleep('eve', quick)
  const requests = []
  for (const [userId, phone] of phones) requests.push({ phone, ...(await asked(world, { userId })) })
  const login = await asked(world, { userId: 'eve' })
  await quick.waitFor(1)
  must(await answerChallenge(world.ports, eve.id, await eve.approve(login.challengeId, login.match)))
  const outcomes: (string | undefined)[] = []
  for (const { phone, challengeId } of requests)
    outcomes.push((await outcomesOf(world, challengeId))[phone.id])
  assert.deepEqual(outcomes, ['push_no_answer', 'push_no_answer', 'push_no_answer', 'push_crowded'])
  assert.equal(held.arrived.length, 3)
})

test('an answer without end is cut off, and the next push goes out all the same', async (t) => {
  const world = await makePushWorld({ courier: { timeoutMs: 500 } }, t)
  const phone = await pairedDevice(world)
  await subscribed(world, phone)
  phone.disconnect()
  world.service.answer = 'trickle'
  for (const n of [1, 2]) {
    const { challengeId } = await asked(world)
    assert.deepEqual(await outcomesOf(world, challengeId), { [phone.id]: 'push_taken' })
    assert.equal(world.service.arrived.length, n)
  }
})

test('pushes that wait for their time, and notes that wait to be written, have an end', () => {
  const book = ringBook({ waiting: 2, notes: 2 })
  const push = (n: number) => ({
    // Sound: a book takes any id.
    ...({ challengeId: `c${n}`, deviceId: 'd' } as never as { challengeId: never; deviceId: never }),
    ...{ expiresAtMs: 90_000, dueAtMs: n, attempts: 0, askedIn: '', traceParent: '' },
  })
  assert.deepEqual(
    [1, 2, 3].map((n) => book.wait(push(n))),
    [true, true, false],
  )
  assert.equal(book.takeDue(1).length, 1)
  assert.equal(book.wait(push(3)), true)
  for (const n of [1, 2, 3]) book.note({ ...push(n), atMs: n })
  assert.equal(book.takeNotes().length, 2)
  assert.equal(book.takeNotes().length, 0)
})
