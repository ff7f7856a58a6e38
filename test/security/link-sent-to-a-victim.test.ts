// A link sent to a victim: a thief knows alice's password, begins a login "on this phone", and sends her the link that their page
// shows ("confirm your mailbox"). Her phone opens it, shows a real request of a site she knows, and she approves. With a hand-over that
// ends at the server the thief's page would now be in. Here the approval is worth nothing without the return code, and that goes to the
// app in the browser that approved: hers, whose session has begun nothing.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, test } from 'node:test'
import { toBase64Url } from '@countersign/protocol'
import { TestServer } from '../support/test-server.js'
import type { Browser, DemoSite } from './demo-site.js'
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

async function isIn(browser: Browser): Promise<boolean> {
  return (await browser.get('/')).status === 200
}

test('[LK4] [LK5] the thief whose link a victim approved is not in, whatever they send', async () => {
  const thief = site.browser()
  await thief.signIn('alice')
  const link = openedLink(await thief.call('start', PAGE))
  const returnCode = await approveByLink(phone, link)

  for (const body of [
    {},
    { returnCode: null },
    { returnCode: '' },
    { returnCode: link.secret },
    { returnCode: [returnCode] },
  ])
    assert.equal((await thief.call('complete', body)).json.code, 'not_confirmed')
  for (let guess = 0; guess < 20; guess++) {
    const guessed = { returnCode: toBase64Url(randomBytes(16)) }
    assert.equal((await thief.call('complete', guessed)).json.code, 'not_confirmed')
  }
  assert.equal(await isIn(thief), false)
})

test('[LK5] the victim’s browser, which gets the return code, has nothing to finish with it', async () => {
  const thief = site.browser()
  await thief.signIn('alice')
  const returnCode = await approveByLink(phone, openedLink(await thief.call('start', PAGE)))

  const hers = site.browser()
  assert.equal((await hers.call('complete', { returnCode })).json.code, 'first_factor_missing')
  await hers.signIn('alice')
  assert.equal((await hers.call('complete', { returnCode })).json.code, 'nothing_asked')
  assert.equal(await isIn(hers), false)
  assert.equal(await isIn(thief), false)
})

test('[LK1] a link rings nothing: nobody is woken to be talked into it', async () => {
  const thief = site.browser({
    'user-agent': 'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Safari/604.1',
  })
  await thief.signIn('alice')
  const rung = phone.rung.length
  const started = await thief.call('start', PAGE)
  await phone.settled()
  assert.equal(phone.rung.length, rung)
  assert.equal(started.json.delivery, 'pull')
})

test('[LK4] the owner’s own login by link works: the code comes back to the session that began', async () => {
  const hers = site.browser()
  await hers.signIn('alice')
  const returnCode = await approveByLink(phone, openedLink(await hers.call('start', PAGE)))
  assert.equal((await hers.call('complete')).json.code, 'not_confirmed', 'not without the code')
  assert.equal((await hers.call('complete', { returnCode })).json.state, 'passed')
  assert.equal(await isIn(hers), true)
})
