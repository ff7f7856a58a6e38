// Known browsers: who is one, from when, what it changes about the question, and how it is forgotten.
import assert from 'node:assert/strict'
import test from 'node:test'
import { KNOWN_BROWSER_DAYS, KNOWN_BROWSERS_MAX } from '@countersign/protocol'
import { answerChallenge } from '@countersign/server/flows/answer-challenge'
import { browsersOf, forgetBrowser, trustBrowser } from '@countersign/server/flows/browsers/known-browsers'
import { sweep } from '@countersign/server/flows/sweep'
import { askedFrom, knownBrowser, letIn, registered } from '../support/browser-world.js'
import { LoginBrowser } from '../support/login-browser.js'
import { policyBody } from '../support/policies.js'
import { setPolicies } from '../support/policy-world.js'
import type { World } from '../support/test-world.js'
import { anotherApp, makeWorld, must, pairedDevice, reasonOf } from '../support/test-world.js'

const KNOWN = 1
const NEW = 2
const UNDETERMINED = 0
const ELSEWHERE = '203.0.113.9'

async function beginning() {
  const world = await makeWorld()
  const phone = await pairedDevice(world)
  const browser = new LoginBrowser()
  const by = (signing: Parameters<LoginBrowser['proof']>[0]) => browser.proof(signing)
  return { world, phone, browser, by }
}

async function kinds(
  { ports }: World,
  accountId: Parameters<typeof browsersOf>[1],
): Promise<readonly string[]> {
  return (await ports.storage.read.notices.ofAccount(accountId, 20)).map(({ kind }) => kind)
}

test('[KB1] [KB4] a browser that says nothing is not determined, one without a key is new, and one with its key is known', async () => {
  const { world, phone, browser, by } = await beginning()
  assert.equal((await askedFrom(world, phone)).shown.context.browserKnown, UNDETERMINED)
  assert.deepEqual(await knownBrowser(world, phone, browser), { state: 'known' })
  const known = await askedFrom(world, phone, { proof: by })
  assert.equal(known.shown.context.browserKnown, KNOWN)
})

test('[KB6] nine access passes are shown for a new browser, six for a known one', async () => {
  const { world, phone, browser, by } = await beginning()
  const first = await askedFrom(world, phone, { proof: () => null })
  assert.equal(first.shown.context.browserKnown, NEW)
  assert.equal(first.shown.options.length, 9)
  await letIn(world, phone, first)
  must(await registered(world, browser, first))
  assert.equal((await askedFrom(world, phone, { proof: by })).shown.options.length, 6)
})

test('[KB6] profile strict asks a known browser for a symbol, and every other for a code', async () => {
  const { world, phone, browser, by } = await beginning()
  await knownBrowser(world, phone, browser)
  await setPolicies(world, [policyBody({ says: { profile: 'strict' } })])
  const modes = []
  for (const proof of [by, () => null, undefined]) {
    const { requested } = await askedFrom(world, phone, { proof })
    modes.push(requested.match.mode)
  }
  assert.deepEqual(modes, ['symbol', 'code', 'code'])
})

test('[KB6] [PL3] a rule about new browsers that is made meanwhile counts for them, and not for a known one', async () => {
  const { world, phone, browser, by } = await beginning()
  const other = await pairedDevice(world, 'bob')
  await knownBrowser(world, phone, browser)
  const logins = [
    { phone, login: await askedFrom(world, phone, { proof: by }), ends: 'approved' },
    {
      phone: other,
      login: await askedFrom(world, other, { userId: 'bob', proof: () => null }),
      ends: 'cancelled',
    },
  ]
  await setPolicies(world, [policyBody({ says: { newBrowserMatch: 'code' } })])
  for (const { phone: asked, login, ends } of logins) {
    const { challengeId, match } = login.requested
    must(await answerChallenge(world.ports, asked.id, await asked.approve(challengeId, match)))
    assert.equal((await world.ports.storage.read.challenges.byId(challengeId))?.state, ends)
  }
})

test('[KB5] beside the phone it is known at once; from elsewhere it waits, and a login at home makes it known', async () => {
  const { world, phone, browser, by } = await beginning()
  const first = await askedFrom(world, phone, { proof: () => null })
  await letIn(world, phone, first, { at: ELSEWHERE })
  assert.deepEqual(must(await registered(world, browser, first)), { state: 'waiting' })
  const second = await askedFrom(world, phone, { proof: by })
  assert.equal(second.shown.context.browserKnown, UNDETERMINED)
  await letIn(world, phone, second)
  assert.deepEqual(must(await registered(world, browser, second)), { state: 'known' })
  assert.equal((await askedFrom(world, phone, { proof: by })).shown.context.browserKnown, KNOWN)
})

test('[KB5] its owner says that a waiting one is theirs; nobody else can', async () => {
  const { world, phone, browser, by } = await beginning()
  const other = await pairedDevice(world, 'bob')
  const first = await askedFrom(world, phone, { proof: () => null })
  await letIn(world, phone, first, { at: ELSEWHERE })
  must(await registered(world, browser, first))
  const [row] = await browsersOf(world.ports.storage.read, phone.accountId)
  const id = row?.id ?? assert.fail('no browser')
  assert.equal(
    reasonOf(await trustBrowser(world.ports, { accountId: other.accountId, id }, 'test')),
    'not_found',
  )
  must(await trustBrowser(world.ports, { accountId: phone.accountId, id }, 'test'))
  assert.equal((await askedFrom(world, phone, { proof: by })).shown.context.browserKnown, KNOWN)
})

test('[KB3] the person is told of a new one, once', async () => {
  const { world, phone, browser, by } = await beginning()
  await knownBrowser(world, phone, browser)
  const again = await askedFrom(world, phone, { proof: by })
  await letIn(world, phone, again)
  must(await registered(world, browser, again))
  assert.deepEqual(
    (await kinds(world, phone.accountId)).filter((kind) => kind === 'browser_added'),
    ['browser_added'],
  )
})

test('[KB7] forgotten, it is a new one; that of somebody else cannot be forgotten', async () => {
  const { world, phone, browser, by } = await beginning()
  const other = await pairedDevice(world, 'bob')
  await knownBrowser(world, phone, browser)
  const [row] = await browsersOf(world.ports.storage.read, phone.accountId)
  const id = row?.id ?? assert.fail('no browser')
  assert.equal(
    reasonOf(await forgetBrowser(world.ports, { accountId: other.accountId, id }, 'test')),
    'not_found',
  )
  must(await forgetBrowser(world.ports, { accountId: phone.accountId, id }, 'test'))
  assert.equal((await askedFrom(world, phone, { proof: by })).shown.context.browserKnown, NEW)
})

test('[KB7] "this wasn’t me" about a request of a known browser forgets that browser', async () => {
  const { world, phone, browser, by } = await beginning()
  await knownBrowser(world, phone, browser)
  const { requested } = await askedFrom(world, phone, { proof: by })
  must(await answerChallenge(world.ports, phone.id, await phone.report(requested.challengeId)))
  assert.deepEqual(await browsersOf(world.ports.storage.read, phone.accountId), [])
})

test('[KB8] it is forgotten when it was not used for long, and its last use is noted', async () => {
  const { world, phone, browser, by } = await beginning()
  await knownBrowser(world, phone, browser)
  world.clock.advance((KNOWN_BROWSER_DAYS - 1) * 86_400_000)
  await askedFrom(world, phone, { proof: by })
  world.clock.advance((KNOWN_BROWSER_DAYS - 1) * 86_400_000)
  await sweep(world.ports)
  assert.equal((await browsersOf(world.ports.storage.read, phone.accountId)).length, 1)
  world.clock.advance(2 * 86_400_000)
  await sweep(world.ports)
  assert.deepEqual(await browsersOf(world.ports.storage.read, phone.accountId), [])
})

test(`[KB8] of more than ${KNOWN_BROWSERS_MAX} the one that was not used for longest makes room`, async () => {
  const { world, phone, browser, by } = await beginning()
  await knownBrowser(world, phone, browser)
  for (let nth = 0; nth < KNOWN_BROWSERS_MAX; nth++) {
    world.clock.advance(60_000)
    await knownBrowser(world, phone, new LoginBrowser())
  }
  assert.equal((await browsersOf(world.ports.storage.read, phone.accountId)).length, KNOWN_BROWSERS_MAX)
  assert.equal((await askedFrom(world, phone, { proof: by })).shown.context.browserKnown, NEW)
})

test('[KB2] one browser is known to each of its people, at each app, on its own', async () => {
  const { world, phone, browser, by } = await beginning()
  const mail = await anotherApp(world)
  const bob = await pairedDevice(world, 'bob')
  await knownBrowser(world, phone, browser)
  const seen = async () => [
    (await askedFrom(world, phone, { proof: by })).shown.context.browserKnown,
    (await askedFrom(world, phone, { proof: by, app: mail })).shown.context.browserKnown,
    (await askedFrom(world, bob, { proof: by, userId: 'bob' })).shown.context.browserKnown,
  ]
  assert.deepEqual(await seen(), [KNOWN, NEW, NEW])
  await knownBrowser(world, bob, browser, { userId: 'bob' })
  assert.deepEqual(await seen(), [KNOWN, NEW, KNOWN])
})
