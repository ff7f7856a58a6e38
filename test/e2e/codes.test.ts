// Codes on the phone, end to end: one for times without a network that logs its person in, and entries of other services, moved by a file.
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import test, { after, before } from 'node:test'
import { Secret, TOTP } from 'otpauth'
import type { BrowserContextOptions, Page } from 'playwright-core'
import type { Phone } from './phone.js'
import { World } from './world.js'

const DARK_NARROW = {
  locale: 'de-DE',
  colorScheme: 'dark',
  viewport: { width: 360, height: 740 },
} as const satisfies BrowserContextOptions
const SECRET = 'JBSWY3DPEHPK3PXP'
const link = (label: string, secret = SECRET): string => `otpauth://totp/${label}?secret=${secret}`
const PASSPHRASE = 'acorn kettle bridge umbrella'

let world: World
before(async () => {
  world = await World.open(['anna', 'berta', 'clara', 'dora'])
})
after(() => world.close())

test('[OC1] [OC6] a phone without a network shows a code, and the login page takes it once', async () => {
  const site = await world.site('Demo shop', { linked: ['anna'] })
  const phone = await world.phone('codes-offline')
  const { screen } = phone
  const ticket = await world.ticket('anna')
  await phone.accept(ticket.link)
  await world.confirm(ticket, await phone.confirmation())
  await phone.title('Paired')
  // One question at a time; ringing is the first.
  await screen.press('Not now')
  await screen.sees('Also for when there is no network?')
  await screen.look('offer')
  await screen.press('Keep a code on this phone')
  await screen.sees('Ready. You find it at this account, with or without a network.')
  await screen.look('ready')
  await screen.press('Done')
  await phone.isReady()
  await screen.look('home')

  screen.expectComplaints(/ERR_INTERNET_DISCONNECTED|WebSocket/)
  await screen.context.setOffline(true)
  await screen.page.locator('.account-card').first().click()
  await screen.sees('Code for times without a network')
  await screen.look('account')
  const login = await world.loginPage('codes-offline', site)
  await login.signIn('anna')
  await login.pass()
  await login.otherWay()
  await login.typeCode(await shownCode(screen.page))
  await login.isInside('anna')
  await screen.context.setOffline(false)
})

test('[OC4] [OC8] in German, in the dark, at 360 px: made at the account, and removed there', async () => {
  const { phone } = await pairedInGerman('codes-german', 'berta')
  const { screen } = phone
  await screen.page.locator('.account-card').first().click()
  await screen.press('Code auf diesem Handy behalten')
  await screen.page.locator('.live-code--large .ring').waitFor()
  await screen.look('account')
  await screen.press('Zurück')
  await screen.page.getByRole('link', { name: /^Codes/ }).click()
  await phone.title('Codes')
  await screen.sees('berta')
  await screen.look('list')
  await screen.press('Zurück')
  await screen.page.locator('.account-card').first().click()
  await screen.press('Diesen Code entfernen')
  await screen.look('remove')
  await screen.press('Entfernen')
  await screen.page.getByRole('button', { name: 'Code auf diesem Handy behalten' }).waitFor()
})

test('entries of other services: pasted, checked, searched, renamed, moved, hidden, removed and brought back', async () => {
  const phone = await world.pairedPhone('codes-entries', 'clara')
  const { screen } = phone
  const { page } = screen
  await page.getByRole('link', { name: /^Codes/ }).click()
  await phone.title('Codes')
  await screen.look('empty')
  await keep(phone, link('GitHub:clara@example.org'))
  const expected = new TOTP({ secret: Secret.fromBase32(SECRET) })
  const near = [-1, 0, 1].map((step) => expected.generate({ timestamp: Date.now() + step * 30_000 }))
  assert.ok(near.includes(await shownCode(page)))
  assert.doesNotMatch(page.url(), /JBSWY3|otpauth/)

  await paste(phone, 'otpauth://hotp/Old:clara?secret=JBSWY3DPEHPK3PXP&counter=1')
  await screen.sees(/counts uses instead of time/)
  await screen.look('refused')
  await page.goto(`${world.home.url}/authenticator/#/codes`)
  for (const [i, name] of ['Bank', 'Mail', 'Chat', 'Forum'].entries())
    await keep(phone, link(`${name}:clara`, `JBSWY3DPEHPK3PX${'ABCD'[i]}`))
  assert.equal(await page.locator('.code-row').count(), 5)
  await screen.look('entries')

  await page.getByLabel('Search').fill('ba')
  await page.locator('.code-row').nth(1).waitFor({ state: 'detached' })
  await screen.sees('Bank')
  await page.getByLabel('Search').fill('')

  await screen.press('Hide codes')
  await page.getByRole('button', { name: 'Show the code of Bank' }).waitFor()
  assert.equal(await page.locator('.live-code__digits', { hasText: /\d/ }).count(), 0)
  await screen.look('hidden')
  await screen.press('Show the code of Bank')
  assert.equal(await page.locator('.live-code__digits', { hasText: /\d/ }).count(), 1)
  await screen.press('Show codes')

  await screen.press(/^Bank .*Edit$/)
  await page.getByLabel('Service').fill('Savings bank')
  await screen.press('Save')
  await screen.sees('Saved.')
  await screen.sees('Place 2 of 5')
  await screen.press('Further up')
  await screen.sees('Place 1 of 5')
  await screen.look('edit')
  await screen.press('Remove this entry')
  await screen.sees('Savings bank was removed.')
  await screen.look('removed')
  await screen.press('Undo')
  await page.locator('.code-row').nth(4).waitFor()
  assert.match(await page.locator('.code-row').first().innerText(), /Savings bank/)

  await page.reload()
  await page.locator('.code-row').nth(4).waitFor()
  assert.match(await page.locator('.code-row').first().innerText(), /Savings bank/)
})

test('entries go to another phone by a file and a passphrase, once, and no account of ours is among them', async () => {
  const old = await world.phone('codes-export')
  await old.screen.page.goto(`${world.home.url}/authenticator/#/codes`)
  await keep(old, link('GitHub:dora'))
  await keep(old, link('Mail:dora', 'JBSWY3DPEHPK3PXA'))
  await old.screen.press('Export and import')
  await old.screen.sees(/are not in the file/)
  await old.screen.page.locator('#export-passphrase').fill('short')
  await old.screen.sees('Too short: at least ten characters.')
  await old.screen.page.locator('#export-passphrase').fill(PASSPHRASE)
  await old.screen.sees('Strong.')
  await old.screen.page.locator('#export-again').fill('another')
  await old.screen.press('Save the file')
  await old.screen.sees('The two are not the same.')
  await old.screen.look('export')
  await old.screen.page.locator('#export-again').fill(PASSPHRASE)
  const downloading = old.screen.page.waitForEvent('download')
  await old.screen.press('Save the file')
  const download = await downloading
  assert.match(download.suggestedFilename(), /^countersign-codes-\d{4}-\d\d-\d\d\.json$/)
  const path = await download.path()
  const text = await readFile(path, 'utf8')
  assert.doesNotMatch(text, /GitHub|dora|JBSWY3/)
  await old.screen.sees('2 entries are in the file.')

  const next = await world.phone('codes-import', DARK_NARROW)
  await next.screen.page.goto(`${world.home.url}/authenticator/#/codes`)
  await keepInGerman(next, link('Mail:dora', 'JBSWY3DPEHPK3PXA'))
  await next.screen.press('Export und Import')
  const load = async (passphrase: string): Promise<void> => {
    await next.screen.page
      .locator('#import-file')
      .setInputFiles({ name: 'codes.json', mimeType: 'application/json', buffer: Buffer.from(text) })
    await next.screen.page.locator('#import-passphrase').fill(passphrase)
    await next.screen.press('Importieren')
  }
  await load('not the passphrase')
  await next.screen.sees(/Sie öffnet sich nicht/)
  await load(PASSPHRASE)
  await next.screen.sees('Ein Eintrag wurde hinzugefügt. Einen gab es schon.')
  await next.screen.look('imported')
  await load(PASSPHRASE)
  await next.screen.sees('Es war nichts Neues darin. 2 gab es schon.')
  await next.screen.press('Zurück')
  await next.screen.page.locator('.code-row').nth(1).waitFor()
  await next.screen.look('list')
})

/** The digits on the screen, once they are there. */
async function shownCode(page: Page): Promise<string> {
  const digits = page.locator('.live-code__digits', { hasText: /\d/ }).first()
  return (await digits.innerText()).replace(/\D/g, '')
}

async function pairedInGerman(story: string, userId: string): Promise<{ readonly phone: Phone }> {
  const phone = await world.phone(story, DARK_NARROW)
  const ticket = await world.ticket(userId)
  await phone.screen.page.goto(ticket.link)
  await phone.screen.press('Dieses Handy koppeln')
  await world.confirm(ticket, await phone.confirmation())
  await phone.title('Gekoppelt')
  await phone.screen.look('paired')
  await phone.screen.press('Fertig')
  return { phone }
}

async function paste({ screen }: Phone, text: string): Promise<void> {
  await screen.press('Add a service')
  await screen.press('Paste a link or key')
  await screen.page.getByLabel('Link or key').fill(text)
  await screen.press('Go on')
}

async function keep(phone: Phone, text: string): Promise<void> {
  const before = await phone.screen.page.locator('.code-row').count()
  await paste(phone, text)
  await phone.title('Keep this entry?')
  await phone.screen.press('Keep it')
  await phone.screen.page.locator('.code-row').nth(before).waitFor()
}

async function keepInGerman({ screen }: Phone, text: string): Promise<void> {
  await screen.press('Dienst hinzufügen')
  await screen.press('Link oder Schlüssel einfügen')
  await screen.page.getByLabel('Link oder Schlüssel').fill(text)
  await screen.press('Weiter')
  await screen.look('check')
  await screen.press('Behalten')
  await screen.page.locator('.code-row').first().waitFor()
}
