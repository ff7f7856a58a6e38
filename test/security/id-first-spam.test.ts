// Attack: the sign-in pages of the console and of /me take a user ID and nothing else. An outsider who knows only that sends
// requests for it without end and from many addresses: to bury the owner in pushes, to use up the rings or the places of their
// real logins, to have those asked for the long way, or to lock the admin out of the console.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ChallengeId } from '@countersign/protocol'
import { KNOWN_BROWSER_MS, knownSinceMs } from '@countersign/server/core/known-browser'
import { startSignIn } from '@countersign/server/flows/access/sign-in'
import { putAdmin } from '@countersign/server/flows/admin/admins'
import { answerChallenge } from '@countersign/server/flows/answer-challenge'
import { statusForApp } from '@countersign/server/flows/challenge-status'
import { signedIn, typed } from '../support/sign-in.js'
import type { TestDevice } from '../support/test-device.js'
import type { World } from '../support/test-world.js'
import { asked, from, makeWorld, must, pairedDevice, reasonOf, settled } from '../support/test-world.js'

async function victim(world: World): Promise<TestDevice> {
  const device = await pairedDevice(world)
  must(await putAdmin(world.ports, { kind: 'operator' }, { accountId: device.accountId, role: 'owner' }))
  return device
}

const attack = (world: World, n: number) =>
  startSignIn(world.ports, n % 2 === 0 ? 'admin' : 'person', {
    userId: 'alice',
    browser: { address: `198.51.100.${n % 250}`, browser: `tool ${n}` },
    known: '',
  })

const rings = (device: TestDevice): number => device.frames.filter(({ type }) => type === 'challenge').length

test('an hour of it, a try a second from 250 addresses, rings three times', async () => {
  const world = await makeWorld()
  const device = await victim(world)
  for (let second = 0; second < 3600; second += 1) {
    await attack(world, second)
    world.clock.advance(1000)
  }
  await settled()
  assert.equal(rings(device), 3)
})

test('under it a login at an app rings, shows an access pass, and stays open', async () => {
  const world = await makeWorld()
  const device = await victim(world)
  for (let n = 0; n < 50; n += 1) await attack(world, n)
  const login = await asked(world, from('192.0.2.7'))
  assert.equal(login.delivery, 'push')
  assert.equal(login.match.mode, 'symbol')
  for (let n = 50; n < 100; n += 1) await attack(world, n)
  assert.equal(must(await statusForApp(world.ports, world.app, login.challengeId)).state, 'pending')
  await settled()
  must(await answerChallenge(world.ports, device.id, await device.approve(login.challengeId, login.match)))
  assert.equal(must(await statusForApp(world.ports, world.app, login.challengeId)).state, 'approved')
})

test('denied, reported or answered with a wrong code, it does not raise the next login, nor end one that is open', async () => {
  for (const answer of ['deny', 'report', 'wrong'] as const) {
    const world = await makeWorld()
    const device = await victim(world)
    const open = await asked(world, from('192.0.2.7'))
    const { started } = must(await attack(world, 1))
    const wrongCode = started.code === '000000' ? '000001' : '000000'
    const frame =
      answer === 'wrong'
        ? await device.approve(started.challengeId, { mode: 'code', code: wrongCode })
        : await device[answer](started.challengeId)
    must(await answerChallenge(world.ports, device.id, frame))
    assert.equal(must(await statusForApp(world.ports, world.app, open.challengeId)).state, 'pending', answer)
    must(await answerChallenge(world.ports, device.id, await device.approve(open.challengeId, open.match)))
    assert.equal((await asked(world, from('192.0.2.7'))).match.mode, 'symbol', answer)
  }
})

test('under it an admin signs in from a browser that was here before: it rings', async () => {
  const world = await makeWorld()
  const device = await victim(world)
  const { known } = await signedIn(world, 'admin', device)
  for (let n = 0; n < 50; n += 1) await attack(world, n)
  const begun = must(
    await startSignIn(world.ports, 'admin', {
      userId: 'alice',
      browser: { address: '192.0.2.1', browser: 'Firefox on Linux' },
      known,
    }),
  )
  assert.equal(begun.started.delivery, 'push')
  await typed(world, device, begun.started)
})

test('from a new browser the admin finds a place as soon as one is free, and fetches the request by hand', async () => {
  const world = await makeWorld()
  const device = await victim(world)
  must(await attack(world, 2))
  must(await attack(world, 4))
  const browser = { address: '192.0.2.1', browser: 'Firefox on Linux' }
  const begun = must(await startSignIn(world.ports, 'admin', { userId: 'alice', browser, known: '' }))
  assert.equal(begun.started.delivery, 'pull')
  await typed(world, device, begun.started)
})

test('a cookie of a known browser is good for its own account and its own time, and is not made up', async () => {
  const world = await makeWorld()
  const device = await victim(world)
  await pairedDevice(world, 'mallory')
  const mallorys = await signedIn(world, 'person', await pairedDevice(world, 'mallory'), 'mallory')
  const alices = await signedIn(world, 'admin', device)
  const browser = { address: '192.0.2.66', browser: 'x' }
  const delivery = async (known: string): Promise<string> => {
    const begun = await startSignIn(world.ports, 'admin', { userId: 'alice', browser, known })
    return begun.ok ? begun.value.started.delivery : begun.refusal.reason
  }
  must(await attack(world, 2))
  const forged = `${world.clock.nowMs()}.${'A'.repeat(43)}`
  for (const known of [mallorys.known, forged, '', 'x', `${alices.known}x`])
    assert.equal(await delivery(known), 'pull', known)
  assert.equal(await delivery(alices.known), 'push')
  const nowMs = world.clock.nowMs()
  assert.equal(knownSinceMs(alices.known, nowMs + KNOWN_BROWSER_MS), nowMs)
  assert.equal(knownSinceMs(alices.known, nowMs + KNOWN_BROWSER_MS + 1), undefined)
})

test('places are bounded: at most three at once, and no more rows than that', async () => {
  const world = await makeWorld()
  const device = await victim(world)
  let refused = 0
  for (let n = 0; n < 20; n += 1) {
    const begun = await attack(world, n)
    if (begun.ok) continue
    assert.equal(reasonOf(begun), 'too_many_open')
    refused += 1
  }
  assert.equal(refused, 17)
  const open = await world.ports.storage.read.challenges.openOf(device.accountId, world.clock.nowMs())
  assert.deepEqual(
    open.map(({ pool }) => pool),
    ['idFirst', 'idFirst', 'idFirst'],
  )
  assert.equal(new Set(open.map(({ id }): ChallengeId => id)).size, 3)
})
