// The overview tells what happens while somebody looks at it: a phone that goes, a login that fails, all without a reload.
import test, { after, before } from 'node:test'
import { DESKTOP } from '../support/browser.js'
import { ConsolePage } from './console-page.js'
import type { Phone } from './phone.js'
import { World } from './world.js'

let world: World
let admin: ConsolePage
let phone: Phone
before(async () => {
  world = await World.open([])
  admin = new ConsolePage(await world.screen('console-overview', DESKTOP), world.home.url)
  phone = await world.phone('console-overview')
  await admin.setUp(await world.setupLink(), phone, { userId: 'olga', name: 'Olga Owner' })
})
after(() => world.close())

/** The figure above these words. */
const figure = (label: string, value: string) =>
  admin.screen.page.locator('.figure').filter({ hasText: label }).getByText(value, { exact: true }).waitFor()

test('on the first day it says where to begin', async () => {
  await admin.screen.sees('Ready for the first people')
  await figure('Phones connected now', '1')
  await admin.screen.sees('Live')
  await admin.screen.look('first-day')
})

test('a phone that goes and comes back is counted at once', async () => {
  await phone.screen.page.goto('about:blank')
  await figure('Phones connected now', '0')
  await phone.openHome()
  await phone.isReady()
  await figure('Phones connected now', '1')
})

test('a login that failed appears in the chart and among the outcomes', async () => {
  const stranger = new ConsolePage(await world.screen('console-overview-other', DESKTOP), world.home.url)
  await stranger.open()
  const digits = await stranger.digitsFor('olga')
  await phone.type(digits === '111111' ? '222222' : '111111')
  await admin.screen.sees('Wrong pick')
  await admin.screen.sees('0 let in, 1 not.')
  await admin.screen.look('after-a-wrong-pick')
})

test('accounts that are added elsewhere are counted, and lead to the list of those without a phone', async () => {
  await admin.call('POST', '/accounts', { userId: 'anna' })
  await figure('Accounts without a phone', '1')
  await admin.screen.page.getByRole('link', { name: /Accounts without a phone/ }).click()
  await admin.title('Accounts')
  await admin.screen.page.getByRole('link', { name: 'anna', exact: true }).waitFor()
  await admin.screen.page.getByRole('link', { name: 'olga', exact: true }).waitFor({ state: 'detached' })
})

test('what holds an account back is said on its page, and unlocking ends it', async () => {
  const { screen } = admin
  await admin.open('/accounts')
  await screen.page.getByRole('link', { name: 'olga', exact: true }).click()
  await screen.sees(/Something holds this account back: .*one wrong pick/)
  await screen.look('held-back')
  await screen.press('Unlock')
  await screen.sees('Wrong picks and unanswered requests are forgotten: phones ring again at once.')
  await screen.page.getByRole('dialog').getByRole('button', { name: 'Unlock' }).click()
  await screen.sees('olga is unlocked.')
  await screen.page.getByText('Something holds this account back').waitFor({ state: 'detached' })
  await screen.page.getByRole('row').getByText('Wrong pick').waitFor()
  await screen.look('unlocked')
})
