// Passkeys in a real Chromium with its virtual authenticator: added at /me, used at the demo app and the console, demanded by policy, and
// of no use to a page in between.
import assert from 'node:assert/strict'
import test, { after, before } from 'node:test'
import { replacePolicies } from '@countersign/server/flows/admin/policies'
import type { Admin } from '../support/admin.js'
import { openAdmin } from '../support/admin.js'
import type { Screen } from '../support/browser.js'
import { DESKTOP } from '../support/browser.js'
import { policy } from '../support/code-world.js'
import { openRelay } from '../support/relay-site.js'
import type { DemoSite } from './demo-site.js'
import { PASSWORD } from './demo-site.js'
import { LoginPage } from './login-page.js'
import { lookBothWays } from './looks.js'
import { MePage } from './me-page.js'
import type { Phone } from './phone.js'
import { World } from './world.js'

/** Looks like the app's own name to whoever reads fast. */
const RELAY = 'demo-shop.localhost'

let world: World
let site: DemoSite
let admin: Admin
let phone: Phone
/** One window of one person, with an authenticator of its own, which goes from page to page. */
let screen: Screen
before(async () => {
  world = await World.open(['alice'], {}, 'localhost')
  site = await world.site('Demo shop', { linked: ['alice'] })
  admin = await openAdmin(world.home)
  phone = await world.pairedPhone('passkeys', 'alice')
  screen = await world.screen('passkeys', DESKTOP)
  await plugIn(screen)
})
after(async () => {
  await admin.close()
  await world.close()
})

test('[PK6] a passkey is added at /me, after the phone has let in', async () => {
  const me = new MePage(screen, world.home.url)
  await me.signIn('alice', phone)
  await me.heading('Your passkeys')
  await beginToAdd('Laptop')
  await screen.press('Make the passkey')
  await screen.sees('Added: Laptop lets you in from now on.')
})

test('what people see of it, on a wide screen and a narrow one', async () => {
  // In a window of its own: this browser gives no passkey to a page any more that a picture was taken of.
  const eyes = await world.screen('passkeys-eyes', DESKTOP)
  const me = new MePage(eyes, world.home.url)
  await me.signIn('alice', phone)
  await eyes.sees('Laptop')
  await lookBothWays(eyes, 'mine')
  await eyes.press('Add a passkey')
  await lookBothWays(eyes, 'add')
  await eyes.page.getByLabel('Name').fill('Second')
  await eyes.press('Continue')
  await eyes.sees('Your browser now asks where to keep it')
  await eyes.look('make')
  const login = new LoginPage(eyes, site.origin)
  await login.signIn('alice')
  await login.pass()
  await login.otherWay()
  await eyes.look('beside-codes')
  await eyes.page.evaluate(() => localStorage.setItem('countersign-way', 'code_passkey'))
  await eyes.page.reload()
  await login.title('Sign in with a passkey')
  await lookBothWays(eyes, 'first')
  await setPolicies([policy({ passkeys: 'required' })])
  await me.open()
  await eyes.press('Remove Laptop')
  await eyes.press('Remove')
  await eyes.sees('Approve this with a passkey')
  await lookBothWays(eyes, 'approve')
  await setPolicies([])
  await eyes.page.goto(`${world.home.url}/console/`)
  await eyes.page.getByLabel('Your user ID').waitFor()
  await lookBothWays(eyes, 'console')
})

test('[PK4] it lets in at the app, beside the phone; the next login there begins with it and rings nobody', async () => {
  const login = new LoginPage(screen, site.origin)
  await login.signIn('alice')
  await login.pass()
  await login.otherWay()
  await screen.press('Use a passkey')
  await login.isInside('alice')

  await screen.press('Sign out')
  await login.signIn('alice')
  await login.title('Sign in with a passkey')
  assert.deepEqual(await openRequests(), [])
  // By keyboard alone: the focus is on the button.
  await screen.page.keyboard.press('Enter')
  await login.isInside('alice')
  await screen.press('Sign out')
})

test('[PK9] where nothing else counts, the page says so, in German too, and asks no phone', async () => {
  await setPolicies([policy({ passkeys: 'required' })])
  await screen.page.evaluate(() => localStorage.clear())
  const german = await world.screen('passkeys-de', { ...DESKTOP, locale: 'de-DE' })
  const there = new LoginPage(german, site.origin)
  await german.page.goto(`${site.origin}/login`)
  await german.page.getByLabel(/Name/).fill('alice')
  await german.page.getByLabel(/Pass/).fill(PASSWORD)
  await german.page.keyboard.press('Enter')
  await there.title('Mit Passkey anmelden')
  await german.page.setViewportSize({ width: 320, height: 700 })
  await german.look('only')

  const login = new LoginPage(screen, site.origin)
  await login.signIn('alice')
  await login.title('Sign in with a passkey')
  assert.equal(await screen.page.getByText('Ask my phone instead').count(), 0)
  assert.deepEqual(await openRequests(), [])
  await screen.press('Use a passkey')
  await login.isInside('alice')
})

test('[PK8] the next one is approved by the first: a phone’s approval is not enough', async () => {
  const me = new MePage(screen, world.home.url)
  await me.open()
  await me.heading('Your passkeys')
  await screen.sees('Some of your logins take nothing but a passkey.')
  await screen.press('Add a passkey')
  await screen.page.getByLabel('Name').fill('Second')
  await screen.press('Continue')
  await screen.sees('Approve this with a passkey')
  await screen.press('Use a passkey')
  await screen.sees('Your browser now asks where to keep it')
  await screen.press('Make the passkey')
  // This authenticator has one already: no second is made beside it.
  await screen.sees('This device has a passkey for your account already.')
  await screen.press('Cancel')
  await setPolicies([])
})

test('[PK4] a page in between on another host name gets no signature', async () => {
  const relay = await openRelay(site.origin, RELAY)
  try {
    const login = new LoginPage(screen, relay.origin)
    screen.expectComplaints(/40[0139]|Refused|Content Security|net::ERR/)
    await login.signIn('alice')
    await login.pass()
    await login.otherWay()
    await screen.press('Use a passkey')
    await login.fault(/^This browser cannot use passkeys on this page/)
  } finally {
    await relay.close()
  }
})

test('[PK10] it signs in at the console', async () => {
  await world.home.command('admin', 'add', 'alice', '--role', 'owner')
  screen.expectComplaints(/40[139]/)
  await screen.page.goto(`${world.home.url}/console/`)
  await screen.page.getByLabel('Your user ID').waitFor()
  await screen.press('Use a passkey')
  await screen.sees('Type your user ID.')
  await screen.page.getByLabel('Your user ID').fill('alice')
  await screen.press('Use a passkey')
  await screen.page.getByRole('heading', { name: 'Overview', exact: true }).first().waitFor()
  const account = await admin.ports.storage.read.accounts.byUserId('alice')
  await screen.page.goto(`${world.home.url}/console/#/accounts/${account?.id}`)
  await screen.sees('Only their person adds passkeys, on their own page.')
  await lookBothWays(screen, 'account')
})

async function beginToAdd(name: string): Promise<void> {
  await screen.press('Add a passkey')
  await screen.page.getByLabel('Name').fill(name)
  await screen.press('Continue')
  await screen.sees('Your browser now asks where to keep it')
}

/** A platform authenticator with a fingerprint that always fits. */
async function plugIn({ context, page }: Screen): Promise<void> {
  const devtools = await context.newCDPSession(page)
  await devtools.send('WebAuthn.enable')
  await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      ...{ protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true },
      ...{ isUserVerified: true, automaticPresenceSimulation: true },
    },
  })
}

async function openRequests(): Promise<readonly unknown[]> {
  const { read } = admin.ports.storage
  const account = (await read.accounts.byUserId('alice')) ?? assert.fail()
  return read.challenges.openOf(account.id, Date.now())
}

async function setPolicies(policies: Parameters<typeof replacePolicies>[2]['policies']): Promise<void> {
  const { revision } = await admin.ports.storage.read.policies.current()
  const replaced = await replacePolicies(admin.ports, { kind: 'operator' }, { policies, revision })
  assert.ok(replaced.ok)
}
