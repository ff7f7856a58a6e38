// Nobody learns from a request who exists: the same reply, the same rows, the same calls, the same limits ([LI5]).
import assert from 'node:assert/strict'
import test from 'node:test'
import { approvalRequested } from '@countersign/protocol'
import { addAccount } from '@countersign/server/flows/accounts'
import { statusForApp, statusForWatcher } from '@countersign/server/flows/challenge-status'
import { requestApproval } from '@countersign/server/flows/request-approval'
import { countedStorage } from '../support/counted-storage.js'
import { newStorage } from '../support/engine.js'
import {
  asked,
  bytesOf,
  from,
  makeWorld,
  must,
  pairedDevice,
  requestBody,
  settled,
} from '../support/test-world.js'

async function threeKinds() {
  const storage = countedStorage(await newStorage())
  const world = await makeWorld({ storage })
  const phone = await pairedDevice(world, 'paired')
  phone.disconnect()
  must(await addAccount(world.ports, { userId: 'no-device', displayName: '' }))
  // The first request after a change of the policies reads them.
  await world.ports.policies.current(storage.read.policies)
  return { world, storage, userIds: ['paired', 'no-device', 'nobody'] }
}

test('[LI5] the reply has the same shape, and the account id tells nothing', async () => {
  const { world, userIds } = await threeKinds()
  for (const userId of userIds) {
    const reply = approvalRequested.parse(await asked(world, { userId }))
    assert.equal(reply.match.mode, 'symbol')
    assert.equal(reply.delivery, 'push')
    // Version 4 for everyone: a version 7 would hold the time an account was made.
    assert.match(reply.accountId, /^.{14}4/)
  }
})

test('[LI5] the same calls are made of the database, in the same order, at every step', async () => {
  const { world, storage, userIds } = await threeKinds()
  const { ports, app, clock } = world
  const paths: (readonly string[])[] = []
  for (const userId of userIds) {
    storage.calls()
    const reply = must(await requestApproval(ports, app, requestBody({ userId })))
    await settled()
    must(await statusForApp(ports, app, reply.challengeId))
    must(await statusForWatcher(ports, bytesOf(reply.watchToken)))
    must(await requestApproval(ports, app, requestBody({ userId, ...from('192.0.2.9') })))
    await settled()
    clock.advance(1000)
    paths.push(storage.calls())
  }
  assert.deepEqual(paths[1], paths[0])
  assert.deepEqual(paths[2], paths[0])
})

test('[LI5] the same rows are written: one challenge, one delivery, of bodies of one size', async () => {
  const { world, userIds } = await threeKinds()
  const { challenges } = world.ports.storage.read
  const sizes: number[] = []
  for (const userId of userIds) {
    const { challengeId } = await asked(world, { userId })
    const [delivery, ...more] = await challenges.deliveriesOf(challengeId)
    assert.deepEqual(more, [])
    sizes.push((delivery?.body.length ?? 0) - userId.length)
  }
  assert.ok(sizes[0] !== undefined && sizes[0] > 300)
  assert.deepEqual(sizes, [sizes[0], sizes[0], sizes[0]])
})

test('a request costs six calls of the stores, whatever the policies', async () => {
  const { world, storage } = await threeKinds()
  storage.calls()
  must(await requestApproval(world.ports, world.app, requestBody({ userId: 'paired' })))
  assert.deepEqual(storage.calls(), [
    'transaction',
    'accounts.withDevices',
    'policies.revision',
    'guards.of',
    'challenges.openOf',
    'challenges.add',
    'guards.save',
  ])
})

test('[LI5] the page is told the same until the end, which is expiry', async () => {
  const { world, userIds } = await threeKinds()
  const seen: string[][] = []
  for (const userId of userIds) {
    const reply = await asked(world, { userId })
    const states: string[] = []
    for (const ms of [0, 89_999, 1]) {
      world.clock.advance(ms)
      const { state, progress } = must(await statusForApp(world.ports, world.app, reply.challengeId))
      states.push(`${state}/${progress}`)
    }
    seen.push(states)
  }
  assert.deepEqual(seen[0], ['pending/sent', 'pending/sent', 'expired/sent'])
  assert.deepEqual(seen[1], seen[0])
  assert.deepEqual(seen[2], seen[0])
})

test('[LI5] budgets, limits and escalation hold for a user ID that nobody has', async () => {
  const { world, userIds } = await threeKinds()
  const { ports, app, clock } = world
  const seen: unknown[] = []
  for (const userId of userIds) {
    const replies: unknown[] = []
    for (const n of [1, 2, 3, 4]) {
      const reply = await requestApproval(ports, app, requestBody({ userId, ...from(`192.0.2.${n}`) }))
      replies.push(reply.ok ? [reply.value.delivery, reply.value.match.mode] : reply.refusal.reason)
    }
    clock.advance(86_400_000)
    seen.push(replies)
  }
  assert.deepEqual(seen[1], seen[0])
  assert.deepEqual(seen[2], seen[0])
})

test('[LI5] the same unknown user ID keeps its account id, and another has another', async () => {
  const world = await makeWorld()
  const first = await asked(world, { userId: 'nobody' })
  const again = await asked(world, { userId: 'Nobody' })
  const other = await asked(world, { userId: 'nobody-else' })
  assert.equal(again.accountId, first.accountId)
  assert.notEqual(other.accountId, first.accountId)
})

test('a user ID that grows beyond its limit in lower case is nobody, not a fault', async () => {
  const world = await makeWorld()
  // Each İ is two bytes as typed and three in lower case (Unicode SpecialCasing.txt).
  const reply = await asked(world, { userId: '\u0130'.repeat(127) })
  assert.equal(reply.delivery, 'push')
})
