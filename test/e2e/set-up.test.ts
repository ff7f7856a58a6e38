// A whole set-up at a login, in real browsers: password, the card, codes first, the phone, and back to the app that asks the new phone.
import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test, { after, before } from 'node:test'
import { TOTP } from 'otpauth'
import type { Screen } from '../support/browser.js'
import { DESKTOP } from '../support/browser.js'
import { policyBody } from '../support/policies.js'
import type { DemoSite } from './demo-site.js'
import { lookBothWays } from './looks.js'
import type { Phone } from './phone.js'
import { World } from './world.js'

const PEOPLE = ['lena', 'otto', 'ida', 'greta'] as const
let world: World
let site: DemoSite
before(async () => {
  world = await World.open(PEOPLE)
  site = await world.site('Demo shop', { linked: PEOPLE })
  const file = join(world.home.directory, 'policies.json')
  writeFileSync(file, JSON.stringify({ policies: [policyBody({ says: { setUp: 'at_login' } })] }))
  await world.home.command('policy', 'set', file)
})
after(() => world.close())

test('password, codes first, the phone, an app with codes, and back: the app goes on and asks the new phone', async () => {
  const login = await world.loginPage('set-up', site)
  const { screen } = login
  await login.signIn('lena')
  await login.title('Set up your second factor')
  await screen.press('Set up now')
  await title(screen, 'First, a way back in')
  await screen.sees('Step 1 of 3')
  assert.equal(new URL(screen.page.url()).hash, '', 'the secret is out of the address')
  await lookBothWays(screen, 'codes-first')

  await keepCodes(screen, 'codes')
  await title(screen, 'Now pair your phone')
  await lookBothWays(screen, 'phone')
  await screen.page.reload()
  await title(screen, 'Now pair your phone')

  const phone = await world.phone('set-up')
  await pairShown(screen, phone)
  await title(screen, 'All set')
  await lookBothWays(screen, 'all-set')

  await screen.press('Add an app with codes')
  await screen.page.getByLabel('Name').fill('Aegis')
  await screen.press('Next')
  const secret = (await screen.page.getByLabel('Secret').inputValue()).replaceAll(' ', '')
  await screen.page.getByLabel('The code that the app shows now').fill(new TOTP({ secret }).generate())
  await screen.press('Check and finish')
  await screen.sees('“Aegis” counts from now on.')

  await screen.press('Back to Demo shop')
  const pass = await login.pass()
  await phone.pick(pass)
  await login.isInside('lena')
})

test('a link is for one browser, and whoever comes without one is told where to begin', async () => {
  const login = await world.loginPage('set-up-link', site)
  await login.signIn('otto')
  await login.title('Set up your second factor')
  // The address as the page finds it: the page takes the secret out of it at once.
  const { page } = login.screen
  await page.addInitScript(() => sessionStorage.setItem('came-to', location.href))
  await login.screen.press('Set up now')
  await title(login.screen, 'First, a way back in')
  const link = await page.evaluate(() => sessionStorage.getItem('came-to') ?? '')
  assert.match(link, /\/set-up\/#[\w-]{43}$/)

  const other = await world.screen('set-up-other', DESKTOP)
  other.expectComplaints(/404/)
  await other.page.goto(link)
  await title(other, 'This link leads nowhere any more')
  await lookBothWays(other, 'used')
  await other.page.goto('about:blank')
  await other.page.goto(`${world.home.url}/set-up/`)
  await title(other, 'This page needs a login')
})

test('without a phone an app with codes does, and the login takes its codes', async () => {
  const login = await world.loginPage('set-up-app', site)
  const { screen } = login
  await login.signIn('ida')
  await login.title('Set up your second factor')
  await screen.press('Set up now')
  await keepCodes(screen)
  await title(screen, 'Now pair your phone')
  await screen.press('Use an app with codes')
  await screen.page.getByLabel('Name').fill('Aegis')
  await screen.press('Next')
  const secret = (await screen.page.getByLabel('Secret').inputValue()).replaceAll(' ', '')
  const code = new TOTP({ secret }).generate()
  await screen.page.getByLabel('The code that the app shows now').fill(code)
  await screen.press('Check and finish')
  await title(screen, 'All set')
  await screen.sees('Type the code that your app shows at that moment. Each is good once.')
  await screen.press('Back to Demo shop')
  await login.otherWay()
  // The code that proved the app is spent; the next one counts as early as half a minute before its time.
  await login.typeCode(new TOTP({ secret }).generate({ timestamp: Date.now() + 30_000 }))
  await login.isInside('ida')
})

test('in German, in the dark, at 360 px, by keyboard', async () => {
  const narrow = { viewport: { width: 360, height: 740 }, locale: 'de-DE', colorScheme: 'dark' } as const
  const login = await world.loginPage('set-up-german', site, narrow)
  const { screen } = login
  await login.signIn('greta')
  await login.title('Zweiten Faktor einrichten')
  await screen.press('Jetzt einrichten')
  await title(screen, 'Zuerst ein Weg zurück')
  await screen.look('codes-first')
  await screen.page.keyboard.press('Tab')
  await screen.page.getByRole('button', { name: 'Meine Backup-Codes erstellen' }).press('Enter')
  await screen.page.getByLabel('Ich habe sie aufbewahrt', { exact: false }).press('Space')
  await screen.look('codes')
  await screen.page.getByRole('button', { name: 'Weiter zum Handy' }).press('Enter')
  await title(screen, 'Jetzt dein Handy koppeln')
  await screen.look('phone')
})

async function title(screen: Screen, words: string): Promise<void> {
  await screen.page.getByRole('heading', { level: 1, name: words, exact: true }).waitFor()
}

async function keepCodes(screen: Screen, look?: string): Promise<void> {
  await screen.press('Make my backup codes')
  await screen.page.getByRole('list', { name: 'Your backup codes' }).waitFor()
  assert.equal(await screen.page.getByRole('list', { name: 'Your backup codes' }).locator('li').count(), 10)
  if (look !== undefined) await lookBothWays(screen, look)
  await screen.page.getByLabel('I have kept them', { exact: false }).check()
  await screen.press('Go on to the phone')
}

/** The phone takes the link on the screen, and the digits are compared. */
async function pairShown(screen: Screen, phone: Phone): Promise<void> {
  await phone.accept(await screen.page.getByLabel('Pairing link').inputValue())
  const digits = await phone.confirmation()
  await screen.sees(new RegExp(`${digits.slice(0, 3)} ${digits.slice(3)}`))
  await screen.press('Yes, the same')
  await phone.title('Paired')
  await phone.screen.press('Done')
  await phone.isReady()
}
