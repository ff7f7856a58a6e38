// The first owner comes by a printed link, and signs in from then on with six digits on the phone; whoever is nobody gets no further.
import assert from 'node:assert/strict'
import test, { after, before } from 'node:test'
import { DESKTOP } from '../support/browser.js'
import { ConsolePage } from './console-page.js'
import type { Phone } from './phone.js'
import { World } from './world.js'

let world: World
let phone: Phone
/** Signed in from the third test on. */
let known: ConsolePage
before(async () => {
  world = await World.open([])
})
after(() => world.close())

test('the printed link makes the first owner, who pairs a phone and is signed in', async () => {
  const console = new ConsolePage(await world.screen('console-setup', DESKTOP), world.home.url)
  const { screen } = console
  phone = await world.phone('console-setup')
  await screen.page.goto(await world.setupLink())
  await console.title('Welcome. Who owns this server?')
  assert.doesNotMatch(screen.page.url(), /setup=/, 'the secret is out of the address')
  await screen.look('name')
  await screen.press('Next: pair my phone')
  await screen.sees('Type your name.')
  await screen.look('name-missing')
  await console.fill('Your name', 'Olga Owner')
  await console.fill('Your user ID', 'olga@example.org')
  await screen.press('Next: pair my phone')
  await screen.page.locator('.qr path').waitFor()
  await screen.look('pair')
  await phone.accept(await screen.page.getByLabel('Pairing link').inputValue())
  const digits = await phone.confirmation()
  await screen.sees('Does your phone show these digits?')
  await screen.sees(`${digits.slice(0, 3)} ${digits.slice(3)}`)
  await screen.look('compare')
  await screen.press('Yes, the same')
  await console.title('You are the owner')
  await screen.look('done')
  await phone.title('Paired')
  await phone.screen.press('Done')
  await screen.press('To the console')
  await console.title('Overview')
  await screen.look('overview')

  await screen.press('Sign out')
  await console.title('Sign in')
})

test('the link is good once', async () => {
  const late = new ConsolePage(await world.screen('console-late', DESKTOP), world.home.url)
  late.screen.expectComplaints(/40[19]/)
  await late.screen.page.goto(`${world.home.url}/console/#setup=${'A'.repeat(43)}`)
  await late.fill('Your name', 'Late')
  await late.fill('Your user ID', 'late')
  await late.screen.press('Next: pair my phone')
  await late.screen.sees(/This setup link is not valid/)
  await late.screen.look('link-used')
  await late.screen.press('To the sign-in')
  await late.title('Sign in')
})

test('the digits on the page go into the phone, and the person is in, also after a reload', async () => {
  // A browser that nobody signed in with before: the phone rings for it, but not often.
  known = new ConsolePage(await world.screen('console-sign-in', DESKTOP), world.home.url)
  const { screen } = known
  await known.open()
  await known.title('Sign in')
  await screen.look('sign-in')
  const digits = await known.digitsFor('olga@example.org')
  await screen.sees(/rings|shows the request/)
  await screen.page.getByText('My phone does not ring').click()
  await screen.look('digits')
  await phone.type(digits)
  await known.title('Overview')
  await screen.sees('Olga Owner')
  await screen.page.reload()
  await known.title('Overview')
})

test('wrong digits, a denial and an unknown ID say what happened and what to do', async () => {
  const console = new ConsolePage(await world.screen('console-refused', DESKTOP), world.home.url)
  const { screen } = console
  await console.open()
  const digits = await console.digitsFor('olga@example.org')
  await phone.type(digits === '111111' ? '222222' : '111111')
  await screen.sees(/Those were not the digits shown here/)
  await screen.look('wrong-digits')
  await phone.openHome()
  const unknown = await console.digitsFor('nobody@example.org')
  assert.match(unknown, /^\d{6}$/, 'an ID that nobody has looks the same')
  await screen.press('Use another user ID')
  await console.title('Sign in')
})

test('a session that ends under somebody’s hands asks again over the page and keeps what was typed', async () => {
  const { screen } = known
  await known.open('/accounts?do=add')
  await known.fill('User ID', 'new@example.org')
  await screen.context.clearCookies({ name: 'countersign-local' })
  await screen.press('Add')
  await screen.sees('You were signed out')
  await screen.look('signed-out')
  await phone.openHome()
  await screen.press('Continue on your phone')
  const digits = screen.page.locator('.digits [aria-hidden]')
  await phone.type((await digits.innerText()).replace(/\D/g, ''))
  await digits.waitFor({ state: 'detached' })
  await screen.press('Add')
  await known.title('new@example.org')
})
