// Somebody lost the phone: two different codes let them in at /me, a new phone is paired, the old one removed. And when it was a thief
// who did that, the owner's other phone, or the mail, says so: the account is stopped.
import assert from 'node:assert/strict'
import test, { after, before } from 'node:test'
import { DESKTOP } from '../support/browser.js'
import { CodeApp } from '../support/totps.js'
import { lookBothWays } from './looks.js'
import { MePage } from './me-page.js'
import type { Phone } from './phone.js'
import { World } from './world.js'

const ANNA = 'anna@example.org'

let world: World
let lost: Phone
let app: CodeApp
let codes: readonly string[]
before(async () => {
  world = await World.open([ANNA])
  lost = await world.pairedPhone('lost', ANNA)
  const me = new MePage(await world.screen('lost-before', DESKTOP), world.home.url)
  await me.signIn(ANNA, lost)
  const { screen } = me
  await screen.press('Make backup codes')
  const list = screen.page.getByRole('list', { name: 'Your backup codes' })
  await list.waitFor()
  codes = await list.getByRole('listitem').allInnerTexts()
  await screen.page.getByLabel(/^I have kept them/).check()
  await screen.press('Done')
  await screen.press('Set up an app')
  await screen.page.getByLabel('Name').fill('Aegis')
  await screen.press('Next')
  const open = screen.page.getByRole('link', { name: 'Open it in an app on this device' })
  app = new CodeApp((await open.getAttribute('href')) ?? '')
  await screen.page.getByLabel('The code that the app shows now').fill(app.codeAt(Date.now() - 30_000))
  await screen.press('Check and finish')
  await screen.sees('“Aegis” counts from now on.')
})
after(() => world.close())

test('two codes of different kinds let the person in; a new phone is paired and the lost one removed', async () => {
  const screen = await world.screen('lost-phone', DESKTOP)
  const { page } = screen
  const me = new MePage(screen, world.home.url)
  await me.open()
  await page.getByRole('link', { name: 'No phone at hand?' }).click()
  await screen.sees('With two different codes you can pair a new phone.')
  await lookBothWays(screen, 'who')
  await screen.press('Go on')
  await screen.sees('Which user ID do you log in with?')
  await page.getByLabel('User ID').fill(ANNA)
  await screen.press('Go on')

  await screen.sees('Your first code')
  await page.getByLabel('Code').fill('12 34')
  await screen.press('Check the code')
  await screen.sees(/^A code has six, eight or twelve digits/)
  await page.getByLabel('Code').fill('AAAA-BBBB-CCCC-DDDD-EEEE')
  await screen.press('Check the code')
  await screen.sees(/^This code is not right, or it was used before\./)
  await lookBothWays(screen, 'wrong')
  await page.getByLabel('Code').fill((codes[0] ?? '').toLowerCase().replaceAll('-', ' '))
  await screen.press('Check the code')

  await screen.sees('Now one of another kind')
  await lookBothWays(screen, 'second')
  await page.reload()
  await screen.sees('Now one of another kind')
  await page.getByLabel('Code').fill(codes[1] ?? '')
  await screen.press('Check the code')
  await screen.sees(/^That is the kind you have shown already\./)
  await page.getByLabel('Code').fill(app.codeAt(Date.now()))
  await screen.press('Check the code')

  await me.heading('Your phones')
  await lookBothWays(screen, 'came-by-codes')
  await screen.press('Pair my new phone')
  await page.locator('.qr path').waitFor()
  const found = await world.phone('lost-new')
  await found.accept(await page.getByLabel('Pairing link').inputValue())
  const digits = await found.confirmation()
  await screen.sees(`${digits.slice(0, 3)} ${digits.slice(3)}`)
  await screen.press('Yes, the same')
  await found.title('Paired')
  await page
    .getByRole('button', { name: /^Remove / })
    .first()
    .click()
  await page.getByRole('dialog').getByRole('button', { name: 'Remove', exact: true }).click()
  await screen.sees(/was removed\./)
  await lookBothWays(screen, 'replaced')
  await lost.openHome()
  await lost.screen.sees('Removed on the server')
})

test('at /me the owner says that something was not them: the account is stopped, and the page says what to do', async () => {
  const screen = await world.screen('lost-not-me', DESKTOP)
  const { page } = screen
  const me = new MePage(screen, world.home.url)
  const owner = await world.pairedPhone('lost-owner', ANNA)
  await me.signIn(ANNA, owner)
  await page
    .getByRole('button', { name: /^This wasn’t me: A phone was paired/ })
    .first()
    .click()
  await screen.sees('Stop your account?')
  await lookBothWays(screen, 'stop')
  await screen.press('Stop my account')
  await me.heading('Sign in')
  const { account } = (await world.home.command('account', 'show', ANNA)) as { readonly account: object }
  assert.equal(Reflect.get(account, 'state'), 'suspended')
})

test('the link of a mail needs to be whole; an ended one says whom to call', async () => {
  const screen = await world.screen('lost-link', DESKTOP)
  const { page } = screen
  screen.expectComplaints(/404 \(Not Found\)/)
  await page.goto(`${world.home.url}/not-me/`)
  await screen.sees('This page needs the whole link')
  await page.goto('about:blank')
  await page.goto(`${world.home.url}/not-me/#${'A'.repeat(43)}`)
  await screen.sees(/^This link is no longer good/)
  assert.equal(new URL(page.url()).hash, '')
  await lookBothWays(screen, 'ended')
})
