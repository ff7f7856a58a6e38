// Alarms as a weapon: whoever can cause them drowns the one that matters, or fills mailboxes of people who did nothing. An attacker with
// one password asks a thousand times; one with a list of user IDs and no password asks for everybody; one who knows neither asks for IDs
// that nobody has. One mail a day and account is all that comes of the first; of the others nothing.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startSignIn } from '@countersign/server/flows/access/sign-in'
import { showOverview } from '@countersign/server/flows/admin/overview'
import { mailsOf, setUpMail } from '../support/invited.js'
import { OPERATOR, takeOver } from '../support/onboarding.js'
import type { World } from '../support/test-world.js'
import { asked, from, makeWorld, must, pairedDevice, settled } from '../support/test-world.js'

async function mailed(): Promise<World> {
  const world = await makeWorld()
  await setUpMail(world.ports)
  await takeOver(world.ports, ['user_id,email', 'alice,a@example.org'])
  await pairedDevice(world)
  world.clock.advance(86_400_000)
  return world
}

const alarms = async ({ ports }: World) =>
  (await mailsOf(ports)).filter(({ subject }) => subject.includes('keeps asking')).length

const entries = async ({ ports }: World) =>
  (await ports.storage.read.audit.page({ action: 'account.harassed' }, undefined, 100)).entries.length

test('[FT5] three hundred requests of a day are one mail, one entry and one line of the overview', async () => {
  const world = await mailed()
  for (let n = 0; n < 300; n += 1) {
    await asked(world, from(`203.0.113.${n % 250}`))
    await settled()
    world.clock.advance(200_000)
  }
  assert.deepEqual([await alarms(world), await entries(world)], [1, 1])
  const { alerts } = must(await showOverview(world.ports, OPERATOR, undefined))
  assert.equal(alerts.filter(({ kind }) => kind === 'login_harassment').length, 1)
})

test('[FT5] of requests that race one sounds the alarm', async () => {
  const world = await mailed()
  for (let n = 0; n < 3; n += 1) {
    await asked(world, from('203.0.113.66'))
    world.clock.advance(95_000)
  }
  await Promise.all(
    ['203.0.113.1', '203.0.113.2', '203.0.113.3'].map((address) => asked(world, from(address))),
  )
  for (let n = 0; n < 20; n += 1) await settled()
  assert.deepEqual([await alarms(world), await entries(world)], [1, 1])
})

test('[FT4] whoever knows user IDs alone makes no mail with them', async () => {
  const world = await mailed()
  const browser = { address: '203.0.113.66', browser: 'curl' }
  for (let n = 0; n < 60; n += 1) {
    await startSignIn(world.ports, 'person', { userId: 'alice', browser, known: '' })
    await settled()
    world.clock.advance(100_000)
  }
  assert.deepEqual([await alarms(world), await entries(world)], [0, 0])
})

test('[FT5] for an ID that nobody has nothing is written but that it was said', async () => {
  const world = await mailed()
  for (let n = 0; n < 8; n += 1) {
    await asked(world, { ...from('203.0.113.66'), userId: 'nobody' })
    for (let turn = 0; turn < 5; turn += 1) await settled()
    world.clock.advance(95_000)
  }
  assert.deepEqual([await alarms(world), await entries(world)], [0, 0])
})
