// Attack: a page on another host looks like the login page, because it is the login page, relayed live. The person types name and
// password, sees the right access pass, and picks it on the phone: the attacker has the session. What the relay cannot relay is the key
// that the browser keeps at the real page's origin, so on the phone it never looks like a known browser: not when it relays everything,
// not with a proof that it got hold of, not with a key of its own that says it is from the real page.
import assert from 'node:assert/strict'
import test from 'node:test'
import { openRelay } from '../support/relay-site.js'
import { LoginPage } from './login-page.js'
import type { Phone } from './phone.js'
import { World } from './world.js'

interface Browsers {
  readonly browsers: readonly { readonly state: string }[]
}

test('[KB4] [KB5] a browser is known at the real login page, and a relay of it never is', async (t) => {
  const world = await World.open(['alice'])
  t.after(() => world.close())
  const site = await world.site('Demo shop', { linked: ['alice'] })
  const relay = await openRelay(site.origin)
  t.after(() => relay.close())
  const phone = await world.pairedPhone('relay', 'alice')
  const real = await world.loginPage('relay', site)
  const false_ = new LoginPage(real.screen, relay.origin)
  // A relay of one host cannot follow the server's own stream; the page then asks through the app.
  real.screen.expectComplaints(/CORS|ERR_FAILED|Failed to load|blocked/)
  const registered = async (): Promise<readonly string[]> =>
    // Sound: the shape of docs/reference/cli.md; another one fails in the comparison.
    ((await world.home.command('browser', 'list', 'alice')) as unknown as Browsers).browsers.map(
      ({ state }) => state,
    )
  const proofs: unknown[] = []
  real.screen.page.on('request', (request) => {
    if (request.url() === `${site.origin}/countersign/start`) proofs.push(request.postDataJSON().browserProof)
  })

  // The first login is from a new browser, in the phone's own network.
  await real.signIn('alice')
  const first = await real.pass()
  await asked(phone)
  await phone.screen.sees('New browser')
  await phone.screen.sees('Same network as this phone')
  assert.equal((await phone.passes()).length, 9)
  await phone.screen.look('new-browser')
  await approve(phone, first)
  await real.isInside('alice')
  assert.deepEqual(await registered(), ['known'])

  // The second is from a known one.
  await real.screen.press('Sign out')
  await real.signIn('alice')
  const second = await real.pass()
  await asked(phone)
  await phone.screen.sees('Known browser')
  assert.equal((await phone.passes()).length, 6)
  await phone.screen.look('known-browser')
  await approve(phone, second)
  await real.isInside('alice')
  const [none, proof] = proofs
  assert.equal(none, null)
  assert.ok(proof)

  // The same browser, the same person, at the relay. It gets in: it looks new, and it stays new.
  await relayed(phone, false_)
  assert.deepEqual(await registered(), ['known'], 'the page said where it was')

  // With what the real page signed a moment ago.
  relay.trick = { kind: 'replay', browserProof: proof }
  await relayed(phone, false_)
  assert.deepEqual(await registered(), ['known'])

  // With a key of its own that says it is from the real page: kept, told of, and not known, now or the next time.
  relay.trick = { kind: 'lie' }
  await relayed(phone, false_)
  assert.deepEqual([...(await registered())].sort(), ['known', 'waiting'])
  await false_.screen.press('Sign out')
  await false_.signIn('alice')
  await false_.pass()
  await asked(phone)
  await phone.passes()
  assert.equal(await phone.screen.page.getByText('Known browser').count(), 0)
  assert.equal(await phone.screen.page.getByText('Same network as this phone').count(), 0)
  await phone.screen.look('own-key')
})

/** A login through the relay: the phone says "new browser" and nothing of its own network; the person picks all the same. */
async function relayed(phone: Phone, page: LoginPage): Promise<void> {
  await page.screen.page.context().clearCookies()
  await page.signIn('alice')
  const pass = await page.pass()
  await asked(phone)
  await phone.screen.sees('New browser')
  await phone.screen.sees('the page may not be the real one')
  assert.equal(await phone.screen.page.getByText('Same network as this phone').count(), 0)
  await approve(phone, pass)
  await page.isInside('alice')
}

async function asked(phone: Phone): Promise<void> {
  await phone.title('Log in to Demo shop?')
}

async function approve(phone: Phone, pass: string): Promise<void> {
  await phone.pick(pass)
  await phone.screen.sees('You are logged in to Demo shop.')
  await phone.screen.press('Done')
}
