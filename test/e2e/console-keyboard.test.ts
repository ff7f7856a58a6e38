// The console without a mouse: past the navigation, through a table, a menu and a dialog, with the focus where it is expected.
import assert from 'node:assert/strict'
import test, { after, before } from 'node:test'
import { DESKTOP } from '../support/browser.js'
import { ConsolePage } from './console-page.js'
import { World } from './world.js'

let world: World
let admin: ConsolePage
before(async () => {
  world = await World.open(['anna', 'bert', 'clara'])
  admin = new ConsolePage(await world.screen('console-keyboard', DESKTOP), world.home.url)
  const phone = await world.phone('console-keyboard')
  await admin.setUp(await world.setupLink(), phone, { userId: 'olga', name: 'Olga Owner' })
})
after(() => world.close())

/** Waits until this has the focus, as a screen reader names it. */
async function focusIsOn(name: string): Promise<void> {
  await admin.screen.page.waitForFunction((name) => {
    const here = document.activeElement
    return (here?.getAttribute('aria-label') ?? here?.textContent ?? '').trim() === name
  }, name)
}

test('signing in needs no mouse', async () => {
  const other = new ConsolePage(await world.screen('console-keyboard-in', DESKTOP), world.home.url)
  const { page } = other.screen
  await other.open()
  await other.title('Sign in')
  await page.keyboard.press('Tab')
  await page.keyboard.type('olga')
  await page.keyboard.press('Enter')
  await other.screen.sees('Type these digits on your phone')
  await other.screen.close()
})

test('a page begins at its heading, and the first Tab offers the way past the navigation', async () => {
  const { page } = admin.screen
  await admin.go('Accounts')
  await admin.title('Accounts')
  await focusIsOn('Accounts')
  await page.reload()
  await admin.title('Accounts')
  await page.evaluate(() => document.body.focus())
  await page.getByRole('button', { name: 'Skip to the content' }).focus()
  await page.keyboard.press('Enter')
  await page.keyboard.press('Tab')
  await focusIsOn('Add an account')
})

test('arrow keys go from row to row, to the same thing', async () => {
  const { page } = admin.screen
  await page.getByRole('link', { name: 'anna', exact: true }).focus()
  await page.keyboard.press('ArrowDown')
  await focusIsOn('bert')
  await page.keyboard.press('End')
  await focusIsOn('olga')
  await page.keyboard.press('ArrowUp')
  await focusIsOn('clara')
  await page.keyboard.press('Home')
  await focusIsOn('anna')
})

test('a menu opens on its first entry, goes round, finds by letter, and gives the focus back', async () => {
  const { page } = admin.screen
  await page.getByRole('button', { name: 'Actions for bert' }).focus()
  await page.keyboard.press('Enter')
  await focusIsOn('Pair a phone')
  await page.keyboard.press('ArrowUp')
  await focusIsOn('Suspend')
  await page.keyboard.press('p')
  await focusIsOn('Pair a phone')
  await page.keyboard.press('Escape')
  await focusIsOn('Actions for bert')
  assert.equal(await page.getByRole('menu').count(), 0)
})

test('a dialog keeps the focus, Escape leaves it, and the focus returns', async () => {
  const { page } = admin.screen
  await page.getByRole('button', { name: 'Actions for bert' }).focus()
  await page.keyboard.press('Enter')
  await page.keyboard.press('s')
  await page.keyboard.press('Enter')
  await page.getByRole('dialog').waitFor()
  for (let i = 0; i < 8; i++) {
    await page.keyboard.press('Tab')
    const inside = await page.evaluate(
      () => document.activeElement === document.body || document.activeElement?.closest('dialog') !== null,
    )
    assert.ok(inside, 'the page behind is out of reach')
  }
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await focusIsOn('Actions for bert')
})

test('who reads with their ears hears what a search found and how a column is sorted', async () => {
  const { page } = admin.screen
  await page.getByLabel('Search by ID, name or e-mail').fill('cl')
  await page
    .getByRole('status')
    .filter({ hasText: /^1 account$/ })
    .waitFor()
  const heading = page.getByRole('columnheader', { name: 'User ID' })
  assert.equal(await heading.getAttribute('aria-sort'), 'ascending')
})
