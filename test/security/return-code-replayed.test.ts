// A return code used by another session: it was read over a shoulder, from a synchronised history, or by a script on the page, and is
// sent from a browser of the thief's, who knows the password too and has a request of their own open. A code fits the one challenge
// whose answer holds its hash, and that challenge is in one session only.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { TestServer } from '../support/test-server.js'
import type { DemoSite } from './demo-site.js'
import { openDemoSite } from './demo-site.js'
import { approveByLink, openedLink } from './link.js'
import { Phone } from './phone.js'

let server: TestServer
let site: DemoSite
let phone: Phone
before(async () => {
  server = await TestServer.start()
  site = await openDemoSite(server)
  await server.addAccount('alice')
  phone = await Phone.paired(server, 'alice')
})
after(async () => {
  phone.close()
  await site.close()
  await server.stop()
})

const PAGE = { sameDevice: true, again: true, page: '/countersign' }
const THIEF = { 'user-agent': 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/145.0.0.0 Safari/537.36' }

async function signedIn(more?: Readonly<Record<string, string>>) {
  const browser = site.browser(more)
  await browser.signIn('alice')
  return { browser, link: openedLink(await browser.call('start', PAGE)) }
}

test('[LK4] [LK5] a return code opens no other session, before the right one came and after', async () => {
  const owner = await signedIn()
  const thief = await signedIn(THIEF)
  const returnCode = await approveByLink(phone, owner.link)

  assert.equal((await thief.browser.call('complete', { returnCode })).json.code, 'challenge_not_approved')
  assert.equal((await owner.browser.call('complete', { returnCode })).json.state, 'passed')
  assert.equal((await thief.browser.call('complete', { returnCode })).json.code, 'challenge_not_approved')
})

test('[LK5] not even when both requests were approved: each answer names its own code', async () => {
  const owner = await signedIn()
  const thief = await signedIn(THIEF)
  const returnCode = await approveByLink(phone, owner.link)
  await approveByLink(phone, thief.link)

  assert.equal((await thief.browser.call('complete', { returnCode })).json.code, 'not_confirmed')
  assert.equal((await thief.browser.get('/')).status === 200, false)
  assert.equal((await owner.browser.call('complete', { returnCode })).json.state, 'passed')
})

test('[LK4] a code of before opens no later request of the same session', async () => {
  const { browser, link } = await signedIn()
  const first = await approveByLink(phone, link)
  const again = openedLink(await browser.call('start', PAGE))
  assert.equal((await browser.call('complete', { returnCode: first })).json.code, 'challenge_not_approved')
  await approveByLink(phone, again)
  assert.equal((await browser.call('complete', { returnCode: first })).json.code, 'not_confirmed')
})

test('[LK4] [AP5] of a hundred at once one is let in', async () => {
  const { browser, link } = await signedIn()
  const returnCode = await approveByLink(phone, link)
  const replies = await Promise.all(
    Array.from({ length: 100 }, () => browser.call('complete', { returnCode })),
  )
  const assertions = replies.filter(({ json }) => json.state === 'passed').length
  assert.equal(assertions, 1)
})
