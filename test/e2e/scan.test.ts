// A QR code on the login page: scanned with nothing ringing, brought by the phone's own camera, pasted; and a payment that is read on the phone.
import assert from 'node:assert/strict'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test, { after, before } from 'node:test'
import type { DemoSite } from './demo-site.js'
import { World } from './world.js'

let world: World
let site: DemoSite
before(async () => {
  const people = ['alice', 'bob', 'carol']
  world = await World.open(people)
  site = await world.site('Demo shop', { linked: people })
})
after(() => world.close())

test('[QR2] [QR4] nothing rings: the page is scanned with the phone’s own camera, and approved after its facts were read', async () => {
  await obey('Open the app', { ring: 'never' })
  const phone = await world.pairedPhone('pull', 'alice')
  await phone.screen.look('home')
  const login = await world.loginPage('pull', site)
  await login.signIn('alice')
  await login.title('Scan this code with your phone')
  await login.screen.look('qr')
  const link = await login.scanLink()
  await login.screen.look('cannot')

  await phone.screen.page.goto(link)
  await phone.title('Log in to Demo shop?')
  assert.doesNotMatch(phone.screen.page.url(), /scan=/, 'the secret does not stay in the address')
  await phone.screen.sees(/Did somebody send you this code or link/)
  await phone.screen.look('elsewhere')
  await phone.screen.press('Approve')
  await login.isInside('alice')
  await phone.title('Approved')
  await login.screen.press('What was proven')
  await login.screen.sees('a QR code of this page, scanned by the phone')
})

test('[QR5] whoever cannot scan pastes the link, or types a code', async () => {
  await obey('Scan', { match: 'symbol', ring: 'never' })
  const phone = await world.pairedPhone('paste', 'bob', { colorScheme: 'dark' })
  await phone.screen.page.evaluate(() => localStorage.setItem('countersign.preferences', 'de dark'))
  await phone.openHome()
  const login = await world.loginPage('paste', site, { colorScheme: 'dark', locale: 'de-DE' })
  await login.signIn('bob')
  await login.title('Diesen Code mit dem Handy scannen')
  await login.screen.look('qr-dark')
  await phone.screen.press('Anmeldeseite scannen')
  await phone.title('Anmeldeseite scannen')
  await phone.screen.press('Stattdessen den Link einfügen')
  await phone.screen.look('paste-dark')
  await phone.screen.press('Weiter')
  await login.screen.page.getByText('Scannen geht nicht?').click()
  await login.screen.look('cannot-dark')
  await login.screen.press('Stattdessen einen Code auf dem Handy eintippen')
  const code = await login.code()
  await phone.openHome()
  await phone.screen.press('Nach Anfragen sehen')
  await phone.screen.page.getByLabel('Sechs Ziffern von deiner Anmeldeseite').fill(code)
  await phone.screen.press('Zulassen')
  await login.isInside('bob')
})

test('[TX3] a payment is read on the phone before its access pass is picked, and what was approved is paid', async () => {
  await obey()
  const phone = await world.pairedPhone('pay', 'carol')
  const shop = await world.loginPage('pay', site)
  await shop.signIn('carol')
  await phone.pick(await shop.pass())
  await shop.isInside('carol')
  await phone.screen.press('Done')
  await shop.screen.press('Pay somebody')
  await shop.screen.look('form')
  await shop.screen.press('Continue on your phone')
  const pass = await shop.pass()
  await phone.title('Approve this at Demo shop?')
  await phone.screen.sees('49.90 EUR')
  await phone.screen.look('payment')
  await phone.pick(pass)
  await shop.screen.page.getByRole('heading', { level: 1, name: 'Paid', exact: true }).waitFor()
  await phone.screen.sees('Demo shop has your approval.')
  await phone.screen.look('paid')
})

/** One policy for everybody, or none. */
async function obey(name = 'None', says?: Readonly<Record<string, string>>): Promise<void> {
  const when = { appIds: [], groupIds: [], networks: [], times: [] }
  // biome-ignore lint/suspicious/noThenProperty: the word of the contract
  const policies = says === undefined ? [] : [{ name, enabled: true, when, then: says }]
  const file = join(mkdtempSync(join(tmpdir(), 'countersign-scan-')), 'policies.json')
  writeFileSync(file, JSON.stringify({ policies }))
  await world.home.command('policy', 'set', file)
}
