// Every screen in German and in the dark, on the narrowest phone and the smallest window: readable, reachable, nothing cut off.
import test, { after, before } from 'node:test'
import type { BrowserContextOptions } from 'playwright-core'
import type { DemoSite } from './demo-site.js'
import { World } from './world.js'

const NARROW = { viewport: { width: 320, height: 568 } } as const
const looks: readonly (readonly [string, string, BrowserContextOptions])[] = [
  ['german-dark', 'anna', { locale: 'de-DE', colorScheme: 'dark' }],
  ['german-narrow', 'berta', { locale: 'de-DE', ...NARROW }],
  ['english-dark', 'clara', { locale: 'en-GB', colorScheme: 'dark' }],
  ['english-narrow', 'dora', { locale: 'en-GB', ...NARROW }],
]

let world: World
let site: DemoSite
before(async () => {
  const people = looks.map(([, person]) => person)
  world = await World.open(people)
  site = await world.site('Demo shop', { linked: people })
})
after(() => world.close())

for (const [story, person, kind] of looks) {
  const german = kind.locale === 'de-DE'
  test(`every screen is fit to use: ${story.replace('-', ', ')}`, async () => {
    const phone = await world.phone(story, kind)
    const login = await world.loginPage(story, site, kind)
    const { press, page } = {
      press: (en: string, de: string) => phone.screen.press(german ? de : en),
      page: phone.screen.page,
    }

    await phone.openHome()
    await page.getByRole('heading', { level: 1 }).waitFor()
    await phone.screen.look('welcome')
    await press('Paste a pairing link', 'Kopplungslink einfügen')
    await page.getByRole('textbox').fill('https://example.org/')
    await press('Continue', 'Weiter')
    await phone.screen.look('paste')
    const ticket = await world.ticket(person)
    await page.getByRole('textbox').fill(ticket.link)
    await press('Continue', 'Weiter')
    await page.getByLabel(german ? 'Name dieses Geräts' : 'Name of this device').waitFor()
    await phone.screen.look('offer')
    await press('Pair this phone', 'Dieses Handy koppeln')
    const digits = await phone.confirmation()
    await phone.screen.look('confirm')
    await world.confirm(ticket, digits)
    await phone.title(german ? 'Gekoppelt' : 'Paired')
    await phone.screen.look('paired')
    await press('Done', 'Fertig')
    await phone.screen.look('home')
    await press('Settings', 'Einstellungen')
    await phone.screen.look('settings')
    await press('Back', 'Zurück')
    await page.locator('.account-card').click()
    await phone.screen.look('account')
    await press('Back', 'Zurück')

    await login.signIn(person)
    const pass = await login.pass()
    await phone.passes()
    await login.screen.look('access-pass')
    await phone.screen.look('request')
    await phone.pickWrong(pass)
    await login.screen.page.locator('[part="card"][data-view="ended"]').waitFor()
    await phone.screen.page.locator('.verdict__sign').waitFor()
    await login.screen.look('wrong')
    await phone.screen.look('wrong')
    await login.screen.page.locator('[part~="main"]').click()
    const code = await login.code()
    await phone.screen.page.locator('.frame--outcome .button--wide').click()
    await page.locator('#code').waitFor()
    await login.screen.look('code')
    await phone.screen.look('code')
    await page.locator('#code').fill(code)
    await press('Approve', 'Zulassen')
    await login.isInside(person)
    await login.screen.look('inside')
    await login.screen.press('What was proven')
    await login.screen.look('proven')
    await press('Done', 'Fertig')
    await press('History', 'Verlauf')
    await phone.screen.look('history')
  })
}
