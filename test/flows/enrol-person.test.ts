// An enrolment: an app makes an account, leads its person to codes and a phone, and asks that phone from then on.
import assert from 'node:assert/strict'
import test from 'node:test'
import { purgeAccess } from '@countersign/server/flows/access/purge'
import { putIdPattern } from '@countersign/server/flows/admin/branding'
import { answerChallenge } from '@countersign/server/flows/answer-challenge'
import { redeemChallenge } from '@countersign/server/flows/redeem-challenge'
import { secondFactorFor } from '@countersign/server/flows/second-factor-for'
import { beginSetUpTotp, confirmSetUpTotp } from '@countersign/server/flows/set-up/add-app-with-codes'
import { makeSetUpCodes } from '@countersign/server/flows/set-up/backup-codes-first'
import { showSetUp } from '@countersign/server/flows/set-up/begin-set-up'
import { leaveSetUp } from '@countersign/server/flows/set-up/leave-set-up'
import { beginSetUpPairing } from '@countersign/server/flows/set-up/pair-first-phone'
import { TOTP } from 'otpauth'
import { enrolled, enrolling, enrolWhole, enrolWorld, letEnrol } from '../support/enrol-world.js'
import { operator } from '../support/policy-world.js'
import { accountOf, auditOf } from '../support/set-up-world.js'
import { must, NONCE, reasonOf, requestBody, settled } from '../support/test-world.js'

test('[EN1] no app may enrol until an admin says so, and it is refused whoever it is about', async () => {
  const world = await enrolWorld()
  const app = await letEnrol(world, world.app, false)
  for (const userId of ['anna', 'nobody'])
    assert.equal(reasonOf(await enrolled(world, { userId }, app)), 'enrolment_not_allowed')
  assert.equal(await world.ports.storage.read.accounts.byUserId('anna'), undefined)
  assert.deepEqual(await world.ports.storage.read.enrolmentTries.since(app.id, 0), [])
})

test('[EN2] it makes an account with that very ID, as IDs are spelled, and says who did', async () => {
  const world = await enrolWorld()
  const { link, expiresAtMs } = must(
    await enrolled(world, { userId: 'Anna@Example.org', displayName: 'Anna Å', language: 'de' }),
  )
  assert.match(link, /^https:\/\/id\.example\/set-up\/#[\w-]{43}$/)
  assert.equal(expiresAtMs, world.ports.clock.nowMs() + 1_800_000)
  const account = await accountOf(world, 'anna@example.org')
  assert.deepEqual(
    [account.displayName, account.locale, account.state, account.enrolledBy],
    ['Anna Å', 'de', 'active', world.app.id],
  )
  const [added] = await auditOf(world, 'account.added')
  const [begun] = await auditOf(world, 'enrolment.begun')
  for (const entry of [added, begun])
    assert.deepEqual(
      [entry?.actor, entry?.accountId, entry?.appId],
      [`app:${world.app.id}`, account.id, world.app.id],
    )
})

test('[EN2] no pattern of the server completes the ID: the app asks for the one it enrolled', async () => {
  const world = await enrolWorld()
  const pattern = { pattern: '{user}@{suffix}', suffix: 'example.org', shortNameToo: true, revision: 0 }
  must(await putIdPattern(world.ports, operator, pattern))
  must(await enrolled(world))
  assert.equal((await accountOf(world, 'anna')).userId, 'anna')
})

test('[EN3] codes, then a phone, though no policy leads anybody to a set-up; and the next login asks that phone', async () => {
  const world = await enrolWorld()
  const { ports, app } = world
  const browser = await enrolling(world)
  assert.deepEqual(must(await showSetUp(ports, browser)).returnTo, 'https://wiki.example/done')
  assert.equal(reasonOf(await beginSetUpPairing(ports, browser)), 'conflict', 'codes come first')
  must(await makeSetUpCodes(ports, browser))

  const whole = await enrolWhole(world)
  assert.deepEqual(must(await leaveSetUp(ports, whole.browser)), { returnTo: 'https://wiki.example/done' })
  const account = await accountOf(world, 'anna')
  assert.deepEqual([account.activeDevices, account.enrolledBy], [1, undefined])
  const [finished] = await auditOf(world, 'enrolment.finished')
  assert.deepEqual([finished?.accountId, finished?.appId], [account.id, app.id])
  assert.deepEqual(await auditOf(world, 'set_up.finished'), [])

  const request = must(await secondFactorFor(ports, app, requestBody({ userId: 'anna' })))
  assert.ok('challengeId' in request)
  await settled()
  const { phone } = whole
  must(await answerChallenge(ports, phone.id, await phone.approve(request.challengeId, request.match)))
  must(await redeemChallenge(ports, app, request.challengeId, NONCE))
})

test('[EN2] whoever did not finish begins again: a new link, the same account, and the browser before is out', async () => {
  const world = await enrolWorld()
  const before = await enrolling(world)
  const { id, displayName } = await accountOf(world, 'anna')
  world.clock.advance(40 * 86_400_000)
  const browser = await enrolling(world, { displayName: 'Somebody' })
  const after = await accountOf(world, 'anna')
  assert.deepEqual([after.id, after.displayName], [id, displayName], 'a name is told once')
  assert.equal(reasonOf(await showSetUp(world.ports, before)), 'link_invalid')
  must(await showSetUp(world.ports, browser))
  assert.equal((await auditOf(world, 'account.added')).length, 1)
})

test('[EN5] what was tried more than an hour ago is forgotten', async () => {
  const world = await enrolWorld()
  must(await enrolled(world))
  const kept = () => world.ports.storage.read.enrolmentTries.since(world.app.id, 0)
  world.clock.advance(3_600_000 - 1)
  await purgeAccess(world.ports)
  assert.equal((await kept()).length, 1)
  world.clock.advance(1)
  await purgeAccess(world.ports)
  assert.deepEqual(await kept(), [])
})

test('[EN3] an enrolment ends with a phone: an app with codes comes beside it, not in its place', async () => {
  const world = await enrolWorld()
  const { ports } = world
  const before = await enrolling(world)
  must(await makeSetUpCodes(ports, before))
  assert.equal(must(await showSetUp(ports, before)).mayUseTotp, false)
  assert.equal(reasonOf(await beginSetUpTotp(ports, before, 'Aegis')), 'way_not_allowed')

  const { browser } = await enrolWhole(world)
  assert.equal(must(await showSetUp(ports, browser)).mayUseTotp, true)
  const { id, link } = must(await beginSetUpTotp(ports, browser, 'Aegis'))
  const secret = new URL(link).searchParams.get('secret') ?? ''
  const code = new TOTP({ secret }).generate({ timestamp: ports.clock.nowMs() })
  must(await confirmSetUpTotp(ports, browser, { id, code }))
  assert.equal((await accountOf(world, 'anna')).activeTotps, 1)
})
