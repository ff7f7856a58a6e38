// The day without the phone: a login by each kind of code, on a real page; what the form says when it is wrong, and what the browser remembers.
import assert from 'node:assert/strict'
import test, { after, before } from 'node:test'
import type { AccountId } from '@countersign/protocol'
import { formatBackupCode, formatBypassCode } from '@countersign/protocol'
import type { Admin } from '../support/admin.js'
import { openAdmin } from '../support/admin.js'
import { BACKUP, BYPASS, giveBackupCodes, giveBypassCode, giveTotp } from '../support/codes-at-hand.js'
import type { DemoSite } from './demo-site.js'
import type { LoginPage } from './login-page.js'
import { World } from './world.js'

/** A browser notes every refusal that the form then explains. */
const REFUSALS = /40[13]|422|429/
const PEOPLE = ['with-phone', 'printed', 'called', 'wrong', 'keys', 'klein'] as const

let world: World
let site: DemoSite
let admin: Admin
before(async () => {
  world = await World.open(PEOPLE)
  site = await world.site('Demo shop', { linked: PEOPLE })
  admin = await openAdmin(world.home)
})
after(async () => {
  await admin.close()
  await world.close()
})

test('a code of the app lets in and withdraws the request; next time this browser begins with the code and rings nobody', async () => {
  const phone = await world.pairedPhone('other-way', 'with-phone')
  const code = await giveTotp(admin.ports, await idOf('with-phone'))
  const login = await world.loginPage('other-way', site)
  await login.signIn('with-phone')
  await login.pass()
  await phone.title('Log in to Demo shop?')
  await login.screen.look('asked')

  await login.otherWay()
  await login.title('Sign in with a code')
  await login.screen.sees(
    'Type the digits from your authenticator app, a backup code from your list, or a code from the help desk.',
  )
  await login.screen.look('form')
  await login.typeCode(code())
  await login.isInside('with-phone')
  await login.screen.sees('so was the code of your app')
  await phone.title('Withdrawn')

  await login.screen.press('Sign out')
  await login.signIn('with-phone')
  await login.field().waitFor()
  assert.equal(await isFocused(login), true)
  assert.deepEqual(await openRequestsOf('with-phone'), [])

  await login.screen.press('Ask my phone instead')
  const pass = await login.pass()
  // The outcome makes way for the request behind it by itself.
  await phone.title('Log in to Demo shop?')
  await phone.pick(pass)
  await login.isInside('with-phone')
})

test('an approval goes on by itself while the form is open', async () => {
  const login = await world.loginPage('found-it', site)
  const phone = await world.pairedPhone('found-it', 'klein')
  await login.signIn('klein')
  const pass = await login.pass()
  await login.otherWay()
  await login.field().fill('4829')
  await phone.pick(pass)
  await login.isInside('klein')
})

test('a backup code is typed as it is printed, and a code of the help desk as it is spoken; each once', async () => {
  await giveBackupCodes(admin.ports, await idOf('printed'))
  await giveBypassCode(admin.ports, await idOf('called'))
  for (const [name, code, words] of [
    [
      'printed',
      ` ${formatBackupCode(BACKUP).toLowerCase()} `,
      'so was the backup code, which is used up now',
    ],
    ['called', formatBypassCode(BYPASS), 'so was the code of the help desk, which is used up now'],
  ] as const) {
    const login = await world.loginPage(name, site)
    login.screen.expectComplaints(REFUSALS)
    await login.signIn(name)
    await login.otherWay()
    await login.typeCode(code)
    await login.isInside(name)
    await login.screen.sees(words)
    await login.screen.look('inside')

    await login.screen.press('Sign out')
    await login.signIn(name)
    // Not remembered: it was for one bad day.
    await login.otherWay()
    await login.typeCode(code)
    await login.fault('This code is wrong, or was used before.')
  }
})

test('a wrong code is told, and stays to be mended; too many say how long to wait, and the phone is still asked', async () => {
  await giveBackupCodes(admin.ports, await idOf('wrong'))
  const login = await world.loginPage('wrong-code-typed', site)
  const { page } = login.screen
  login.screen.expectComplaints(REFUSALS)
  await login.signIn('wrong')
  await login.otherWay()

  await login.typeCode('4829')
  await login.fault('A code has 6, 8 or 12 digits, or 20 letters and digits.')
  await login.screen.look('unreadable')

  const typo = formatBackupCode(`${BACKUP.slice(0, -1)}S`)
  await login.typeCode(typo)
  await login.fault('This code is wrong, or was used before.')
  assert.equal(await login.field().inputValue(), typo)
  assert.equal(await isFocused(login), true)
  assert.equal(await login.field().getAttribute('aria-invalid'), 'true')
  await login.screen.look('wrong')
  await page.keyboard.press('End')
  await page.keyboard.press('Backspace')
  assert.equal(await login.field().getAttribute('aria-invalid'), null, 'who mends it is not told off')

  for (let tries = 1; tries < 5; tries += 1) {
    await login.typeCode(typo)
    await login.fault('This code is wrong, or was used before.')
  }
  await login.typeCode(formatBackupCode(BACKUP))
  await login.fault(/^Too many wrong codes. Try again in (59|60) minutes, or ask your phone.$/)
  await login.screen.look('too-many')

  await login.screen.press('Ask my phone instead')
  await login.pass()
})

test('by keyboard alone: the other way, a code, in', async () => {
  const code = await giveTotp(admin.ports, await idOf('keys'))
  const login = await world.loginPage('keys-code', site)
  const { page } = login.screen
  await login.signIn('keys')
  await login.pass()
  for (let tabs = 0; tabs < 10 && (await focusedWords(login)) !== 'Use another way'; tabs += 1)
    await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await login.field().waitFor()
  assert.equal(await isFocused(login), true)
  await page.keyboard.type(code())
  await page.keyboard.press('Enter')
  await login.isInside('keys')
})

for (const colorScheme of ['light', 'dark'] as const)
  test(`in German on the narrowest screen, ${colorScheme}`, async () => {
    const narrow = { viewport: { width: 320, height: 640 }, locale: 'de-DE', colorScheme }
    const login = await world.loginPage(`deutsch-${colorScheme}`, site, narrow)
    login.screen.expectComplaints(REFUSALS)
    await login.signIn('wrong')
    await login.otherWay('Anderer Weg')
    await login.screen.sees(
      'Hier gilt: die Ziffern aus der Authenticator-App, ein Backup-Code von der Liste oder ein Code vom Helpdesk.',
    )
    await login.field().fill(formatBackupCode(BACKUP))
    await login.screen.press('Anmelden')
    await login.fault(/^Zu viele falsche Codes./)
    await login.screen.look('form')
  })

async function idOf(name: string): Promise<AccountId> {
  const account = await admin.ports.storage.read.accounts.byUserId(name)
  assert.ok(account)
  return account.id
}

async function openRequestsOf(name: string): Promise<readonly unknown[]> {
  const { storage, clock } = admin.ports
  return storage.read.challenges.openOf(await idOf(name), clock.nowMs())
}

function isFocused(login: LoginPage): Promise<boolean> {
  return login.field().evaluate((field) => (field.getRootNode() as ShadowRoot).activeElement === field)
}

function focusedWords(login: LoginPage): Promise<string> {
  return login.screen.page.evaluate(() => {
    const at = document.activeElement
    return ((at?.shadowRoot?.activeElement ?? at) as HTMLElement | null)?.innerText.trim() ?? ''
  })
}
