// Every page of the console in German: in the dark on a wide screen and by day at 360 px, with things on it, clean for axe, nothing cut off.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test, { after, before } from 'node:test'
import { DESKTOP } from '../support/browser.js'
import { ConsolePage } from './console-page.js'
import { World } from './world.js'

let world: World
let admin: ConsolePage
before(async () => {
  world = await World.open(['bert@example.org', 'clara@example.org'])
  await world.home.command('app', 'add', 'Lohnabrechnung', '--origin', 'https://lohn.example.org')
  writeFileSync(
    join(world.home.directory, 'leute.csv'),
    'user_id;display_name\ndora@example.org;Dora\n;Niemand\n',
  )
  const kind = { ...DESKTOP, colorScheme: 'dark' } as const
  admin = new ConsolePage(await world.screen('console-german', kind), world.home.url)
  const phone = await world.phone('console-german')
  await admin.setUp(await world.setupLink(), phone, { userId: 'olga@example.org', name: 'Olga Owner' })
  await admin.screen.page.getByLabel('Deutsch').check()
  await admin.title('Übersicht')
})
after(() => world.close())

const places: readonly (readonly [name: string, place: string, title: string])[] = [
  ['import', '/imports', 'Leute importieren'],
  ['invitations', '/invitations', 'Einladungen'],
  ['invite', '/invitations/new', 'Leute einladen'],
  ['policies', '/policies', 'Richtlinien'],
  ['explain', '/policies/explain', 'Richtlinien'],
  ['apps', '/apps', 'Apps'],
  ['audit', '/audit', 'Protokoll'],
  ['branding', '/branding', 'Aussehen'],
  ['admins', '/admins', 'Admins'],
  ...['mail', 'webhooks', 'outgoing', 'keys', 'backup', 'ids', 'people', 'tokens', 'sessions', 'server'].map(
    (part) => [part, `/settings/${part}`, 'Einstellungen'] as const,
  ),
]

for (const [name, place, title] of places)
  test(`the page ${place} is whole in German`, async () => {
    const { screen } = admin
    await admin.open(place)
    await admin.title(title)
    await screen.page.locator('.working').first().waitFor({ state: 'detached' })
    await screen.look(`${name}-dark`)
    await screen.page.setViewportSize({ width: 360, height: 740 })
    await screen.page.emulateMedia({ colorScheme: 'light' })
    await screen.look(`${name}-narrow`)
    await screen.page.emulateMedia({ colorScheme: 'dark' })
    await screen.page.setViewportSize(DESKTOP.viewport)
  })

test('an app and a list are whole in German', async () => {
  const { screen } = admin
  await admin.open('/apps')
  await screen.press('Lohnabrechnung')
  await admin.title('Lohnabrechnung')
  await screen.sees('Einbauen')
  await screen.look('app-dark')
  await admin.open('/imports')
  await screen.page.locator('input[type=file]').setInputFiles(join(world.home.directory, 'leute.csv'))
  await admin.title('Was leute.csv täte')
  await screen.sees('Diese Zelle darf nicht leer sein.')
  await screen.look('look-dark')
})
