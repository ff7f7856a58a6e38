// Attack: somebody wants a browser of their own to look known on the owner's phone. They have an app's key, or stand between the owner
// and the login page, and register: without an approval, with somebody else's, twice by one login, when the login is long over, for a
// page elsewhere, with a key that signed nothing. Whoever relays a whole login even has a session then, and so may register a key;
// what keeps that key from being known is where the approval came from.
import assert from 'node:assert/strict'
import test from 'node:test'
import { REGISTER_BROWSER_WITHIN_SECONDS, toBase64Url } from '@countersign/protocol'
import { answerChallenge } from '@countersign/server/flows/answer-challenge'
import { browsersOf } from '@countersign/server/flows/browsers/known-browsers'
import { registerBrowser } from '@countersign/server/flows/browsers/register-browser'
import { stopAccount } from '@countersign/server/flows/not-me/stop-account'
import { askedFrom, HOME, letIn, registered, signingOf } from '../support/browser-world.js'
import { LoginBrowser } from '../support/login-browser.js'
import { anotherApp, makeWorld, must, pairedDevice, reasonOf } from '../support/test-world.js'

const RELAY = '203.0.113.66'
const KNOWN = 1

async function beginning() {
  const world = await makeWorld()
  const phone = await pairedDevice(world)
  return { world, phone, browser: new LoginBrowser() }
}

test('[KB3] nothing is registered before the approval is redeemed, whatever became of it', async () => {
  const { world, phone, browser } = await beginning()
  const open = await askedFrom(world, phone)
  assert.equal(reasonOf(await registered(world, browser, open)), 'challenge_not_approved')
  const { challengeId, match } = open.requested
  must(await answerChallenge(world.ports, phone.id, await phone.approve(challengeId, match), HOME))
  assert.equal(reasonOf(await registered(world, browser, open)), 'challenge_not_approved')
  const denied = await askedFrom(world, phone)
  must(await answerChallenge(world.ports, phone.id, await phone.deny(denied.requested.challengeId), HOME))
  assert.equal(reasonOf(await registered(world, browser, denied)), 'challenge_not_approved')
  assert.deepEqual(await browsersOf(world.ports.storage.read, phone.accountId), [])
})

test('[KB3] only the app that asked, with the nonce of that session', async () => {
  const { world, phone, browser } = await beginning()
  const mail = await anotherApp(world)
  const login = await askedFrom(world, phone)
  await letIn(world, phone, login)
  assert.equal(reasonOf(await registered(world, browser, login, { app: mail })), 'challenge_of_other_app')
  const other = { ...login, appNonce: new Uint8Array(32).fill(3) }
  assert.equal(reasonOf(await registered(world, browser, other)), 'nonce_wrong')
})

test('[KB3] one login registers one browser: the second key comes too late, at once or later', async () => {
  const { world, phone, browser } = await beginning()
  const login = await askedFrom(world, phone)
  await letIn(world, phone, login)
  const outcomes = await Promise.all(
    [browser, new LoginBrowser(), new LoginBrowser()].map((each) => registered(world, each, login)),
  )
  assert.equal(outcomes.filter(({ ok }) => ok).length, 1)
  assert.equal(reasonOf(await registered(world, new LoginBrowser(), login)), 'browser_refused')
  const [row] = await browsersOf(world.ports.storage.read, phone.accountId)
  await world.ports.storage.transaction(({ browsers }) => browsers.remove(row?.id ?? ''))
  assert.equal(
    reasonOf(await registered(world, new LoginBrowser(), login)),
    'browser_refused',
    'nor after it was removed',
  )
})

test('[KB3] a minute after redeeming it is too late', async () => {
  for (const [afterMs, outcome] of [
    [REGISTER_BROWSER_WITHIN_SECONDS * 1000 - 1, undefined],
    [REGISTER_BROWSER_WITHIN_SECONDS * 1000, 'challenge_expired'],
  ] as const) {
    const { world, phone, browser } = await beginning()
    const login = await askedFrom(world, phone)
    await letIn(world, phone, login)
    world.clock.advance(afterMs)
    const result = await registered(world, browser, login)
    assert.equal(result.ok ? undefined : reasonOf(result), outcome)
  }
})

test('[KB3] a key that signed nothing, something else, or for a page elsewhere, is refused', async () => {
  const { world, phone, browser } = await beginning()
  const login = await askedFrom(world, phone)
  await letIn(world, phone, login)
  const origin = 'https://wiki.example.evil'
  assert.equal(reasonOf(await registered(world, browser, login, { origin })), 'browser_refused')
  const signed = browser.registration(signingOf(world, login.appNonce))
  const body = { challengeId: login.requested.challengeId, appNonce: toBase64Url(login.appNonce), ...signed }
  const refused = [
    // The page's signature says where it was; the app, or a relay in its place, cannot say something else for it.
    {
      ...body,
      ...browser.registration({ ...signingOf(world, login.appNonce), origin }),
      origin: signed.origin,
    },
    { ...body, signature: browser.proof(signingOf(world, login.appNonce)).signature },
    { ...body, publicKey: toBase64Url(new LoginBrowser().publicKey) },
    { ...body, browserId: new LoginBrowser().id },
    // A point that is not on the curve, and one that is compressed.
    { ...body, publicKey: toBase64Url(Uint8Array.from({ length: 65 }, (_, at) => (at === 0 ? 4 : 7))) },
    {
      ...body,
      publicKey: toBase64Url(Uint8Array.from(browser.publicKey, (byte, at) => (at === 0 ? 2 : byte))),
    },
  ]
  for (const each of refused)
    assert.equal(reasonOf(await registerBrowser(world.ports, world.app, each)), 'browser_refused')
  assert.deepEqual(await browsersOf(world.ports.storage.read, phone.accountId), [])
})

test('[KB3] the name of the owner’s browser cannot be given another key', async () => {
  const { world, phone, browser } = await beginning()
  const first = await askedFrom(world, phone)
  await letIn(world, phone, first)
  must(await registered(world, browser, first))
  const login = await askedFrom(world, phone)
  await letIn(world, phone, login)
  const own = new LoginBrowser()
  Object.defineProperty(own, 'id', { value: browser.id })
  assert.equal(reasonOf(await registered(world, own, login)), 'browser_refused')
})

test('[KB5] a key registered by a relayed login never looks known: the relay is not where the phone is', async () => {
  const { world, phone, browser: relays } = await beginning()
  for (let nth = 0; nth < 3; nth++) {
    const relayed = await askedFrom(world, phone, {
      address: RELAY,
      proof: (signing) => (nth === 0 ? null : relays.proof(signing)),
    })
    assert.notEqual(relayed.shown.context.browserKnown, KNOWN)
    await letIn(world, phone, relayed, { at: HOME })
    assert.deepEqual(must(await registered(world, relays, relayed)), { state: 'waiting' })
  }
})

test('[KB7] [NM2] "this wasn’t me" about the notice takes such a browser away', async () => {
  const { world, phone, browser } = await beginning()
  const login = await askedFrom(world, phone, { address: RELAY })
  await letIn(world, phone, login)
  must(await registered(world, browser, login))
  const { accountId } = phone
  const [notice] = await world.ports.storage.read.notices.ofAccount(accountId, 1)
  assert.equal(notice?.kind, 'browser_added')
  must(await stopAccount(world.ports, { accountId, noticeId: notice?.id ?? '', by: `person:${accountId}` }))
  assert.deepEqual(await browsersOf(world.ports.storage.read, accountId), [])
})
