// Invitations by mail: the mail has a link and never the code, the code goes another way, and who has not accepted is reminded.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import test, { after, before } from 'node:test'
import Database from 'better-sqlite3'
import { DESKTOP } from '../support/browser.js'
import { MailServer } from '../support/mail-server.js'
import { until } from '../support/until.js'
import { ConsolePage } from './console-page.js'
import { lookBothWays } from './looks.js'
import { World } from './world.js'

let world: World
let admin: ConsolePage
let mail: MailServer
before(async () => {
  mail = await MailServer.start({ security: 'none' })
  world = await World.open([])
  await world.home.command(
    'account',
    'add',
    'anna@example.org',
    '--display-name',
    'Anna',
    '--email',
    'anna@mail.example.org',
  )
  await world.home.command('account', 'add', 'bert@example.org', '--display-name', 'Bert')
  admin = new ConsolePage(await world.screen('console-mail', DESKTOP), world.home.url)
  const phone = await world.phone('console-mail')
  await admin.setUp(await world.setupLink(), phone, { userId: 'olga@example.org', name: 'Olga Owner' })
})
after(async () => {
  await world.close()
  await mail.stop()
})

/** The text of a message, its soft line breaks joined (RFC 2045 §6.7). */
function textOf(raw: string): string {
  return raw.replace(/=\r?\n/g, '').replace(/=3D/g, '=')
}

test('the page of invitations leads to the mail settings, and the test mail arrives', async () => {
  const { screen } = admin
  await admin.open('/invitations/new')
  await screen.sees('Mail is not set up yet.')
  await screen.press('Set it up')
  await admin.title('Settings')
  await admin.fill('Server', '127.0.0.1')
  await admin.fill('Port', String(mail.port))
  await screen.page
    .getByLabel('Encryption')
    .selectOption({ label: 'none: only for a mail server on this very machine' })
  await screen.page.getByLabel('From', { exact: true }).fill('countersign@example.org')
  await screen.press('Save')
  await screen.sees('Saved.')
  await screen.page.getByLabel('To', { exact: true }).fill('olga@example.org')
  await screen.press('Send')
  await screen.sees('The mail server took it. Look whether it arrives.')
  assert.equal(mail.taken.length, 1)
})

test('everybody without a phone is invited by mail; who has no address is named as left out', async () => {
  const { screen } = admin
  await admin.open('/invitations/new')
  await screen.page.getByLabel(/^By mail/).check()
  await screen.page.getByRole('button', { name: 'Invite', exact: true }).click()
  await admin.title('1 person is invited')
  await screen.sees('1 has no e-mail address')
  await lookBothWays(screen, 'invited')
  const [download] = await Promise.all([
    screen.page.waitForEvent('download'),
    screen.press('Download the start codes (CSV)'),
  ])
  const code = /^anna@example\.org,Anna,(\d{8})$/m.exec(
    readFileSync(await download.path(), 'utf8').replaceAll('\r', ''),
  )
  assert.ok(code?.[1])
  await until(() => mail.taken.length === 2)
  const message = textOf(mail.taken[1]?.raw ?? '')
  assert.match(message, /\/invite\/#[\w-]{43}/)
  assert.ok(!message.includes(code[1]), 'the code does not travel with the link')
})

test('who has not accepted is found, and reminded', async () => {
  const { screen } = admin
  await screen.press('Back to the invitations')
  await screen.page.getByRole('row', { name: /anna@example\.org.*Not yet accepted.*Mail/ }).waitFor()
  await screen.page.getByLabel('Choose anna@example.org').check()
  await screen.sees('1 was mailed less than ten minutes ago, and is not reminded yet.')
  assert.equal(await screen.page.getByRole('button', { name: 'Remind' }).isDisabled(), true)
  // Ten minutes later.
  const database = new Database(join(world.home.directory, 'data', 'countersign.db'))
  database.prepare('update invitation set sent_at_ms = sent_at_ms - 600000').run()
  database.close()
  await screen.page.reload()
  await screen.page.getByLabel('Choose anna@example.org').check()
  await screen.press('Remind')
  await screen.sees('1 person is reminded.')
  await until(() => mail.taken.length === 3)
  assert.deepEqual(mail.taken[2]?.to, ['anna@mail.example.org'])
  await lookBothWays(screen, 'reminded')
})
