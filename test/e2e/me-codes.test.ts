// A person at /me gets ready for the day without the phone: backup codes on paper, an app with codes; each change approved on the phone.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import test, { after, before } from 'node:test'
import { DESKTOP } from '../support/browser.js'
import { CodeApp } from '../support/totps.js'
import { switchTo } from './language-switch.js'
import { lookBothWays } from './looks.js'
import { MePage } from './me-page.js'
import type { Phone } from './phone.js'
import { ageApprovals, endSessions } from './stale-approval.js'
import { World } from './world.js'

const ANNA = 'anna@example.org'
const BERT = 'bert@example.org'
const CODE = /^[0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){4}$/

let world: World
let phone: Phone
let me: MePage
before(async () => {
  world = await World.open([ANNA, BERT])
  phone = await world.pairedPhone('me-codes', ANNA)
  const screen = await world.screen('me-codes', DESKTOP)
  await screen.context.grantPermissions(['clipboard-read', 'clipboard-write'])
  me = new MePage(screen, world.home.url)
  await me.signIn(ANNA, phone)
})
after(() => world.close())

async function shownCodes(): Promise<readonly string[]> {
  const list = me.screen.page.getByRole('list', { name: 'Your backup codes' })
  await list.waitFor()
  return list.getByRole('listitem').allInnerTexts()
}

test('backup codes are shown once: read, copied, saved, printed on one page, and left by saying that they are kept', async () => {
  const { screen } = me
  const { page } = screen
  await screen.sees('When your phone is not at hand')
  await lookBothWays(screen, 'nothing-yet')
  await screen.press('Make backup codes')
  const codes = await shownCodes()
  assert.equal(codes.length, 10)
  for (const code of codes) assert.match(code, CODE)
  await lookBothWays(screen, 'sheet')

  await screen.press('Copy')
  await screen.sees(/^Copied\./)
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), codes.join('\n'))
  const download = page.waitForEvent('download')
  await screen.press('Download')
  const file = await download
  assert.equal(file.suggestedFilename(), 'backup-codes.txt')
  const saved = readFileSync(await file.path(), 'utf8')
  for (const words of [...codes, ANNA, 'ACME', '127.0.0.1', 'Each works once.'])
    assert.ok(saved.includes(words), words)

  await page.emulateMedia({ media: 'print' })
  const words = (await page.locator('body').innerText()).split('\n').filter((line) => line.trim() !== '')
  assert.deepEqual(words.slice(0, 1), ['Backup codes'])
  assert.deepEqual(
    words.filter((line) => CODE.test(line)),
    codes,
  )
  assert.match(words.at(-1) ?? '', /Each works once\.$/)
  assert.equal(words.length, 18, `the sheet alone: ${words.join(' | ')}`)
  await screen.look('on-paper')
  const paper = (await page.pdf({ format: 'A4' })).toString('latin1')
  assert.equal(paper.match(/\/Type\s*\/Page\b/g)?.length, 1, 'one page and no more')
  await page.emulateMedia({ media: 'screen' })

  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  assert.deepEqual(await shownCodes(), codes, 'what cannot be shown again is not closed by a key')
  assert.equal(await page.getByRole('button', { name: 'Done' }).isDisabled(), true)
  await page.getByLabel(/^I have kept them/).check()
  await screen.press('Done')
  await screen.sees(/^10 of 10 left, made /)
  assert.equal((await page.content()).includes(codes[0] ?? '?'), false)
  await page.getByText('Which ones').click()
  await screen.sees(codes[0]?.slice(0, 4) ?? '?')
  await lookBothWays(screen, 'made')
})

test('an app with codes counts after its first code, and not after a wrong one', async () => {
  const { screen } = me
  const { page } = screen
  await screen.press('Set up an app')
  await screen.press('Next')
  await screen.sees('Give it a name.')
  await page.getByLabel('Name').fill('Aegis on my tablet')
  await screen.press('Next')
  await page.locator('.qr path').waitFor()
  await lookBothWays(screen, 'scan')
  const link =
    (await page.getByRole('link', { name: 'Open it in an app on this device' }).getAttribute('href')) ?? ''
  assert.match(link, /^otpauth:\/\/totp\//)
  assert.equal(
    new URL(link).searchParams.get('secret'),
    (await page.getByLabel('Secret').inputValue()).replace(/\s/g, ''),
  )
  const app = new CodeApp(link)
  const wrong = app.codeAt(Date.now() + 86_400_000)
  await page.getByLabel('The code that the app shows now').fill(wrong)
  await screen.press('Check and finish')
  await screen.sees(/^This code does not fit\./)
  await lookBothWays(screen, 'wrong-code')
  const right = app.codeAt(Date.now())
  await page.getByLabel('The code that the app shows now').fill(`${right.slice(0, 3)} ${right.slice(3)}`)
  await screen.press('Check and finish')
  await screen.sees('“Aegis on my tablet” counts from now on.')
  await page.getByRole('button', { name: 'Remove Aegis on my tablet' }).waitFor()
  await lookBothWays(screen, 'app-listed')
})

test('after a while the phone is asked once more: the change goes on by itself, or nothing changes', async () => {
  const { screen } = me
  const { page } = screen
  ageApprovals(world.home)
  await screen.press('Make new ones')
  const sure = me.dialog('Make new backup codes?')
  await sure.getByRole('button', { name: 'Make new ones' }).click()
  const approve = me.dialog('Approve this on your phone')
  await approve.waitFor()
  const denied = await me.digits()
  assert.match(denied, /^\d{6}$/)
  await lookBothWays(screen, 'approve')
  await phone.deny()
  await screen.sees('Denied on the phone. Nothing was changed.')
  await lookBothWays(screen, 'denied')

  await approve.getByRole('button', { name: 'Change nothing' }).click()
  await screen.sees(/^This was not approved on your phone, so nothing was changed\./)
  await sure.getByRole('button', { name: 'Make new ones' }).click()
  const digits = await me.digits()
  await phone.openHome()
  await phone.type(digits)
  const codes = await shownCodes()
  assert.equal(codes.length, 10, 'made without another press')
  assert.equal(await approve.count(), 0)
  await page.getByLabel(/^I have kept them/).check()
  await screen.press('Done')

  // The approval is fresh now: the next change asks nobody.
  await page.getByRole('button', { name: 'Remove Aegis on my tablet' }).click()
  await lookBothWays(screen, 'remove-app')
  await me.dialog('Remove “Aegis on my tablet”?').getByRole('button', { name: 'Remove', exact: true }).click()
  await screen.sees('“Aegis on my tablet” was removed. Delete it in the app, too.')
  assert.equal(await approve.count(), 0)
})

test('the same in German', async () => {
  const { screen } = me
  const { page } = screen
  // Without the message at the bottom, which lies over the switches for a while.
  await page.reload()
  // What is loaded last moves the switch: a click before that goes beside it.
  await screen.sees('When your phone is not at hand')
  await switchTo(page, 'Deutsch')
  await screen.sees('Wenn dein Handy nicht zur Hand ist')
  ageApprovals(world.home)
  await screen.press('App einrichten')
  await page.getByLabel('Name').fill('Aegis')
  await screen.press('Weiter')
  await me.dialog('Bestätige das auf deinem Handy').waitFor()
  await lookBothWays(screen, 'german-approve')
  const digits = await me.digits()
  await phone.openHome()
  await phone.type(digits)
  await page.locator('.qr path').waitFor()
  await lookBothWays(screen, 'german-scan')
  await page.keyboard.press('Escape')
  await screen.press('Neue erstellen')
  await me.dialog('Neue Backup-Codes erstellen?').getByRole('button', { name: 'Neue erstellen' }).click()
  await page.getByRole('list', { name: 'Deine Backup-Codes' }).waitFor()
  await lookBothWays(screen, 'german-sheet')
  await page.setViewportSize({ width: 320, height: 640 })
  await screen.look('german-sheet-320')
  await page.setViewportSize(DESKTOP.viewport)
  await page.getByLabel(/^Ich habe sie aufbewahrt/).check()
  await screen.press('Fertig')
  await lookBothWays(screen, 'german')
})

test('a change that waits for its approval is made for nobody else who signs in over it', async () => {
  const { screen } = me
  const { page } = screen
  await page.reload()
  await screen.sees('Wenn dein Handy nicht zur Hand ist')
  await switchTo(page, 'English')
  const bert = await world.pairedPhone('me-codes-bert', BERT)
  ageApprovals(world.home)
  await screen.press('Make new ones')
  await me.dialog('Make new backup codes?').getByRole('button', { name: 'Make new ones' }).click()
  await me.dialog('Approve this on your phone').waitFor()
  const digits = await me.digits()
  // Signed out meanwhile; the approval cannot be finished any more, and the page asks who is there.
  endSessions(world.home)
  await phone.openHome()
  await phone.type(digits)
  const again = me.dialog('You were signed out')
  await again.waitFor()
  await lookBothWays(screen, 'signed-out-meanwhile')
  await again.getByLabel('Your user ID').fill(BERT)
  await again.getByRole('button', { name: 'Continue on your phone' }).click()
  await bert.openHome()
  await bert.type((await again.locator('.digits [aria-hidden]').innerText()).replace(/\D/g, ''))
  await me.heading(BERT)
  await screen.press('Make backup codes')
  await shownCodes()
  await page.getByLabel(/^I have kept them/).check()
  await screen.press('Done')
  await screen.sees(/^10 of 10 left/)
  await page.reload()
  await page
    .getByText(/^New backup codes were made/)
    .first()
    .waitFor()
  const told = await page.getByText(/^New backup codes were made/).count()
  assert.equal(told, 1, 'once, by Bert himself')
})
