// Quiet hours as people meet them: set on the phone, changed at /me, seen by a login page that says to open the app, and by an admin.
import test, { after, before } from 'node:test'
import type { BrowserContextOptions } from 'playwright-core'
import { DESKTOP } from '../support/browser.js'
import { lookBothWays } from './looks.js'
import { MePage } from './me-page.js'
import { World } from './world.js'

const HOUR_MS = 3_600_000
const GERMAN = {
  locale: 'de-DE',
  colorScheme: 'dark',
  viewport: { width: 320, height: 640 },
} as const satisfies BrowserContextOptions

let world: World
before(async () => {
  world = await World.open(['anna', 'berta'])
})
after(() => world.close())

/** The clock of this machine, an hour away. */
const clockAt = (ms: number): string => {
  const at = new Date(ms)
  return [at.getHours(), at.getMinutes()].map((part) => String(part).padStart(2, '0')).join(':')
}

test('[FT1] [FT2] set on the phone for now, a login page says to open the app, and /me shows and ends them', async () => {
  const site = await world.site('Demo shop', { linked: ['anna'] })
  const phone = await world.pairedPhone('quiet', 'anna')
  const { screen } = phone
  const { page } = screen
  await page.locator('.account-card').first().click()
  await screen.sees('None: requests ring at all hours.')
  await screen.press('Set quiet hours')
  await page.getByLabel('From').fill('22:00')
  await page.getByLabel('Until').fill('21:00')
  await screen.press('Save')
  await screen.sees('Choose an end within twelve hours after the beginning.')
  await screen.look('too-long')
  await page.getByLabel('From').fill(clockAt(Date.now() - HOUR_MS))
  await page.getByLabel('Until').fill(clockAt(Date.now() + HOUR_MS))
  await screen.press('Save')
  await page.getByText('every day').waitFor()
  await screen.look('set')
  await screen.press('Back')

  const login = await world.loginPage('quiet', site)
  await login.signIn('anna')
  await login.screen.sees(/[Oo]pen the app/)
  await login.screen.look('asked')
  await login.screen.press('Cancel')

  const me = new MePage(await world.screen('quiet-me', DESKTOP), world.home.url)
  await me.signIn('anna', phone)
  await me.heading('Quiet hours')
  await me.screen.sees(/^Every day, /)
  await lookBothWays(me.screen, 'own')
  const own = me.screen.page.locator('section', {
    has: me.screen.page.getByRole('heading', { name: 'Quiet hours' }),
  })
  await own.getByRole('button', { name: 'Change' }).click()
  await me.screen.page.getByRole('checkbox', { name: 'Monday' }).uncheck()
  await lookBothWays(me.screen, 'edit')
  await me.screen.press('Save')
  await me.screen.sees('Saved.')
  await own.getByRole('button', { name: 'End quiet hours' }).click()
  await me.screen.sees('None: requests ring at all hours.')
})

test('in German, in the dark, at 320 px', async () => {
  const phone = await world.phone('quiet-german', GERMAN)
  const { screen } = phone
  const ticket = await world.ticket('berta')
  await screen.page.goto(ticket.link)
  await screen.press('Dieses Handy koppeln')
  await world.confirm(ticket, await phone.confirmation())
  await phone.title('Gekoppelt')
  await screen.press('Fertig')
  await screen.page.locator('.account-card').first().click()
  await screen.press('Ruhezeiten festlegen')
  await screen.look('edit')
  await screen.press('Speichern')
  await screen.page.getByText('jeden Tag').waitFor()
  await screen.look('set')
  await screen.press('Ruhezeiten beenden')
  await screen.sees('Keine: Anfragen klingeln zu jeder Zeit.')
})
