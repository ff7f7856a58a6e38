// The admin's Monday: a thousand people from a list, invited by printed cards, and one of them accepts on the page of the invitation.
import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import test, { after, before } from 'node:test'
import { fileURLToPath } from 'node:url'
import type { InvitationSheet } from '@countersign/protocol/admin'
import { DESKTOP, PHONE } from '../support/browser.js'
import { ConsolePage } from './console-page.js'
import { lookBothWays } from './looks.js'
import { World } from './world.js'

const OUTPUT = fileURLToPath(new URL('../output/', import.meta.url))

let world: World
let admin: ConsolePage
let cards: InvitationSheet['items'] = []
before(async () => {
  world = await World.open(['bert@example.org'])
  admin = new ConsolePage(await world.screen('console-onboarding', DESKTOP), world.home.url)
  const phone = await world.phone('console-onboarding')
  await admin.setUp(await world.setupLink(), phone, { userId: 'olga@example.org', name: 'Olga Owner' })
})
after(() => world.close())

/** A list as a spreadsheet writes it: BOM, semicolons, CRLF. */
function listOf(count: number, more: readonly string[] = [], prefix = 'person'): Buffer {
  const people = Array.from(
    { length: count },
    (_, n) => `${prefix}${n}@example.org;Person ${n};${prefix}${n}@mail.example.org;Team ${n % 3}`,
  )
  return Buffer.from(`\ufeff${['user_id;display_name;email;groups', ...people, ...more].join('\r\n')}\r\n`)
}

async function choose(name: string, buffer: Buffer): Promise<void> {
  await admin.screen.page.locator('input[type=file]').setInputFiles({ name, mimeType: 'text/csv', buffer })
}

test('a list is looked at before anything is written, and each fault is named by line and column', async () => {
  const { screen } = admin
  await admin.go('Import')
  await admin.title('Import people')
  await lookBothWays(screen, 'choose')
  await choose('people.xlsx', Buffer.from([0x50, 0x4b, 0x03, 0x04, 0, 0]))
  await screen.sees(/This looks like a spreadsheet, not a list/)
  const faulty = ['bert@example.org;Bert;;', ';Nobody;;', 'x@example.org;X;not-an-address;']
  await choose('people.csv', listOf(1000, faulty))
  await admin.title('What people.csv would do')
  await screen.sees('2 lines with faults')
  const faults = screen.page.getByRole('table', { name: '2 lines with faults' })
  assert.match(
    await faults.getByRole('row', { name: /1,003/ }).innerText(),
    /user_id \(1\)\s+This cell must not be empty/,
  )
  assert.match(
    await faults.getByRole('row', { name: /1,004/ }).innerText(),
    /email \(3\)\s+This value cannot be taken/,
  )
  await lookBothWays(screen, 'look')
  const [download] = await Promise.all([
    screen.page.waitForEvent('download'),
    screen.press('Download the faults as CSV'),
  ])
  assert.equal(download.suggestedFilename(), 'faults.csv')
  assert.equal(await screen.page.getByRole('button', { name: /^Take/ }).isDisabled(), true)
})

test('the list is taken over with a progress bar, and the next step is offered', async () => {
  const { screen } = admin
  await screen.page.getByLabel('Leave the 2 faulty lines out').check()
  await screen.sees('Tick “make the groups”, to go on.')
  await screen.page.getByLabel(/Make the groups that do not exist yet/).check()
  await screen.page.getByRole('button', { name: /^Take 1,?00[01] lines over/ }).click()
  await admin.title('people.csv is taken over')
  await screen.sees('2 lines were left out.')
  await lookBothWays(screen, 'done')
  await screen.press('Invite these people')
  await admin.title('Invite people')
  assert.equal(await screen.page.getByLabel('The people of the list people.csv').isChecked(), true)
  await admin.go('Accounts')
  await screen.page.getByLabel('Search by ID, name or e-mail').fill('person999')
  await screen.sees('person999@example.org')
})

test('a long import can be paused, goes on where it was, and can be stopped for good', async () => {
  const { screen } = admin
  await admin.go('Import')
  await choose('many.csv', listOf(20_000, [], 'many'))
  await admin.title('What many.csv would do')
  await screen.page.getByRole('button', { name: /^Take 20,?000 lines over/ }).click()
  await screen.press('Pause')
  await admin.title('Paused')
  await lookBothWays(screen, 'paused')
  await screen.press('Resume')
  await screen.press('Stop for good')
  await screen.page.getByRole('dialog').getByRole('button', { name: 'Stop for good' }).click()
  await admin.title('many.csv was stopped')
  await lookBothWays(screen, 'stopped')
})

test('people of the list are invited by cards that print well on A4', async () => {
  const { screen } = admin
  await admin.go('Groups')
  await screen.press('Team 0')
  await admin.title('Team 0')
  await admin.go('Accounts')
  await screen.page.getByLabel('Search by ID, name or e-mail').fill('person99')
  await screen.page.getByRole('link', { name: 'person0@example.org' }).waitFor({ state: 'detached' })
  for (const n of [99, 990, 991, 992, 993, 994, 995])
    await screen.page
      .getByRole('row', { name: new RegExp(`person${n}@example`) })
      .getByRole('checkbox')
      .check()
  await screen.press('Invite')
  await admin.title('Invite people')
  await lookBothWays(screen, 'invite')
  await screen.page.getByRole('button', { name: 'Invite', exact: true }).click()
  await admin.title('7 people are invited')
  await screen.look('invited')
  const sheet = screen.page.waitForResponse(/\/invitations\/sheet$/)
  await screen.press('Print the sheets')
  // Sound: the server checks its answers against this schema in its own tests.
  cards = ((await (await sheet).json()) as InvitationSheet).items
  await admin.title('Sheets to print')
  await screen.page.locator('.invite-card .qr path').nth(6).waitFor()
  await lookBothWays(screen, 'sheets')
  const pdf = await screen.page.pdf({ preferCSSPageSize: true, printBackground: true })
  writeFileSync(`${OUTPUT}console-onboarding-cards.pdf`, pdf)
  const pages = pdf.toString('latin1').match(/\/Type\s*\/Page\b(?!s)/g)
  assert.equal(pages?.length, 2, 'seven cards, six on a page')
  // A4 in points.
  assert.match(pdf.toString('latin1'), /\/MediaBox \[0 0 59[45](?:\.\d+)? 84[12](?:\.\d+)?\]/)
})

test('the invited person types the start code, keeps backup codes, pairs a phone, compares the digits, and is done', async () => {
  const card = cards.find(({ userId }) => userId === 'person99@example.org')
  assert.ok(card)
  const page = new ConsolePage(await world.screen('invited', DESKTOP), world.home.url)
  const { screen } = page
  screen.expectComplaints(/40[0-9]/)
  const phone = await world.phone('invited')
  await screen.page.goto(card.link)
  await page.title('Welcome to ACME')
  assert.ok(!screen.page.url().includes(card.link.split('#')[1] ?? '?'), 'the secret leaves the address')
  await lookBothWays(screen, 'start-code')
  await page.fill('Start code', card.startCode === '12345678' ? '87654321' : '12345678')
  await screen.press('Go on')
  await screen.sees(/This start code does not fit/)
  await lookBothWays(screen, 'wrong-code')
  await screen.page.reload()
  await page.title('Welcome to ACME')
  await page.fill('Start code', `${card.startCode.slice(0, 4)} ${card.startCode.slice(4)}`)
  await screen.press('Go on')
  await page.title('Hello Person 99')
  await lookBothWays(screen, 'codes-first')
  await screen.press('Make my backup codes')
  await screen.page.getByRole('list', { name: 'Your backup codes' }).waitFor()
  await lookBothWays(screen, 'codes')
  await screen.page.getByLabel('I have kept them', { exact: false }).check()
  await screen.press('Go on to the phone')
  await page.title('Now pair your phone')
  await screen.page.reload()
  await page.title('Now pair your phone')
  await screen.page.locator('.qr path').waitFor()
  await lookBothWays(screen, 'pair')
  await phone.accept(await screen.page.getByLabel('Pairing link').inputValue())
  const digits = await phone.confirmation()
  await screen.sees(`${digits.slice(0, 3)} ${digits.slice(3)}`)
  await lookBothWays(screen, 'compare')
  await screen.press('Yes, the same')
  await page.title('Your phone is paired')
  await lookBothWays(screen, 'done')
  await phone.title('Paired')
  await admin.screen.page.reload()
  await admin.go('Invitations')
  await admin.screen.page.getByRole('row', { name: /person99@example\.org.*Accepted/ }).waitFor()
  await lookBothWays(admin.screen, 'invitations')
})

test('the same works on the phone alone: the authenticator opens beside the page', async () => {
  const card = cards.find(({ userId }) => userId === 'person990@example.org')
  assert.ok(card)
  const page = new ConsolePage(
    await world.screen('invited-on-phone', { ...PHONE, locale: 'de-DE' }),
    world.home.url,
  )
  const { screen } = page
  await screen.page.goto(card.link)
  await page.title('Willkommen bei ACME')
  await screen.look('start-code')
  await page.fill('Startcode', card.startCode)
  await screen.press('Weiter')
  await page.title('Hallo Person 990')
  await screen.press('Meine Backup-Codes erstellen')
  await screen.page.getByLabel('Ich habe sie aufbewahrt', { exact: false }).check()
  await screen.press('Weiter zum Handy')
  await page.title('Jetzt dein Handy koppeln')
  await screen.look('pair')
  const [beside] = await Promise.all([
    screen.context.waitForEvent('page'),
    screen.press('Dieses Handy koppeln'),
  ])
  await beside.getByRole('button', { name: 'Dieses Handy koppeln' }).click()
  const shown = (await beside.locator('.confirmation [aria-hidden]').innerText()).replace(/\D/g, '')
  await screen.page.bringToFront()
  await screen.sees(`${shown.slice(0, 3)} ${shown.slice(3)}`)
  await screen.look('compare')
  await screen.press('Ja, dieselben')
  await page.title('Dein Handy ist gekoppelt')
})

test('an invitation that is revoked is of no use, and does not say why', async () => {
  const { screen } = admin
  await screen.page.getByLabel('Choose person991@example.org').check()
  await lookBothWays(screen, 'chosen')
  await screen.press('Revoke')
  await screen.page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click()
  await screen.sees('1 invitation is revoked.')
  const card = cards.find(({ userId }) => userId === 'person991@example.org')
  assert.ok(card)
  const page = new ConsolePage(await world.screen('uninvited', DESKTOP), world.home.url)
  page.screen.expectComplaints(/40[0-9]/)
  await page.screen.page.goto(card.link)
  await page.title('Welcome to ACME')
  await page.fill('Start code', card.startCode)
  await page.screen.press('Go on')
  await page.screen.sees(/This start code does not fit, or the invitation is no longer valid/)
})
