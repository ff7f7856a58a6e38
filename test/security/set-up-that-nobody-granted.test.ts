// A set-up that nobody granted: an app vouches for a password, so every app that may lead people to the set-up can bind a phone to any
// account that has none. The policies say which apps may; an admin's account is none of theirs, since its phone opens the console; and
// whoever has codes of paper or of the help desk is asked for those, so that a stolen password does not get round them.
import assert from 'node:assert/strict'
import test from 'node:test'
import { makeBackupCodes } from '@countersign/server/flows/codes/backup-codes'
import { loginWithCode } from '@countersign/server/flows/codes/login-with-code'
import { policyBody } from '../support/policies.js'
import { operator, setPolicies } from '../support/policy-world.js'
import { accountOf, askedAtLogin, isLed, setUpWhole, setUpWorld } from '../support/set-up-world.js'
import { anotherApp, must, requestBody } from '../support/test-world.js'

test('[SU1] an app that the policies do not let do it binds no phone, whatever another app may', async () => {
  const world = await setUpWorld()
  const mail = await anotherApp(world)
  const returnTo = 'https://mail.example/in'
  await setPolicies(world, [policyBody({ says: { setUp: 'at_login' }, when: { appIds: [world.app.id] } })])
  assert.equal(isLed(await askedAtLogin(world, { maySetUp: { returnTo } }, mail)), false)
  assert.equal(isLed(await askedAtLogin(world)), true)
  await setPolicies(world, [policyBody({ says: { setUp: 'at_login' }, when: { networks: ['10.0.0.0/8'] } })])
  assert.equal(isLed(await askedAtLogin(world)), false)
})

test('[SU1] an admin’s account is set up by no login, in whatever role', async () => {
  const world = await setUpWorld()
  const { id: accountId } = await accountOf(world)
  for (const role of ['owner', 'admin', 'help_desk', 'auditor'] as const) {
    await world.ports.storage.transaction(({ admins }) =>
      admins.put({ accountId, role, createdAtMs: 0, createdBy: 'operator' }),
    )
    assert.equal(isLed(await askedAtLogin(world)), false, role)
  }
  await world.ports.storage.transaction(({ admins }) => admins.remove(accountId))
  assert.equal(isLed(await askedAtLogin(world)), true)
})

test('[SU1] the password of somebody whose phone was lost and removed does not get round their backup codes', async () => {
  const world = await setUpWorld()
  const { phone, codes } = await setUpWhole(world)
  await world.ports.storage.transaction(({ devices }) =>
    devices.changeState(phone.id, ['active'], 'revoked', world.ports.clock.nowMs()),
  )
  assert.equal(isLed(await askedAtLogin(world)), false)
  must(await loginWithCode(world.ports, world.app, { ...requestBody(), code: codes[0] ?? '' }))
  assert.equal(isLed(await askedAtLogin(world)), false)
})

test('[SU1] nor where the policies of this app take no printed codes', async () => {
  const world = await setUpWorld({ otherWays: ['totp'] })
  must(await makeBackupCodes(world.ports, (await accountOf(world)).id, operator))
  assert.equal(isLed(await askedAtLogin(world)), false)
})

test('[SU1] the password alone does not get round a code that the help desk has just told', async () => {
  const world = await setUpWorld()
  const { ports } = world
  const { id: accountId } = await accountOf(world)
  const nowMs = ports.clock.nowMs()
  await ports.storage.transaction(({ bypassCodes }) =>
    bypassCodes.add({
      ...{ id: ports.random.id(), accountId, codeHash: ports.random.bytes(32), reason: 'lost phone' },
      ...{ madeBy: 'operator', state: 'open', madeAtMs: nowMs, expiresAtMs: nowMs + 1_000 },
      usedAtMs: undefined,
    }),
  )
  assert.equal(isLed(await askedAtLogin(world)), false)
  world.clock.advance(1_000)
  assert.equal(isLed(await askedAtLogin(world)), true)
})

test('[SU1] a suspended phone is a doubt, not the absence of one', async () => {
  const world = await setUpWorld()
  const { phone } = await setUpWhole(world)
  const { ports } = world
  await ports.storage.transaction(async ({ devices, backupCodes }) => {
    await backupCodes.removeOf(phone.accountId)
    await devices.changeState(phone.id, ['active'], 'suspended', ports.clock.nowMs())
  })
  assert.equal(isLed(await askedAtLogin(world)), false)
})
