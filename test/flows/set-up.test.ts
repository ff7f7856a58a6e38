// A set-up at a login: who is led there, each step of it, what counts when it is done, and how long it can be put off.
import assert from 'node:assert/strict'
import test from 'node:test'
import { waiverClaimsSchema } from '@countersign/protocol'
import type { Result } from '@countersign/server/core/refusal'
import { purgeAccess } from '@countersign/server/flows/access/purge'
import { explainLogin } from '@countersign/server/flows/admin/explain-login'
import { answerChallenge } from '@countersign/server/flows/answer-challenge'
import { makeBackupCodes } from '@countersign/server/flows/codes/backup-codes'
import { loginWithCode } from '@countersign/server/flows/codes/login-with-code'
import { redeemChallenge } from '@countersign/server/flows/redeem-challenge'
import { secondFactorFor } from '@countersign/server/flows/second-factor-for'
import { beginSetUpTotp, confirmSetUpTotp } from '@countersign/server/flows/set-up/add-app-with-codes'
import { makeSetUpCodes } from '@countersign/server/flows/set-up/backup-codes-first'
import { beginSetUp, showSetUp } from '@countersign/server/flows/set-up/begin-set-up'
import { leaveSetUp } from '@countersign/server/flows/set-up/leave-set-up'
import {
  beginSetUpPairing,
  confirmSetUpPairing,
  setUpPairing,
  withdrawSetUpPairing,
} from '@countersign/server/flows/set-up/pair-first-phone'
import { TOTP } from 'otpauth'
import { operator } from '../support/policy-world.js'
import {
  accountOf,
  answeredBy,
  askedAtLogin,
  auditOf,
  BROWSER,
  begun,
  isLed,
  leadToSetUp,
  offered,
  RETURN_TO,
  setUpWhole,
  setUpWorld,
  withCodes,
} from '../support/set-up-world.js'
import type { World } from '../support/test-world.js'
import { must, NONCE, pairedDevice, reasonOf, requestBody, settled } from '../support/test-world.js'

const DAY_MS = 86_400_000

test('[SU1] a login of somebody without a second factor is led to the set-up, of anybody else to the phone', async () => {
  const world = await setUpWorld()
  await pairedDevice(world, 'bob')
  const answer = await askedAtLogin(world)
  assert.ok(isLed(answer))
  assert.match(answer.link, /^https:\/\/id\.example\/set-up\/#[\w-]{43}$/)
  assert.equal(answer.expiresAtMs, world.ports.clock.nowMs() + 1_800_000)
  assert.equal(answer.laterUntilMs, null)
  for (const userId of ['bob', 'nobody'])
    assert.ok('challengeId' in (await askedAtLogin(world, { userId })), userId)
  const [entry] = await auditOf(world, 'set_up.offered')
  assert.deepEqual([entry?.accountId, entry?.appId], [(await accountOf(world)).id, world.app.id])
})

test('[SU1] an app that does not lead people there gets a request, and so it is by default', async () => {
  const world = await setUpWorld()
  assert.ok('challengeId' in must(await secondFactorFor(world.ports, world.app, requestBody())))
  await leadToSetUp(world, { setUp: 'by_invitation' })
  assert.ok('challengeId' in (await askedAtLogin(world)))
})

test('[SU1] whoever has unused backup codes is asked for one of them', async () => {
  const world = await setUpWorld()
  const { id } = await accountOf(world)
  const { codes } = must(await makeBackupCodes(world.ports, id, operator))
  assert.ok('challengeId' in (await askedAtLogin(world)))
  for (const code of codes) {
    assert.equal(isLed(await askedAtLogin(world)), false)
    must(await loginWithCode(world.ports, world.app, { ...requestBody(), code }))
  }
  assert.ok(isLed(await askedAtLogin(world)), 'all of them are used')
})

test('[SU4] codes come first, then the phone, and only with its confirmation all of it counts', async () => {
  const world = await setUpWorld()
  const { ports } = world
  const { id } = await accountOf(world)
  const browser = await begun(world)
  assert.deepEqual(must(await showSetUp(ports, browser)), {
    userId: 'alice',
    displayName: 'Alice',
    appName: 'Wiki',
    returnTo: RETURN_TO,
    state: 'open',
    hasBackupCodes: false,
    hasPhone: false,
    mayUseTotp: true,
    expiresAtMs: ports.clock.nowMs() + 1_800_000,
  })
  assert.equal(reasonOf(await beginSetUpPairing(ports, browser)), 'conflict')
  assert.equal(reasonOf(await beginSetUpTotp(ports, browser, 'Aegis')), 'conflict')
  assert.equal(reasonOf(await leaveSetUp(ports, browser)), 'conflict')

  const { codes } = must(await makeSetUpCodes(ports, browser))
  assert.equal(codes.length, 10)
  assert.equal(must(await showSetUp(ports, browser)).hasBackupCodes, true)
  const [code = ''] = codes
  const login = { ...requestBody(), code }
  assert.equal(reasonOf(await loginWithCode(ports, world.app, login)), 'code_refused', 'not yet')

  const answer = await answeredBy(world, browser)
  const waiting = must(await setUpPairing(ports, browser))
  assert.deepEqual([waiting.state, waiting.confirmation], ['accepted', answer.confirmation])
  const wrong = answer.confirmation === '000000' ? '000001' : '000000'
  assert.equal(reasonOf(await confirmSetUpPairing(ports, browser, wrong)), 'confirmation_wrong')
  assert.equal((await accountOf(world)).activeDevices, 0)
  const done = must(await confirmSetUpPairing(ports, browser, answer.confirmation))
  assert.deepEqual([done.state, (await accountOf(world)).activeDevices], ['done', 1])
  assert.deepEqual(must(await confirmSetUpPairing(ports, browser, answer.confirmation)), done, 'sent again')

  must(await loginWithCode(ports, world.app, login))
  const notices = await ports.storage.read.notices.ofAccount(id, 10)
  assert.deepEqual(notices.map(({ kind }) => kind).sort(), [
    'backup_code_used',
    'backup_codes_made',
    'device_added',
  ])
  assert.deepEqual(must(await leaveSetUp(ports, browser)), { returnTo: RETURN_TO })
  assert.equal(reasonOf(await showSetUp(ports, browser)), 'link_invalid')
  const recorded = await Promise.all(['begun', 'finished'].map((what) => auditOf(world, `set_up.${what}`)))
  assert.deepEqual(
    recorded.map((entries) => entries.length),
    [1, 1],
  )
})

test('[SU7] a set-up logs nobody in: the login after it asks the phone, which proves it', async () => {
  const world = await setUpWorld()
  const { phone } = await setUpWhole(world)
  const request = await askedAtLogin(world)
  assert.ok('challengeId' in request)
  await settled()
  must(await answerChallenge(world.ports, phone.id, await phone.approve(request.challengeId, request.match)))
  must(await redeemChallenge(world.ports, world.app, request.challengeId, NONCE))
})

test('backup codes that are made anew take the place of those before', async () => {
  const world = await setUpWorld()
  const { browser, codes: lost } = await withCodes(world)
  const { codes } = must(await makeSetUpCodes(world.ports, browser))
  const { confirmation } = await answeredBy(world, browser)
  must(await confirmSetUpPairing(world.ports, browser, confirmation))
  const login = (code = '') => loginWithCode(world.ports, world.app, { ...requestBody(), code })
  assert.equal(reasonOf(await login(lost[0])), 'code_refused')
  must(await login(codes[0]))
})

test('a phone whose digits differ is thrown out, and another link is made', async () => {
  const world = await setUpWorld()
  const { browser } = await withCodes(world)
  const stranger = await answeredBy(world, browser)
  must(await withdrawSetUpPairing(world.ports, browser))
  assert.equal(must(await setUpPairing(world.ports, browser)).state, 'withdrawn')
  const own = await answeredBy(world, browser)
  assert.equal(
    reasonOf(await confirmSetUpPairing(world.ports, browser, stranger.confirmation)),
    'confirmation_wrong',
  )
  must(await confirmSetUpPairing(world.ports, browser, own.confirmation))
  assert.equal((await accountOf(world)).activeDevices, 1)
})

test('an app with codes is added when the phone counts, and only while that phone does', async () => {
  const world = await setUpWorld()
  const { browser, phone } = await setUpWhole(world)
  must(await addApp(world, browser))
  assert.equal((await accountOf(world)).activeTotps, 1)

  await world.ports.storage.transaction(({ devices }) =>
    devices.changeState(phone.id, ['active'], 'revoked', world.ports.clock.nowMs()),
  )
  assert.equal(reasonOf(await beginSetUpTotp(world.ports, browser, 'Again')), 'link_invalid')
})

test('[SU6] an app with codes can stand for a phone, where its codes let in', async () => {
  const world = await setUpWorld()
  const { browser, codes } = await withCodes(world)
  const code = must(await addApp(world, browser))
  const done = must(await showSetUp(world.ports, browser))
  assert.deepEqual([done.state, done.hasPhone], ['done', false])
  world.clock.advance(60_000)
  must(await loginWithCode(world.ports, world.app, { ...requestBody(), code: codes[0] ?? '' }))
  assert.equal(
    reasonOf(await loginWithCode(world.ports, world.app, { ...requestBody(), code })),
    'code_refused',
    'the code of the set-up is spent',
  )
  assert.equal(isLed(await askedAtLogin(world)), false)
})

test('[SU6] an app that takes no codes says so: the set-up ends with a phone, and an app with codes comes beside it', async () => {
  const world = await setUpWorld()
  const browser = await begun(world, { maySetUp: { returnTo: RETURN_TO, onlyPhone: true } })
  must(await makeSetUpCodes(world.ports, browser))
  assert.equal(must(await showSetUp(world.ports, browser)).mayUseTotp, false)
  assert.equal(reasonOf(await beginSetUpTotp(world.ports, browser, 'Aegis')), 'way_not_allowed')
  const { confirmation } = await answeredBy(world, browser)
  must(await confirmSetUpPairing(world.ports, browser, confirmation))
  assert.equal(must(await showSetUp(world.ports, browser)).mayUseTotp, true)
})

test('an app with codes is refused where its codes do not let in', async () => {
  const world = await setUpWorld({ otherWays: ['backup'] })
  const { browser } = await withCodes(world)
  assert.equal(must(await showSetUp(world.ports, browser)).mayUseTotp, false)
  assert.equal(reasonOf(await beginSetUpTotp(world.ports, browser, 'Aegis')), 'way_not_allowed')
})

test('[SU5] "later" lets in while the grace lasts, says so, and is recorded; then the set-up is asked', async () => {
  const world = await setUpWorld({ setUpGraceDays: 2 })
  const start = world.ports.clock.nowMs()
  const later = { mayWaive: true, setUpLater: true }
  assert.ok(isLed(await askedAtLogin(world, later)), 'nothing was offered that could be put off')
  const offer = await askedAtLogin(world, { mayWaive: true })
  assert.equal(isLed(offer) && offer.laterUntilMs, start + 2 * DAY_MS)

  const waived = await askedAtLogin(world, later)
  assert.ok('statement' in waived)
  assert.equal(waived.because, 'set_up_later')
  const claims = JSON.parse(Buffer.from(waived.statement.split('.')[1] ?? '', 'base64url').toString())
  assert.equal(waiverClaimsSchema.parse(claims).because, 'set_up_later')
  const [postponed] = await auditOf(world, 'set_up.postponed')
  assert.equal(postponed?.facts['untilMs'], start + 2 * DAY_MS)

  world.clock.advance(2 * DAY_MS - 1)
  assert.ok('statement' in (await askedAtLogin(world, later)))
  world.clock.advance(1)
  const over = await askedAtLogin(world, later)
  assert.equal(isLed(over) && over.laterUntilMs, null)
})

test('[SU5] an app that takes no waivers is offered no "later", and gets none', async () => {
  const world = await setUpWorld({ setUpGraceDays: 2 })
  const offer = await askedAtLogin(world)
  assert.equal(isLed(offer) && offer.laterUntilMs, null)
  assert.ok(isLed(await askedAtLogin(world, { setUpLater: true })))
})

test('the explanation of a login tells the set-up, its grace, and the codes at hand, as the login gets them', async () => {
  const world = await setUpWorld({ setUpGraceDays: 3, otherWays: ['backup'] })
  const explain = async () => {
    const asked = { account: 'alice', app: 'Wiki', address: '', atMs: undefined }
    return must(await explainLogin(world.ports, operator, asked))
  }
  const first = await explain()
  assert.deepEqual(
    [first.outcome.withSetUp, first.outcome.laterUntilMs, first.outcome.withoutWaiver],
    ['set_up', world.ports.clock.nowMs() + 3 * DAY_MS, 'locked_out'],
  )
  const offer = await askedAtLogin(world, { mayWaive: true })
  world.clock.advance(DAY_MS)
  const second = await explain()
  assert.equal(second.outcome.laterUntilMs, isLed(offer) ? offer.laterUntilMs : undefined)
  await setUpWhole(world)
  const done = await explain()
  assert.deepEqual(
    [done.outcome.withSetUp, done.outcome.laterUntilMs, done.outcome.codesAtHand, done.facts.backupCodesLeft],
    ['challenge', null, ['backup'], 10],
  )
})

test('the link opens until the millisecond before its end, and what is over is forgotten a day later', async () => {
  const world = await setUpWorld()
  const secret = await offered(world)
  const given = { secret, browserSecret: undefined, browser: BROWSER }
  world.clock.advance(1_800_000 - 1)
  const { browserSecret } = must(await beginSetUp(world.ports, given))
  world.clock.advance(1)
  assert.equal(reasonOf(await showSetUp(world.ports, browserSecret)), 'link_invalid')
  const kept = () => world.ports.storage.read.setUps.bySecret(world.ports.vault.keyedHash('set-up', secret))
  world.clock.advance(DAY_MS)
  await purgeAccess(world.ports)
  assert.ok(await kept())
  world.clock.advance(1)
  await purgeAccess(world.ports)
  assert.equal(await kept(), undefined)
})

/** The code that proved it. */
async function addApp({ ports }: World, browser: Uint8Array): Promise<Result<string>> {
  const begun = await beginSetUpTotp(ports, browser, 'Aegis')
  if (!begun.ok) return begun
  const secret = new URL(begun.value.link).searchParams.get('secret') ?? ''
  const code = new TOTP({ secret }).generate({ timestamp: ports.clock.nowMs() })
  const confirmed = await confirmSetUpTotp(ports, browser, { id: begun.value.id, code })
  return confirmed.ok ? { ok: true, value: code } : confirmed
}
