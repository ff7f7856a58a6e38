// More accounts than a page holds: pages by address and the browser's own way back, and something done with many at once.
import assert from 'node:assert/strict'
import test, { after, before } from 'node:test'
import { DESKTOP } from '../support/browser.js'
import { ConsolePage } from './console-page.js'
import { World } from './world.js'

const PEOPLE = 60
const name = (i: number): string => `person-${String(i).padStart(2, '0')}`

let world: World
let admin: ConsolePage
before(async () => {
  world = await World.open([])
  admin = new ConsolePage(await world.screen('console-many', DESKTOP), world.home.url)
  const phone = await world.phone('console-many')
  await admin.setUp(await world.setupLink(), phone, { userId: 'olga', name: 'Olga Owner' })
  for (let i = 0; i < PEOPLE; i++)
    assert.equal(await admin.call('POST', '/accounts', { userId: name(i) }), 201)
  assert.equal(await admin.call('POST', '/groups', { name: 'Staff' }), 201)
})
after(() => world.close())

const shown = (userId: string) => admin.screen.page.getByRole('link', { name: userId, exact: true })

test('a long list comes in pages that have an address, and back leads back', async () => {
  const { page } = admin.screen
  await admin.go('Accounts')
  await admin.screen.sees(`${PEOPLE + 1} accounts`)
  await shown(name(0)).waitFor()
  assert.equal(await page.getByRole('rowheader').count(), 50)
  await page.getByRole('link', { name: 'Next page' }).click()
  await shown(name(PEOPLE - 1)).waitFor()
  assert.match(page.url(), /cursor=/)
  await admin.screen.look('second-page')
  await page.reload()
  await shown(name(PEOPLE - 1)).waitFor()
  await page.goBack()
  await shown(name(0)).waitFor()
})

test('another question begins on its first page', async () => {
  const { page } = admin.screen
  await page.getByRole('link', { name: 'Next page' }).click()
  await shown(name(PEOPLE - 1)).waitFor()
  await page.getByLabel('Search by ID, name or e-mail').fill('person-0')
  await shown(name(0)).waitFor()
  assert.doesNotMatch(page.url(), /cursor=/)
  await admin.screen.sees('10 accounts')
})

test('all on a page go into a group at once, or are invited at once', async () => {
  const { page } = admin.screen
  await page.getByRole('checkbox', { name: 'Choose all on this page' }).check()
  await admin.screen.sees('10 chosen')
  assert.match(
    (await page.getByRole('link', { name: 'Invite', exact: true }).getAttribute('href')) ?? '',
    /^#\/invitations\/new\?accounts=/,
  )
  await admin.screen.press('Add to a group')
  await page.getByRole('radio', { name: 'Staff' }).check()
  await admin.screen.press('Add')
  await admin.screen.sees('10 accounts are in Staff now.')
  await page.getByLabel('Search by ID, name or e-mail').fill('')
  await page.getByLabel('Group', { exact: true }).selectOption({ label: 'Staff' })
  await admin.screen.sees('10 accounts')
})

test('at no width does the table leave its frame or break a usual word', async () => {
  const { page } = admin.screen
  const anna = { userId: 'anna.lindqvist@example.org', displayName: 'Anna Lindqvist' }
  assert.equal(await admin.call('POST', '/accounts', anna), 201)
  await admin.open('/accounts')
  await shown(anna.userId).waitFor()
  for (const width of [800, 1000, 1101, 1240, 1301, 1600]) {
    await page.setViewportSize({ width, height: 800 })
    const { over, lines } = await page.evaluate(() => {
      const frame = document.querySelector('.table-frame')
      const cell = [...document.querySelectorAll('td')].find(({ textContent }) => textContent === 'Staff')
      const words = document.createRange()
      if (cell) words.selectNodeContents(cell)
      return {
        over: (frame?.firstElementChild?.scrollWidth ?? 0) - (frame?.clientWidth ?? 0),
        lines: words.getClientRects().length,
      }
    })
    assert.deepEqual({ width, over, lines }, { width, over: 0, lines: 1 })
    await admin.screen.look(`table-${width}`)
  }
  await page.setViewportSize(DESKTOP.viewport)
})

test('at 360 px the times of a policy stay in their frame', async () => {
  const { page } = admin.screen
  await page.setViewportSize({ width: 360, height: 780 })
  await admin.open('/policies')
  await admin.screen.press('Add a policy')
  await admin.screen.press('Add a time')
  const over = await page.locator('.time').evaluate((frame) => {
    const { right } = frame.getBoundingClientRect()
    return [...frame.querySelectorAll('*')].filter((part) => part.getBoundingClientRect().right > right)
      .length
  })
  assert.equal(over, 0)
  await admin.screen.look('times-360')
})
