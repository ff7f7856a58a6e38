// A login in the audit: one entry when it is over, whoever ended it, with the phone's own signature as evidence.
import assert from 'node:assert/strict'
import test from 'node:test'
import { answerDocument, decision, fromBase64Url } from '@countersign/protocol'
import type { SavedEntry } from '@countersign/server/core/ports-audit'
import { answerChallenge } from '@countersign/server/flows/answer-challenge'
import { cancelChallenge } from '@countersign/server/flows/cancel-challenge'
import { redeemChallenge } from '@countersign/server/flows/redeem-challenge'
import { sealAudit } from '@countersign/server/flows/seal-audit'
import { sweep } from '@countersign/server/flows/sweep'
import type { World } from '../support/test-world.js'
import { asked, bytesOf, from, makeWorld, must, NONCE, pairedDevice, wrong } from '../support/test-world.js'

async function logins({ ports }: World): Promise<readonly SavedEntry[]> {
  const { entries } = await ports.storage.read.audit.page({ action: 'login.*' }, undefined, 100)
  return entries
}

const actions = async (world: World): Promise<readonly string[]> =>
  (await logins(world)).map(({ entry }) => entry.action)

test('an approval is no end: the entry comes with the redemption', async () => {
  const world = await makeWorld()
  const phone = await pairedDevice(world)
  const login = await asked(world)
  must(await answerChallenge(world.ports, phone.id, await phone.approve(login.challengeId, login.match)))
  assert.deepEqual(await actions(world), [])
  must(await redeemChallenge(world.ports, world.app, login.challengeId, NONCE))
  const [entry] = await logins(world)
  assert.equal(entry?.entry.action, 'login.redeemed')
  assert.equal(entry?.entry.actor, `device:${phone.id}`)
  assert.equal(entry?.entry.accountId, login.accountId)
  assert.equal(entry?.entry.appId, world.app.id)
  const { facts } = entry?.entry ?? assert.fail()
  assert.equal(facts['address'], '192.0.2.1')
  assert.equal(facts['browser'], 'Firefox on Linux')
  assert.equal(facts['requestedAtMs'], login.issuedAtMs)
})

test('the entry proves what the phone decided: its signature fits its answer under its own key', async () => {
  const world = await makeWorld()
  const phone = await pairedDevice(world)
  const login = await asked(world)
  must(await answerChallenge(world.ports, phone.id, await phone.deny(login.challengeId)))
  const [entry] = await logins(world)
  const { facts } = entry?.entry ?? assert.fail()
  const body = bytesOf(String(facts['answer']))
  const device = await world.ports.storage.read.devices.byId(phone.id)
  const signature = fromBase64Url(String(facts['signature'])) ?? assert.fail()
  assert.ok(
    world.ports.vault.verify(device?.publicKey ?? assert.fail(), answerDocument.message(body), signature),
  )
  const parsed = answerDocument.parse(body)
  assert.equal(parsed.ok && parsed.value.decision, decision.deny)
})

test('each end of a login has an entry of its own', async () => {
  const world = await makeWorld()
  const { ports, app, clock } = world
  const phone = await pairedDevice(world)

  const denied = await asked(world, from('192.0.2.1'))
  must(await answerChallenge(ports, phone.id, await phone.deny(denied.challengeId)))
  const reported = await asked(world, from('192.0.2.2'))
  must(await answerChallenge(ports, phone.id, await phone.report(reported.challengeId)))
  const mismatched = await asked(world, from('192.0.2.3'))
  must(
    await answerChallenge(
      ports,
      phone.id,
      await phone.approve(mismatched.challengeId, wrong(mismatched.match)),
    ),
  )
  const cancelled = await asked(world, from('192.0.2.4'))
  must(await cancelChallenge(ports, app, cancelled.challengeId, NONCE))
  await asked(world, from('192.0.2.5'))
  clock.advance(90_000)
  await sweep(ports)
  const lapsed = await asked(world, from('192.0.2.6'))
  must(await answerChallenge(ports, phone.id, await phone.approve(lapsed.challengeId, lapsed.match)))
  clock.advance(60_000)
  await sweep(ports)

  const found = (await logins(world)).map(({ entry }) => `${entry.action} ${entry.actor.split(':')[0]}`)
  assert.deepEqual([...found].sort(), [
    'login.cancelled app',
    'login.denied device',
    'login.expired server',
    'login.lapsed server',
    'login.mismatched device',
    'login.reported device',
  ])
})

test('a request for nobody leaves an entry like that for somebody, without a word of what was typed', async () => {
  const world = await makeWorld()
  await asked(world, { userId: 'my-password-by-mistake' })
  world.clock.advance(90_000)
  await sweep(world.ports)
  const [entry] = await logins(world)
  assert.equal(entry?.entry.action, 'login.expired')
  assert.ok(!JSON.stringify(entry).includes('my-password'))
})

test('neither a code nor a symbol stands in the entry but in what the phone signed', async () => {
  const world = await makeWorld()
  const phone = await pairedDevice(world)
  const login = await asked(world, { atLeast: 'code' })
  must(await answerChallenge(world.ports, phone.id, await phone.approve(login.challengeId, login.match)))
  must(await redeemChallenge(world.ports, world.app, login.challengeId, NONCE))
  const [entry] = await logins(world)
  const { answer, signature, ...facts } = entry?.entry.facts ?? assert.fail()
  assert.ok(answer !== undefined && signature !== undefined)
  const code = login.match.mode === 'code' ? login.match.code : assert.fail()
  assert.ok(!JSON.stringify(facts).includes(code))
})

test('ends are counted by minute and app when they are sealed, once', async () => {
  const world = await makeWorld()
  const { ports, app, clock } = world
  for (const address of ['192.0.2.1', '192.0.2.2']) {
    const login = await asked(world, { ...from(address), userId: 'nobody' })
    must(await cancelChallenge(ports, app, login.challengeId, NONCE))
  }
  await sealAudit(ports)
  await sealAudit(ports)
  const minute = Math.floor(clock.nowMs() / 60_000)
  assert.deepEqual(await ports.storage.read.counts.minutes(minute, minute + 1), [
    { minute, appId: app.id, outcome: 'cancelled', count: 2 },
  ])
})
