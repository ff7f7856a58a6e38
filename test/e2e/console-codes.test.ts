// A help desk and the codes of a person without a phone: made, told, held back, unlocked; the admin's own phone approves each of it.
import assert from 'node:assert/strict'
import test, { after, before } from 'node:test'
import { DESKTOP } from '../support/browser.js'
import { CodeApp } from '../support/totps.js'
import { ConsolePage } from './console-page.js'
import { lookBothWays } from './looks.js'
import type { Phone } from './phone.js'
import { ageApprovals } from './stale-approval.js'
import { World } from './world.js'

const ANNA = 'anna@example.org'

let world: World
let admin: ConsolePage
let phone: Phone
let apiKey: string
before(async () => {
  world = await World.open([ANNA])
  // Sound: the shape of docs/reference/cli.md.
  const app = (await world.home.command('app', 'add', 'Payroll', '--origin', 'https://pay.example.org')) as {
    readonly apiKey: string
  }
  apiKey = app.apiKey
  const screen = await world.screen('console-codes', DESKTOP)
  admin = new ConsolePage(screen, world.home.url)
  phone = await world.phone('console-codes')
  await admin.setUp(await world.setupLink(), phone, { userId: 'olga@example.org', name: 'Olga Owner' })
  // A change that needs the phone first is refused before it is asked (403); so is a code that does not fit.
  screen.expectComplaints(/40[139] \((?:Unauthorized|Forbidden|Conflict)\)/)
})
after(() => world.close())

/** The admin's phone approves what the console waits for. */
async function approve(): Promise<void> {
  const digits = await admin.screen.page.locator('.digits [aria-hidden]').innerText()
  await phone.openHome()
  await phone.type(digits.replace(/\D/g, ''))
}

async function openAnna(): Promise<void> {
  await admin.go('Accounts')
  await admin.screen.page.getByRole('link', { name: ANNA }).click()
  await admin.screen.sees('Other ways in')
}

/** One login at Payroll by a typed code; gives the status. */
async function logIn(code: string): Promise<number> {
  const body = {
    userId: ANNA,
    purpose: 'login',
    appNonce: Buffer.alloc(32, 7).toString('base64url'),
    context: { address: '198.51.100.7', browser: 'Firefox on Linux' },
    code,
  }
  const answer = await fetch(`${world.home.url}/v1/codes`, {
    method: 'POST',
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  return answer.status
}

test('a code for the telephone is told once, with a reason; a newer one or a word ends it', async () => {
  const { screen } = admin
  const { page } = screen
  await openAnna()
  await lookBothWays(screen, 'nothing-yet')
  await screen.press('Make a code')
  await screen.press('Make the code')
  await screen.sees('Give a reason: it is kept in the audit.')
  await page.getByLabel('Reason').fill('Phone at the repair shop; known by voice')
  await page.getByLabel('15 minutes').check()
  await lookBothWays(screen, 'bypass')
  await screen.press('Make the code')
  const code = await page.locator('.spoken-code [aria-hidden]').innerText()
  assert.match(code, /^\d{4} \d{4} \d{4}$/)
  await lookBothWays(screen, 'tell')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  assert.equal(await page.locator('.spoken-code [aria-hidden]').innerText(), code)
  await page.getByLabel('I have told it to the person').check()
  await screen.press('Done')
  await screen.sees('Phone at the repair shop; known by voice')
  assert.equal(await logIn(code.replaceAll(' ', '')), 200)
  await page.reload()
  await page.getByText('Those from before').click()
  await screen.sees('Used')

  await screen.press('Make a code')
  await page.getByLabel('Reason').fill('The first one was misheard')
  await screen.press('Make the code')
  const second = await page.locator('.spoken-code [aria-hidden]').innerText()
  await page.getByLabel('I have told it to the person').check()
  await screen.press('Done')
  await screen.press('Revoke')
  await screen.sees('The code counts no more.')
  assert.equal(await logIn(second), 403)
})

test('backup codes and an app are set up with the person beside one; the list tells who has codes and no phone', async () => {
  const { screen } = admin
  const { page } = screen
  await screen.press('Make backup codes')
  await page.getByRole('list', { name: 'Your backup codes' }).waitFor()
  await screen.sees(ANNA)
  await lookBothWays(screen, 'sheet')
  await page.getByLabel(/^I have the sheet/).check()
  await screen.press('Done')
  await screen.sees(/^10 of 10 left/)

  await screen.press('Set up an app')
  await page.getByRole('dialog').getByLabel('Name').fill('Anna’s tablet')
  await screen.press('Next')
  const app = page.getByRole('link', { name: 'Open it in an app on this device' })
  const code = new CodeApp((await app.getAttribute('href')) ?? '').codeAt(Date.now())
  await page.getByLabel('The code that the app shows now').fill(code)
  await screen.press('Check and finish')
  await screen.sees('“Anna’s tablet” counts from now on.')
  await lookBothWays(screen, 'ways')
  await admin.go('Accounts')
  await screen.sees('Codes, no phone')
  await screen.look('list')
})

test('kinds that wrong codes hold back are named, and unlocking ends it', async () => {
  const { screen } = admin
  const { page } = screen
  for (let tries = 0; tries < 6; tries++) await logIn('000000')
  await openAnna()
  await screen.sees(/codes from an app do not count until/)
  await lookBothWays(screen, 'held-back')
  await page
    .locator('.note', { hasText: 'do not count until' })
    .getByRole('button', { name: 'Unlock' })
    .click()
  await page.getByRole('dialog').getByRole('button', { name: 'Unlock' }).click()
  await screen.sees(`${ANNA} is unlocked.`)
  await page.getByText(/codes from an app do not count until/).waitFor({ state: 'detached' })
})

test('after a while the admin’s phone is asked first, over whatever dialog is open, and pairing goes on by itself', async () => {
  const { screen } = admin
  const { page } = screen
  ageApprovals(world.home)
  await page.getByRole('button', { name: 'Pair a phone', exact: true }).first().click()
  await page.getByRole('dialog', { name: 'Approve this on your phone' }).waitFor()
  await lookBothWays(screen, 'approve')
  await approve()
  await page.locator('.qr path').waitFor()
  assert.equal(await page.getByRole('dialog', { name: 'Approve this on your phone' }).count(), 0)
  await page.keyboard.press('Escape')

  ageApprovals(world.home)
  await page.getByRole('button', { name: 'Remove: Backup codes' }).click()
  await page
    .getByRole('dialog', { name: 'Remove the backup codes?' })
    .getByRole('button', { name: 'Remove', exact: true })
    .click()
  await page.getByRole('dialog', { name: 'Approve this on your phone' }).waitFor()
  await page.keyboard.press('Escape')
  await screen.sees(/^This was not approved on your phone/)
  await page.keyboard.press('Escape')
  await screen.sees(/^10 of 10 left/)
})

test('a policy says which codes count, and the explanation what is at hand', async () => {
  const { screen } = admin
  const { page } = screen
  await admin.go('Policies')
  await screen.press('Add a policy')
  await admin.fill('Name', 'Payroll is strict')
  await page.getByLabel('Codes instead of the phone').selectOption({ label: 'those ticked below' })
  await screen.press('Take it into the list')
  await screen.sees('Tick at least one, or choose “none”.')
  await page.getByLabel('codes from an app', { exact: true }).check()
  await page.getByLabel('Who has no second factor yet').selectOption({ label: 'sets it up at the login' })
  await page.getByLabel('May put the set-up off for').fill('14')
  await page.getByLabel('Codes from an app: digits').selectOption({ label: 'at least 6 digits' })
  await lookBothWays(screen, 'policy-editor')
  await page.getByLabel('May put the set-up off for').scrollIntoViewIfNeeded()
  await lookBothWays(screen, 'policy-editor-codes')
  await screen.press('Take it into the list')
  await lookBothWays(screen, 'policy')
  await screen.press('Check and save')
  await screen.sees('Saved. Logins follow it from now on.')
  await page.getByRole('link', { name: 'Explain', exact: true }).click()
  await admin.fill('Account', ANNA)
  await page.getByLabel('App', { exact: true }).selectOption({ label: 'Payroll' })
  await page.getByRole('button', { name: 'Explain', exact: true }).click()
  await screen.sees('No phone can approve: only a code lets in.')
  await screen.sees(/Codes that let in now: codes from an app\./)
  await lookBothWays(screen, 'explained')
})

test('an auditor sees the codes without being offered anything', async () => {
  await world.home.command('account', 'add', 'kim@example.org')
  await world.home.command('admin', 'add', 'kim@example.org', '--role', 'auditor')
  const kim = await world.pairedPhone('console-codes-auditor', 'kim@example.org')
  const auditor = new ConsolePage(await world.screen('console-codes-auditor', DESKTOP), world.home.url)
  await auditor.open('/accounts')
  await auditor.signIn('kim@example.org', kim)
  await auditor.screen.page.getByRole('link', { name: ANNA }).click()
  await auditor.screen.sees('Anna’s tablet')
  const offered = /Make|Remove|Revoke|Set up|Unlock/
  assert.equal(await auditor.screen.page.getByRole('button', { name: offered }).count(), 0)
  await auditor.screen.look('auditor')
})
