// Linking without proof (SECURITY.md §3.4): a plugin stores whatever ID its user types, or the first phone that comes along takes an
// account whose QR holds only a guessable number. Then the thief's phone, not the owner's, guards the account. Here an ID is
// stored only after an access pass was picked on a phone of that ID, and a phone is paired only with a ticket that expires,
// works once, and is proven. Played against the demo app and the real server.
import assert from 'node:assert/strict'
import { createHmac, randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { deviceThumbprint } from '@countersign/web-plugin/verify'
import { fixedClock } from '../support/clock.js'
import { acceptBody, lookUpBody, newKey } from '../support/raw-device.js'
import { assertProblem, TestServer } from '../support/test-server.js'
import type { Browser, DemoSite, Reply } from './demo-site.js'
import { choiceOn, openDemoSite } from './demo-site.js'
import { Phone, wrongOf } from './phone.js'

let server: TestServer
let site: DemoSite
before(async () => {
  server = await TestServer.start()
  for (const userId of ['alice', 'bob', 'mallory']) await server.addAccount(userId)
  site = await openDemoSite(server)
})
after(async () => {
  await site.close()
  await server.stop()
})

async function bobTypes(userId: string): Promise<{ readonly browser: Browser; readonly started: Reply }> {
  const browser = site.browser()
  await browser.signIn('bob')
  await browser.submit('/link', { userId })
  return { browser, started: await browser.call('start', { again: true }) }
}

/** The newest challenge on this phone, answered. */
async function last(phone: Phone): Promise<string> {
  await phone.pull()
  return phone.rung.at(-1) ?? assert.fail('nothing rang')
}

test('an ID that was typed and proven by nobody is not stored, whatever is called next', async () => {
  const { browser, started } = await bobTypes('nobody-has-this')
  assert.equal(started.status, 200)

  for (const route of ['complete', 'state', 'cancel', 'complete']) await browser.call(route)
  for (const path of ['/', '/account', '/link', '/countersign']) await browser.get(path)

  assert.equal(site.users.find('bob')?.link, undefined)
  assert.equal((await browser.get('/')).location, '/link')
})

test('a wrong access pass and a denial on the right phone link nothing', async () => {
  const phone = await Phone.paired(server, 'mallory')
  const { browser, started } = await bobTypes('mallory')
  assert.equal(await phone.approve(await last(phone), wrongOf(choiceOn(started))), 'mismatched')
  assert.equal((await browser.call('complete')).status, 409)

  const again = await browser.call('start', { again: true })
  assert.equal(again.status, 200)
  await phone.deny(await last(phone))
  assert.equal((await browser.call('complete')).status, 409)
  assert.equal(site.users.find('bob')?.link, undefined)
  phone.close()
})

test('an ID that an admin linked to someone else is not taken over, even if its owner approves by mistake', async () => {
  const phone = await Phone.paired(server, 'alice')
  const { browser, started } = await bobTypes('Alice')
  assert.equal(await phone.approve(await last(phone), choiceOn(started)), 'approved')

  assert.equal((await browser.call('complete')).status, 500)
  assert.equal(site.users.find('bob')?.link, undefined)
  phone.close()
})

test('what an access pass proved is stored: this account, and this one phone', async () => {
  const phone = await Phone.paired(server, 'bob')
  const { browser, started } = await bobTypes('bob')
  await phone.approve(await last(phone), choiceOn(started))
  assert.equal((await browser.call('complete')).json.state, 'passed')

  const link = site.users.find('bob')?.link
  assert.deepEqual(link, {
    userId: 'bob',
    accountId: phone.device.accountId,
    phones: [deviceThumbprint(phone.device.publicKey)],
    acceptsNextPhone: false,
  })
  phone.close()
})

test('with the password alone, a linked ID is not exchanged for the thief’s own', async () => {
  const thief = site.browser()
  await thief.signIn('bob')
  assert.equal((await thief.submit('/link', { userId: 'mallory' })).location, '/link')
  const started = await thief.call('start', { again: true })

  const mallory = await server.ports.storage.read.accounts.withDevices('mallory')
  assert.ok(mallory)
  const asked = await server.ports.storage.read.challenges.openOf(mallory.account.id, Date.now())
  assert.equal(started.status, 200)
  assert.deepEqual(asked, [], 'mallory was asked')
  assert.equal(site.users.find('bob')?.link?.userId, 'bob')
})

test('[PA3] a pairing with a guessed ticket is refused like one with a wrong secret, and binds nothing', async () => {
  const link = await server.pairingLink('alice')
  const found = await server.call('POST', '/v1/pairings/look-up', { body: lookUpBody(link) })
  const guesses = [
    { ...link, ticketId: randomUUID() as typeof link.ticketId },
    { ...link, ticketSecret: new Uint8Array(16) },
    { ...link, ticketSecret: Uint8Array.from(link.ticketSecret, (byte, i) => (i === 15 ? byte ^ 1 : byte)) },
    // The number alone, as a QR without a secret would hold it.
    { ...link, ticketSecret: new Uint8Array(createHmac('sha256', link.ticketId).digest().subarray(0, 16)) },
  ]
  for (const guess of guesses) {
    assertProblem(
      await server.call('POST', '/v1/pairings/look-up', { body: lookUpBody(guess) }),
      404,
      'ticket_invalid',
    )
    const body = acceptBody(guess, found.json, newKey())
    assertProblem(await server.call('POST', '/v1/pairings/accept', { body }), 404, 'ticket_invalid')
  }

  // The ticket is still good for its owner.
  const body = acceptBody(link, found.json, newKey())
  assert.equal((await server.call('POST', '/v1/pairings/accept', { body })).status, 201)
})

test('[PA4] a used ticket, found in a history or on a photo, takes no second phone', async () => {
  const link = await server.pairingLink('alice')
  const found = await server.call('POST', '/v1/pairings/look-up', { body: lookUpBody(link) })
  const body = acceptBody(link, found.json, newKey())
  assert.equal((await server.call('POST', '/v1/pairings/accept', { body })).status, 201)

  const second = acceptBody(link, found.json, newKey())
  assertProblem(await server.call('POST', '/v1/pairings/accept', { body: second }), 404, 'ticket_invalid')
  assertProblem(
    await server.call('POST', '/v1/pairings/look-up', { body: lookUpBody(link) }),
    404,
    'ticket_invalid',
  )
})

test('[PA3] a ticket that nobody used is worthless after ten minutes', async () => {
  const clock = fixedClock()
  const own = await TestServer.start({ overrides: { ports: { clock } } })
  await own.addAccount()
  const link = await own.pairingLink()
  const found = await own.call('POST', '/v1/pairings/look-up', { body: lookUpBody(link) })
  clock.advance(10 * 60_000)

  const body = acceptBody(link, found.json, newKey())
  assertProblem(await own.call('POST', '/v1/pairings/accept', { body }), 404, 'ticket_invalid')
  await own.stop()
})
