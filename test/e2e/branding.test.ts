// The look of a server on the phone, in a real browser: its colour as an edge, its logo, and help beside it; by day, by night, on a narrow screen, in both languages.
import assert from 'node:assert/strict'
import test, { after, before } from 'node:test'
import { contrast, grounds } from '@countersign/protocol'
import { branding } from '@countersign/server/flows/public-branding'
import { saveSetting } from '@countersign/server/flows/settings'
import type { BrowserContextOptions } from 'playwright-core'
import type { Admin } from '../support/admin.js'
import { openAdmin } from '../support/admin.js'
import { tinyPng } from '../support/pictures.js'
import { World } from './world.js'

/** Too light to be seen on white, so that it must be darkened there. */
const YELLOW = '#ffd400'
const NARROW = { viewport: { width: 360, height: 740 } } as const
const looks: readonly (readonly [string, string, BrowserContextOptions])[] = [
  ['light', 'anna', { locale: 'en-GB' }],
  ['dark', 'berta', { locale: 'de-DE', colorScheme: 'dark' }],
  ['narrow', 'clara', { locale: 'de-DE', ...NARROW }],
  ['narrow-dark', 'dora', { locale: 'en-GB', colorScheme: 'dark', ...NARROW }],
]

let world: World
let admin: Admin
before(async () => {
  world = await World.open(looks.map(([, person]) => person))
  admin = await openAdmin(world.home)
  const { ports } = admin
  await ports.storage.transaction(async (stores) => {
    const picture = { type: 'image/png', bytes: tinyPng(48, 48), changedAtMs: 1 } as const
    await stores.logos.put('server', picture)
    const help = 'Phone lost?\nCome to room 0.12 <b>with your badge</b>.'
    const look = { name: 'ACME', colour: YELLOW, helpText: help, supportContact: 'help@acme.example' }
    await saveSetting(ports, stores, branding, look, 0)
  })
})
after(async () => {
  await admin.close()
  await world.close()
})

for (const [story, person, kind] of looks)
  test(`an account wears its server’s colour and says where help is: ${story.replace('-', ', ')}`, async () => {
    const german = kind.locale === 'de-DE'
    const phone = await world.phone(`branding-${story}`, kind)
    const { screen } = phone
    const ticket = await world.ticket(person)
    await screen.page.goto(ticket.link)
    await screen.press(german ? 'Dieses Handy koppeln' : 'Pair this phone')
    await world.confirm(ticket, await phone.confirmation())
    await phone.title(german ? 'Gekoppelt' : 'Paired')
    await screen.press(german ? 'Fertig' : 'Done')
    await screen.page.locator('.account-card').click()

    const card = screen.page.locator('.card--branded')
    await card.waitFor()
    const edge = await card.evaluate((element) => getComputedStyle(element).borderTopColor)
    const dark = kind.colorScheme === 'dark'
    assert.ok(contrast(hexOf(edge), dark ? grounds.dark : grounds.light) >= 4.5, edge)
    assert.equal(hexOf(edge) === YELLOW, dark)
    await screen.sees('help@acme.example')
    assert.match(await screen.page.locator('.help__text').innerText(), /<b>with your badge<\/b>/)
    const logo = screen.page.locator('.help__logo')
    assert.equal(await logo.evaluate((image: HTMLImageElement) => image.naturalWidth), 48)
    await screen.look('account')
    await logo.scrollIntoViewIfNeeded()
    await screen.look('help')
  })

/** `rgb(255, 212, 0)` as `#ffd400`. */
function hexOf(colour: string): string {
  const channels = colour.match(/\d+/g) ?? []
  return `#${channels.map((value) => Number(value).toString(16).padStart(2, '0')).join('')}`
}
