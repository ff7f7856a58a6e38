// The browsers one is known by: at /me, where one that waits is one's own by one's own word, and on the account's page at the console.
import assert from 'node:assert/strict'
import test from 'node:test'
import { DESKTOP } from '../support/browser.js'
import { openRelay } from '../support/relay-site.js'
import { ConsolePage } from './console-page.js'
import { LoginPage } from './login-page.js'
import { lookBothWays } from './looks.js'
import { MePage } from './me-page.js'
import { World } from './world.js'

test('[KB5] [KB7] a person sees their browsers at /me, owns up to one, forgets one; an admin sees them too', async (t) => {
  const world = await World.open([])
  t.after(() => world.close())
  const admin = new ConsolePage(await world.screen('known-browsers-console', DESKTOP), world.home.url)
  const phone = await world.phone('known-browsers')
  await admin.setUp(await world.setupLink(), phone, { userId: 'olga', name: 'Olga Owner' })
  const site = await world.site('Demo shop', { linked: ['olga'] })
  const elsewhere = await openRelay(site.origin)
  t.after(() => elsewhere.close())
  // What a relay that lies registers is what a browser away from the phone registers: it waits.
  elsewhere.trick = { kind: 'lie' }
  for (const origin of [site.origin, elsewhere.origin]) {
    const page = new LoginPage(await world.screen('known-browsers-page', DESKTOP), origin)
    page.screen.expectComplaints(/CORS|ERR_FAILED|Failed to load|blocked/)
    await page.signIn('olga')
    const pass = await page.pass()
    await phone.title('Log in to Demo shop?')
    await phone.pick(pass)
    await page.isInside('olga')
    await phone.screen.press('Done')
  }

  await admin.screen.page.goto(`${world.home.url}/console/#/accounts`)
  await admin.screen.press('olga')
  await admin.screen.sees('Known browsers')
  await admin.screen.sees('Waiting')
  await admin.screen.page.getByText('Known browsers').scrollIntoViewIfNeeded()
  await admin.screen.look('account')
  assert.equal(await admin.screen.page.getByRole('button', { name: /This is mine/ }).count(), 0)

  const me = new MePage(await world.screen('known-browsers-me', DESKTOP), world.home.url)
  await me.signIn('olga', phone)
  await me.heading('Browsers you are known by')
  const rows = me.screen.page.locator('section', { hasText: 'Browsers you are known by' }).locator('li')
  await rows.nth(1).waitFor()
  assert.equal(await rows.filter({ hasText: 'Waiting' }).count(), 1)
  await rows.nth(1).scrollIntoViewIfNeeded()
  await lookBothWays(me.screen, 'list')
  await me.screen.press(/^This is mine: /)
  await me.screen.sees('Your phone will know it.')
  await rows.filter({ hasText: 'Waiting' }).waitFor({ state: 'detached' })
  await rows
    .first()
    .getByRole('button', { name: /^Forget/ })
    .click()
  await me.screen.sees('At its next login it is a new browser.')
  await rows.nth(1).waitFor({ state: 'detached' })
  assert.equal(await rows.count(), 1)
})
