// Signing in without a network: who is rung, how long a session lives, and what ends it.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Role } from '@countersign/protocol/admin'
import { SESSION_IDLE_MS, SESSION_MAX_MS } from '@countersign/server/core/access'
import { findSession, watchSession } from '@countersign/server/flows/access/sessions'
import type { SignInBegun } from '@countersign/server/flows/access/sign-in'
import { finishSignIn, startSignIn } from '@countersign/server/flows/access/sign-in'
import { suspendAccount } from '@countersign/server/flows/admin/account-standing'
import { putAdmin, removeAdmin } from '@countersign/server/flows/admin/admins'
import { signedIn, typed } from '../support/sign-in.js'
import type { World } from '../support/test-world.js'
import { makeWorld, must, pairedDevice, reasonOf, settled } from '../support/test-world.js'

const operator = { kind: 'operator' } as const
const browser = { address: '192.0.2.1', browser: 'Firefox on Linux' }

async function admin(world: World, role: Role, userId = 'alice') {
  const device = await pairedDevice(world, userId)
  must(await putAdmin(world.ports, operator, { accountId: device.accountId, role }))
  return device
}

const start = (world: World, userId = 'alice', known = '') =>
  startSignIn(world.ports, 'admin', { userId, browser, known })
const finish = (world: World, { secret }: SignInBegun) =>
  finishSignIn(world.ports, 'admin', { secret, browser, former: undefined })

test('an admin’s phone rings and asks for six digits, of an app that is called like the server and its console', async () => {
  const world = await makeWorld()
  const device = await admin(world, 'owner')
  const { started } = must(await start(world))
  await settled()
  assert.match(started.code, /^\d{6}$/)
  const question = device.shown(started.challengeId)
  assert.equal(question.context.appName, 'ACME · Console')
  assert.equal(question.context.origin, 'https://id.example')
  assert.equal(question.context.userId, 'alice')
})

test('nobody’s phone rings for an account without a role, at the console; at /me it does', async () => {
  const world = await makeWorld()
  const device = await pairedDevice(world, 'person')
  const { started } = must(await start(world, 'person'))
  await settled()
  assert.throws(() => device.shown(started.challengeId), /never rang/)
  const own = must(await startSignIn(world.ports, 'person', { userId: 'person', browser, known: '' }))
  await settled()
  const { context } = device.shown(own.started.challengeId)
  assert.deepEqual([context.userId, context.appName], ['person', 'ACME · My account'])
})

test('a session ends after an hour without use, and after twelve hours whatever was done', async () => {
  const world = await makeWorld()
  const device = await admin(world, 'owner')
  const { secret } = await signedIn(world, 'admin', device)
  world.clock.advance(SESSION_IDLE_MS - 1)
  must(await findSession(world.ports, 'admin', secret))
  world.clock.advance(SESSION_IDLE_MS)
  assert.equal(reasonOf(await findSession(world.ports, 'admin', secret)), 'credentials_wrong')

  const busy = await signedIn(world, 'admin', device)
  for (let used = 0; used < SESSION_MAX_MS - SESSION_IDLE_MS; used += SESSION_IDLE_MS / 2) {
    world.clock.advance(SESSION_IDLE_MS / 2)
    must(await findSession(world.ports, 'admin', busy.secret))
  }
  world.clock.advance(SESSION_IDLE_MS)
  assert.equal(reasonOf(await findSession(world.ports, 'admin', busy.secret)), 'credentials_wrong')
})

test('a page that is left open and only hears news lets the session run out', async () => {
  const world = await makeWorld()
  const { secret } = await signedIn(world, 'admin', await admin(world, 'owner'))
  for (let minute = 0; minute < 59; minute += 1) {
    world.clock.advance(60_000)
    must(await watchSession(world.ports, 'admin', secret))
  }
  world.clock.advance(60_000)
  assert.equal(reasonOf(await watchSession(world.ports, 'admin', secret)), 'credentials_wrong')
})

test('suspending the account ends its sessions, and finishes no sign-in that was approved before', async () => {
  const world = await makeWorld()
  await admin(world, 'owner', 'boss')
  const device = await admin(world, 'admin')
  const { secret } = await signedIn(world, 'admin', device)
  const waiting = must(await start(world))
  await typed(world, device, waiting.started)
  must(await suspendAccount(world.ports, operator, { id: device.accountId }))
  assert.equal(reasonOf(await findSession(world.ports, 'admin', secret)), 'credentials_wrong')
  const finished = await finish(world, waiting)
  assert.equal(finished.ok, false)
})

test('a role that is taken away between approval and finish opens nothing', async () => {
  const world = await makeWorld()
  await admin(world, 'owner', 'boss')
  const device = await admin(world, 'admin')
  const waiting = must(await start(world))
  await typed(world, device, waiting.started)
  must(await removeAdmin(world.ports, operator, { accountId: device.accountId }))
  assert.equal(reasonOf(await finish(world, waiting)), 'credentials_wrong')
  assert.deepEqual(await world.ports.storage.read.sessions.ofAccount(device.accountId, '', 10), [])
})

test('a sign-in that was begun at /me does not finish at the console', async () => {
  const world = await makeWorld()
  const device = await admin(world, 'owner')
  const begun = must(await startSignIn(world.ports, 'person', { userId: 'alice', browser, known: '' }))
  await typed(world, device, begun.started)
  assert.equal(reasonOf(await finish(world, begun)), 'credentials_wrong')
})

test('of twenty finishes at the same moment one gets a session', async () => {
  const world = await makeWorld()
  const device = await admin(world, 'owner')
  const begun = must(await start(world))
  await typed(world, device, begun.started)
  const results = await Promise.all(Array.from({ length: 20 }, () => finish(world, begun)))
  assert.equal(results.filter(({ ok }) => ok).length, 1)
  assert.equal((await world.ports.storage.read.sessions.ofAccount(device.accountId, '', 99)).length, 1)
})

test('signing in again in one browser ends what it was signed in with before', async () => {
  const world = await makeWorld()
  const device = await admin(world, 'owner')
  const first = await signedIn(world, 'admin', device)
  const begun = must(await start(world, 'alice', first.known))
  await typed(world, device, begun.started)
  const second = must(
    await finishSignIn(world.ports, 'admin', { secret: begun.secret, browser, former: first.secret }),
  )
  assert.equal(reasonOf(await findSession(world.ports, 'admin', first.secret)), 'credentials_wrong')
  must(await findSession(world.ports, 'admin', second.secret))
})
