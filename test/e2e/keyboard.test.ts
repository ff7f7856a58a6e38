// A whole login without a pointer: every step is reached by Tab and arrows, with the focus where a person expects it.
import assert from 'node:assert/strict'
import test from 'node:test'
import type { Page } from 'playwright-core'
import { World } from './world.js'

test('a person without a pointer pairs, signs in, picks the access pass and denies', async (t) => {
  const world = await World.open(['alice'])
  t.after(() => world.close())
  const site = await world.site('Demo shop', { linked: ['alice'] })
  const phone = await world.phone('keyboard')
  const login = await world.loginPage('keyboard', site)

  const ticket = await world.ticket('alice')
  await phone.screen.page.goto(ticket.link)
  await phone.title('Pair with alice at ACME?')
  await tabTo(phone.screen.page, 'Pair this phone')
  await phone.screen.page.keyboard.press('Enter')
  await world.confirm(ticket, await phone.confirmation())
  await phone.title('Paired')
  await tabTo(phone.screen.page, 'Done')
  await phone.screen.page.keyboard.press('Enter')
  await phone.isReady()

  const { page } = login.screen
  await page.goto(`${site.origin}/login`)
  // The first field has the focus by itself.
  await page.locator('#name:focus').waitFor()
  await page.keyboard.type('alice')
  await page.keyboard.press('Tab')
  await page.keyboard.type('correct horse')
  await page.keyboard.press('Enter')
  const pass = await login.pass()
  await phone.screen.page.locator('button.pass:enabled').first().waitFor()
  const passes = await phone.passes()
  await tabTo(phone.screen.page, passes[0] ?? '')
  for (let at = 0; at < passes.indexOf(pass); at += 1) await phone.screen.page.keyboard.press('ArrowRight')
  assert.equal(await focused(phone.screen.page), pass)
  await phone.screen.look('focus')
  await phone.screen.page.keyboard.press('Enter')
  await login.isInside('alice')
  await tabTo(page, 'Sign out')
  await page.keyboard.press('Enter')

  await phone.screen.page.locator('button:enabled', { hasText: 'Done' }).waitFor()
  await tabTo(phone.screen.page, 'Done')
  await phone.screen.page.keyboard.press('Enter')
  await page.locator('#name:focus').waitFor()
  await page.keyboard.type('alice')
  await page.keyboard.press('Tab')
  await page.keyboard.type('correct horse')
  await page.keyboard.press('Enter')
  await login.pass()
  await phone.screen.page.locator('button.pass:enabled').first().waitFor()
  await tabTo(phone.screen.page, 'Deny')
  await phone.screen.page.keyboard.press('Enter')
  await login.title('Denied')
  await tabTo(page, 'Try again')
  await login.screen.look('focus')
  await page.keyboard.press('Enter')
  await login.code()
})

/** Tab until the control with these first words has the focus; a person gives up after a page of controls. */
async function tabTo(page: Page, words: string): Promise<void> {
  const passed: string[] = []
  for (let tries = 0; tries < 20; tries += 1) {
    const now = await focused(page)
    if (now === words || now.startsWith(`${words} `)) return
    passed.push(now)
    await page.keyboard.press('Tab')
  }
  assert.fail(`"${words}" cannot be reached by Tab: ${passed.join(' → ')}`)
}

/** The words of what has the focus, through open shadow roots. */
function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    let at = document.activeElement
    while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement
    const words = at instanceof HTMLElement ? (at.getAttribute('aria-label') ?? at.innerText) : ''
    return words.replace(/\s+/g, ' ').trim()
  })
}
