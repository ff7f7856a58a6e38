// Login page and authenticator on one phone: a link leads there, the approval leads back, and the browser that began is in.
import assert from 'node:assert/strict'
import test from 'node:test'
import { DESKTOP } from '../support/browser.js'
import { LoginPage } from './login-page.js'
import { World } from './world.js'

/** The button of the element, and the link that it leads to. */
const HERE = 'Approve on this phone'

test('a person signs in on the phone that approves, is asked there, comes back and is in; the next time begins that way', async (t) => {
  const world = await World.open(['alice'])
  t.after(() => world.close())
  const site = await world.site('Demo shop', { linked: ['alice'] })
  const phone = await world.pairedPhone('same-device', 'alice')
  const { screen } = phone
  const login = new LoginPage(screen, site.origin)

  await login.signIn('alice')
  await login.pass()
  await screen.look('offer')
  await screen.press(HERE)
  await login.title('Sign in on this phone')
  await screen.look('link')
  await screen.press(HERE)

  await phone.title('Log in to Demo shop?')
  await screen.sees('You are signing in on this phone.')
  assert.doesNotMatch(screen.page.url(), /approve=/, 'the secret of the link does not stay in the address')
  await screen.look('request')
  await screen.press('Approve')
  await login.isInside('alice')
  assert.doesNotMatch(screen.page.url(), /countersign=/, 'nor does the return code')
  await screen.press('What was proven')
  await screen.sees('an approval on the phone that this page was open on')

  await screen.press('Sign out')
  await login.signIn('alice')
  await login.title('Sign in on this phone')
  await screen.press(HERE)
  await phone.title('Log in to Demo shop?')
  await phone.deny()
  await phone.title('Denied')
  await screen.look('denied')
  await screen.press('Back to Demo shop')
  await login.title('Denied')
  await screen.look('denied-page')

  await screen.press('Try again')
  await login.title('Sign in on this phone')
  await screen.press('Use another phone')
  // After a denial the phone types a code.
  await login.code()
})

test('on a desktop there is nothing of it; a link that leads nowhere says what to do, and back', async (t) => {
  const world = await World.open(['bob'])
  t.after(() => world.close())
  const site = await world.site('Demo shop', { linked: ['bob'] })
  const desk = await world.loginPage('same-device-desk', site, DESKTOP)
  await desk.signIn('bob')
  await desk.pass()
  assert.equal(await desk.screen.page.getByRole('button', { name: HERE }).count(), 0)

  const phone = await world.phone('same-device-unpaired', {
    colorScheme: 'dark',
    viewport: { width: 320, height: 640 },
  })
  const login = new LoginPage(phone.screen, site.origin)
  await login.signIn('bob')
  await phone.screen.press(HERE)
  await login.title('Sign in on this phone')
  await phone.screen.look('link-narrow')
  await phone.screen.press(HERE)
  await phone.title('No request here')
  await phone.screen.sees(/No account is paired in this browser/)
  await phone.screen.look('not-paired')
  await phone.screen.press('Back to the login page')
  await login.title('Sign in on this phone')
})

test('a link sent to somebody else is approved there and lets nobody in', async (t) => {
  const world = await World.open(['carol'])
  t.after(() => world.close())
  const site = await world.site('Demo shop', { linked: ['carol'] })
  const victim = await world.pairedPhone('same-device-victim', 'carol')
  const thief = await world.loginPage('same-device-thief', site)
  await thief.signIn('carol')
  await thief.pass()
  const href = await thief.screen.page.evaluate(async () => {
    const headers = { 'content-type': 'application/json' }
    const body = JSON.stringify({ again: true, sameDevice: true, page: '/countersign' })
    const response = await fetch('/countersign/start', { method: 'POST', headers, body })
    return ((await response.json()) as { match: { href: string } }).match.href
  })
  await victim.screen.page.goto(href)
  await victim.title('Log in to Demo shop?')
  await victim.screen.press('Approve')
  // Her browser is not signed in at the shop, and has no request of its own there.
  await victim.screen.page.getByLabel('Password').waitFor()
  assert.equal(new URL(victim.screen.page.url()).origin, site.origin)

  thief.screen.expectComplaints(/409/)
  const outcome = await thief.screen.page.evaluate(async () => {
    const headers = { 'content-type': 'application/json' }
    const response = await fetch('/countersign/complete', { method: 'POST', headers, body: '{}' })
    return ((await response.json()) as { code: string }).code
  })
  assert.equal(outcome, 'not_confirmed')
  await thief.screen.page.goto(site.origin)
  assert.equal(await thief.screen.page.getByRole('heading', { name: 'Welcome, carol' }).count(), 0)
})

test('in German, in the dark: the request of a link, and one that is over', async (t) => {
  const world = await World.open(['dora'], { COUNTERSIGN_CHALLENGE_TTL_SECONDS: '30' })
  t.after(() => world.close())
  const site = await world.site('Laden', { linked: ['dora'] })
  const phone = await world.pairedPhone('same-device-de', 'dora')
  const { screen } = phone
  await screen.page.emulateMedia({ colorScheme: 'dark' })
  await screen.page.setViewportSize({ width: 320, height: 640 })
  await screen.page.evaluate(() => localStorage.setItem('countersign.preferences', 'de dark'))
  const login = new LoginPage(screen, site.origin)
  await login.signIn('dora')
  await screen.press(HERE)
  await login.title('Sign in on this phone')
  const href = await screen.page.getByRole('link', { name: HERE }).getAttribute('href')
  await screen.press(HERE)
  await screen.sees('Du meldest dich auf diesem Handy an.')
  await screen.look('request')
  await screen.press('Bestätigen')
  await login.isInside('dora')

  await screen.page.goto(href ?? '')
  await phone.title('Hier ist keine Anfrage')
  await screen.sees('dora')
  await screen.look('over')
})
