// A person at /me: signs in with the phone, pairs a second one, says "this wasn't me", and is told of it all.
import assert from 'node:assert/strict'
import test, { after, before } from 'node:test'
import { DESKTOP } from '../support/browser.js'
import { switchTo } from './language-switch.js'
import { lookBothWays } from './looks.js'
import type { Phone } from './phone.js'
import { World } from './world.js'

let world: World
let first: Phone
before(async () => {
  world = await World.open(['alice@example.org'])
  first = await world.pairedPhone('me-first', 'alice@example.org')
})
after(() => world.close())

test('a person signs in at /me, pairs a second phone, disowns a request and changes addresses', async () => {
  const screen = await world.screen('me', DESKTOP)
  const { page } = screen
  // The first question of every visit is who is signed in, and a browser notes "nobody" (401) as an error.
  screen.expectComplaints(/401 \(Unauthorized\)/)
  const title = (words: string | RegExp): Promise<void> =>
    page.getByRole('heading', { name: words, exact: true }).first().waitFor()
  const digits = async (): Promise<string> =>
    (await page.locator('.digits [aria-hidden]').innerText()).replace(/\D/g, '')

  await page.goto(`${world.home.url}/me/`)
  await title('Sign in')
  await screen.look('sign-in')
  await page.getByLabel('Your user ID').fill('alice@example.org')
  await screen.press('Continue on your phone')
  await first.type(await digits())
  await title('Your phones')
  await page.getByText('This browser').waitFor()
  await lookBothWays(screen, 'own-account')

  await screen.press('Pair another phone')
  await page.locator('.qr path').waitFor()
  await lookBothWays(screen, 'pair')
  const second = await world.phone('me-second')
  await second.accept(await page.getByLabel('Pairing link').inputValue())
  const confirmation = await second.confirmation()
  await screen.sees(`${confirmation.slice(0, 3)} ${confirmation.slice(3)}`)
  await screen.press('Yes, the same')
  await screen.sees('The new phone is paired. It is asked like the others from now on.')
  await second.title('Paired')
  await second.screen.press('Done')
  await second.isReady()
  assert.equal(await page.getByRole('button', { name: /^Remove / }).count(), 2)

  await first.openHome()
  await first.screen.sees(/changed in your account/)
  await first.screen.look('told')
  await first.screen.press(/^Something changed in your account/)
  await first.title('What you were told')
  await first.screen.sees(/A phone was paired/)
  await first.screen.look('notices')

  await page
    .getByRole('button', { name: /^This wasn’t me: / })
    .first()
    .click()
  await screen.sees('This wasn’t you?')
  await lookBothWays(screen, 'not-me')
  await screen.press('This wasn’t me')
  await screen.sees('You said: this wasn’t me')

  await screen.press('Change')
  await page.getByLabel('First address').fill('no address')
  await screen.press('Save')
  await screen.sees(/This is no mail address/)
  await screen.look('address-wrong')
  await page.getByLabel('First address').fill('alice@example.org')
  await page.getByLabel('Second address').fill('alice@home.example')
  await screen.press('Save')
  await screen.sees('alice@home.example')

  await page
    .getByRole('button', { name: /^Remove / })
    .last()
    .click()
  await screen.look('remove')
  await page.getByRole('dialog').getByRole('button', { name: 'Remove', exact: true }).click()
  await screen.sees(/was removed\./)
  await second.screen.sees('Removed on the server')
  assert.equal(await page.getByRole('button', { name: /^Remove / }).count(), 1)

  await page.reload()
  await screen.sees(/A phone was removed/)
  await switchTo(page, 'Deutsch')
  await title('Deine Handys')
  await lookBothWays(screen, 'german')
  await page.setViewportSize({ width: 320, height: 640 })
  await screen.look('320')
  await page.setViewportSize(DESKTOP.viewport)
  await screen.press('Abmelden')
  await title('Anmelden')
})

test('the page works by keyboard alone: into the dialog, out of it, and back to where one was', async () => {
  const screen = await world.screen('me-keyboard', DESKTOP)
  const { page } = screen
  screen.expectComplaints(/401 \(Unauthorized\)/)
  await page.goto(`${world.home.url}/me/`)
  await page.getByLabel('Your user ID').fill('alice@example.org')
  await page.keyboard.press('Enter')
  const code = (await page.locator('.digits [aria-hidden]').innerText()).replace(/\D/g, '')
  await first.openHome()
  // Another browser asked by the name alone a moment ago: this time the phone does not ring, and the page says so.
  await screen.sees(/Check for requests/)
  await first.screen.press('Check for requests')
  await first.type(code)
  const add = page.getByRole('button', { name: 'Pair another phone' })
  await add.waitFor()
  await add.focus()
  await page.keyboard.press('Enter')
  await page.locator('.qr path').waitFor()
  assert.equal(await page.evaluate(() => document.activeElement?.closest('dialog')?.open), true)
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  assert.equal(await page.evaluate(() => document.activeElement?.textContent), 'Pair another phone')
})
