// Asking after everybody: "this ID is taken" tells whether somebody is known here. Who has the key of an app that may enrol could try a
// list of names, and make thousands of accounts on the way. A try is counted before anybody is looked at, whatever becomes of it, in
// the database: the hour's number bounds both, at any node, also for calls at once and after a restart; and the audit has each.
import assert from 'node:assert/strict'
import test from 'node:test'
import { ENROLMENTS_PER_HOUR } from '@countersign/protocol'
import type { Result } from '@countersign/server/core/refusal'
import { addAccount } from '@countersign/server/flows/accounts'
import { enrolled, enrolWorld, letEnrol } from '../support/enrol-world.js'
import { auditOf } from '../support/set-up-world.js'
import type { World } from '../support/test-world.js'
import { anotherApp, must, reasonOf } from '../support/test-world.js'

const HOUR_SECONDS = 3_600

function retryAfter(refused: Result<unknown>): number {
  if (refused.ok || refused.refusal.reason !== 'rate_limited') assert.fail('the budget was not spent')
  return refused.refusal.retryAfterSeconds
}

/** As if the app had tried so often a moment ago. */
async function spend({ ports, app }: World, tries: number): Promise<void> {
  await ports.storage.transaction(async ({ enrolmentTries }) => {
    for (let i = 0; i < tries; i++) await enrolmentTries.add(ports.random.id(), app.id, ports.clock.nowMs())
  })
}

test('[EN5] names that are taken use the hour up as well, and then nobody is looked at', async () => {
  const world = await enrolWorld()
  await addAccount(world.ports, { userId: 'anna' })
  await spend(world, ENROLMENTS_PER_HOUR - 2)
  assert.equal(reasonOf(await enrolled(world)), 'user_id_taken')
  must(await enrolled(world, { userId: 'bert' }))
  for (const userId of ['anna', 'bert', 'carla']) {
    world.clock.advance(1_000)
    assert.ok(retryAfter(await enrolled(world, { userId })) <= HOUR_SECONDS - 1)
  }
  assert.equal(await world.ports.storage.read.accounts.byUserId('carla'), undefined)
  assert.equal((await auditOf(world, 'enrolment.refused')).length, 1)
})

test('[EN5] after as many seconds as were told there is room, and not one before', async () => {
  const world = await enrolWorld()
  await spend(world, ENROLMENTS_PER_HOUR)
  world.clock.advance(60_000)
  const seconds = retryAfter(await enrolled(world))
  assert.equal(seconds, HOUR_SECONDS - 60)
  world.clock.advance(seconds * 1_000 - 1)
  assert.equal(reasonOf(await enrolled(world)), 'rate_limited')
  world.clock.advance(1)
  must(await enrolled(world))
})

test('[EN5] of calls at once as many are heard as there is room for', async () => {
  const world = await enrolWorld()
  await spend(world, ENROLMENTS_PER_HOUR - 3)
  const all = await Promise.all(
    Array.from({ length: 20 }, (_, i) => enrolled(world, { userId: `person-${i}` })),
  )
  assert.equal(all.filter(({ ok }) => ok).length, 3)
})

test('[EN5] each app has its own hour, and calls at fault cost nothing of it', async () => {
  const world = await enrolWorld()
  const mail = await letEnrol(world, await anotherApp(world))
  await spend(world, ENROLMENTS_PER_HOUR - 1)
  const elsewhere = { returnTo: 'https://evil.example/' }
  assert.equal(reasonOf(await enrolled(world, elsewhere)), 'value_invalid')
  must(await enrolled(world))
  assert.equal(reasonOf(await enrolled(world)), 'rate_limited')
  must(await enrolled(world, { userId: 'bert', returnTo: 'https://mail.example/' }, mail))
})
