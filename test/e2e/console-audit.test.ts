// The audit in the console: filtered, followed live, paused, looked at in detail, exported, verified, and a forgery named.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import test, { after, before } from 'node:test'
import Database from 'better-sqlite3'
import { DESKTOP } from '../support/browser.js'
import { ConsolePage } from './console-page.js'
import { lookBothWays } from './looks.js'
import { World } from './world.js'

let world: World
let admin: ConsolePage
before(async () => {
  world = await World.open(['bert@example.org', 'clara@example.org'])
  admin = new ConsolePage(await world.screen('console-audit', DESKTOP), world.home.url)
  const phone = await world.phone('console-audit')
  await admin.setUp(await world.setupLink(), phone, { userId: 'olga@example.org', name: 'Olga Owner' })
})
after(() => world.close())

test('what happened is there, newest first, and what happens comes by itself', async () => {
  const { screen } = admin
  await admin.go('Audit')
  await admin.title('Audit')
  await screen.sees('Account added')
  await screen.page.getByText('Live', { exact: true }).waitFor()
  await world.home.command('account', 'add', 'dora@example.org')
  await screen.page.getByRole('cell', { name: 'dora@example.org' }).waitFor()
  await lookBothWays(screen, 'entries')
})

test('paused, new entries wait and are counted', async () => {
  const { screen } = admin
  await screen.press('Pause')
  await world.home.command('account', 'add', 'emil@example.org')
  await screen.sees('Paused: 1 new entry')
  assert.equal(await screen.page.getByRole('cell', { name: 'emil@example.org' }).count(), 0)
  await screen.press('Go on')
  await screen.page.getByRole('cell', { name: 'emil@example.org' }).waitFor()
})

test('the filter narrows down by what and by whom, and stands in the address', async () => {
  const { screen } = admin
  await screen.page.getByLabel('What', { exact: true }).selectOption({ label: 'Accounts' })
  await screen.page.getByLabel('Account', { exact: true }).fill('bert@example.org')
  await screen.page.keyboard.press('Enter')
  await screen.page.getByRole('cell', { name: 'emil@example.org' }).waitFor({ state: 'detached' })
  await screen.page.getByRole('cell', { name: 'bert@example.org' }).waitFor()
  assert.match(screen.page.url(), /action=account.*account=bert/)
  await screen.page.getByRole('button', { name: 'Details of: Account added' }).click()
  await screen.sees('Place in the chain')
  await lookBothWays(screen, 'details')
  await screen.page.keyboard.press('Escape')
  await screen.page.getByLabel('Account', { exact: true }).fill('nobody@example.org')
  await screen.page.keyboard.press('Enter')
  await screen.sees('There is no account with this name.')
  await screen.press('Clear the filter')
  await screen.sees('dora@example.org')
})

test('the export is a file of the entries', async () => {
  const { screen } = admin
  const [download] = await Promise.all([screen.page.waitForEvent('download'), screen.press('JSON Lines')])
  const lines = readFileSync(await download.path(), 'utf8')
    .trim()
    .split('\n')
  const [first] = lines
  assert.equal(JSON.parse(first ?? '').sequence, 1)
})

test('a whole record is said to be whole; a forged one names the entry', async () => {
  const { screen } = admin
  await screen.press('Verify')
  await screen.sees(/The record is whole: \d+ entries, unbroken\./)
  await lookBothWays(screen, 'whole')

  const database = new Database(join(world.home.directory, 'data', 'countersign.db'))
  const triggers = database.prepare("select name from sqlite_master where type = 'trigger'").pluck().all()
  for (const name of triggers) database.exec(`drop trigger "${name}"`)
  database.prepare("update audit set facts = replace(facts, 'example', 'forged') where sequence = 2").run()
  database.close()
  await screen.press('Verify')
  await screen.sees('The record was tampered with, in 1 place')
  await screen.sees(/Entry 2 was changed after it was written\./)
  await lookBothWays(screen, 'forged')
})
