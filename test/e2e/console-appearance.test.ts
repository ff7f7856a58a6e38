// Every page of people in German and in the dark, on a narrow phone: readable, reachable, nothing cut off.
import test, { after, before } from 'node:test'
import type { BrowserContextOptions } from 'playwright-core'
import { PHONE } from '../support/browser.js'
import { ConsolePage } from './console-page.js'
import type { Phone } from './phone.js'
import { World } from './world.js'

const NARROW = { ...PHONE, viewport: { width: 360, height: 740 } } as const
const looks: readonly (readonly [string, string, BrowserContextOptions])[] = [
  ['german-dark-narrow', 'bert', { ...NARROW, locale: 'de-DE', colorScheme: 'dark' }],
  ['english-narrow', 'clara', { ...NARROW, locale: 'en-GB' }],
  ['german-dark', 'dora', { locale: 'de-DE', colorScheme: 'dark', viewport: { width: 1280, height: 800 } }],
]

let world: World
const phones = new Map<string, Phone>()
before(async () => {
  world = await World.open(['anna@example.org', ...looks.map(([, admin]) => admin)])
  for (const [, admin] of looks) {
    await world.home.command('admin', 'add', admin, '--role', 'owner')
    phones.set(admin, await world.pairedPhone(`console-${admin}`, admin))
  }
})
after(() => world.close())

for (const [story, admin, kind] of looks)
  test(`every page of people is fit to use: ${story.replaceAll('-', ', ')}`, async () => {
    const german = kind.locale === 'de-DE'
    const say = (en: string, de: string): string => (german ? de : en)
    const { screen, ...rest } = await signedIn(story, admin, kind)
    const { page } = screen
    const look = async (name: string): Promise<void> => {
      await page.locator('.working').first().waitFor({ state: 'detached' })
      await screen.look(name)
    }

    await rest.admin.title(say('Overview', 'Übersicht'))
    // The first of the looks makes them; after that they are there.
    for (const name of ['Staff', 'A group with a rather long name that has to break somewhere'])
      await rest.admin.call('POST', '/groups', { name })
    await look('overview')
    if (kind.isMobile) {
      await screen.press(say('Menu', 'Menü'))
      await look('menu')
      await page.getByRole('link', { name: say('Accounts', 'Konten'), exact: true }).click()
    } else
      await page
        .getByRole('link', { name: say('Accounts', 'Konten'), exact: true })
        .first()
        .click()
    await screen.sees('anna@example.org')
    await look('accounts')
    await page.getByRole('checkbox', { name: /anna/ }).check()
    await look('chosen')
    await page.getByRole('button', { name: say('Add to a group', 'In eine Gruppe') }).click()
    await look('add-to-group')
    await page.keyboard.press('Escape')
    await screen.press(say('Add an account', 'Konto hinzufügen'))
    await look('add')
    await page.keyboard.press('Escape')

    await page.getByRole('link', { name: 'anna@example.org' }).click()
    await rest.admin.title('anna@example.org')
    await look('detail')
    await page.getByRole('button', { name: say('More', 'Mehr') }).click()
    await look('actions')
    await page.getByRole('menuitem', { name: say('Delete', 'Löschen') }).click()
    await look('delete')
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: say('More', 'Mehr') }).click()
    await page
      .getByRole('menuitem', {
        name: say('Let in without phone for a time', 'Eine Zeit lang ohne Handy einlassen'),
      })
      .click()
    await look('without-phone')
    await page.keyboard.press('Escape')
    await screen.page.getByRole('button', { name: say('Edit', 'Bearbeiten'), exact: true }).click()
    await look('edit')
    await page.keyboard.press('Escape')
    await page
      .getByRole('button', { name: say('Pair a phone', 'Handy koppeln') })
      .first()
      .click()
    await page.locator('.qr path').waitFor()
    await screen.look('pair')
    await page.keyboard.press('Escape')

    await rest.admin.open('/groups')
    await rest.admin.title(say('Groups', 'Gruppen'))
    await screen.sees('Staff')
    await look('groups')
    await page.getByRole('link', { name: /^A group with/ }).click()
    await look('group')
    await rest.admin.open('/no-such-page')
    await screen.sees(say('There is no such page', 'Diese Seite gibt es nicht'))
    await look('nowhere')
  })

async function signedIn(
  story: string,
  userId: string,
  kind: BrowserContextOptions,
): Promise<{ readonly admin: ConsolePage; readonly screen: ConsolePage['screen'] }> {
  const admin = new ConsolePage(await world.screen(`console-${story}`, kind), world.home.url)
  const phone = phones.get(userId)
  if (!phone) throw new Error(`${userId} has no phone`)
  const { page } = admin.screen
  await admin.open()
  await page.getByRole('heading', { level: 1 }).waitFor()
  await admin.screen.look('sign-in')
  await page.getByRole('textbox').fill(userId)
  await page.locator('.button--primary').click()
  const digits = await page.locator('.digits [aria-hidden]').innerText()
  await admin.screen.look('digits')
  await phone.type(digits)
  await page.locator('.shell__main h1').waitFor()
  return { admin, screen: admin.screen }
}
