// Apps in the console: registered with a key that is shown once and works, given a look, rotated with overlap, switched off.
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import test, { after, before } from 'node:test'
import { fileURLToPath } from 'node:url'
import Database from 'better-sqlite3'
import { DESKTOP } from '../support/browser.js'
import { ConsolePage } from './console-page.js'
import { lookBothWays } from './looks.js'
import { World } from './world.js'

/** Any picture: the phone app's own. */
const PICTURE = fileURLToPath(new URL('../../client-sdk/authenticator/public/icon-512.png', import.meta.url))

let world: World
let admin: ConsolePage
let apiKey = ''
before(async () => {
  world = await World.open(['bert@example.org'])
  admin = new ConsolePage(await world.screen('console-apps', DESKTOP), world.home.url)
  const phone = await world.phone('console-apps')
  await admin.setUp(await world.setupLink(), phone, { userId: 'olga@example.org', name: 'Olga Owner' })
})
after(() => world.close())

/** As the app itself would ask with its key. */
async function statusWith(key: string): Promise<number> {
  const response = await fetch(`${world.home.url}/v1/challenges`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({
      // Nobody: gets the same answer as anybody, and no open request stands in the way of the next one.
      userId: `nobody-${randomUUID()}`,
      purpose: 'login',
      appNonce: 'A'.repeat(43),
      context: { address: '203.0.113.7', browser: 'Firefox on Windows' },
    }),
  })
  return response.status
}

async function storeKey(): Promise<string> {
  const { screen } = admin
  const dialog = screen.page.getByRole('dialog')
  const key = await dialog.getByLabel('API key', { exact: true }).inputValue()
  await screen.page.keyboard.press('Escape')
  assert.ok(await dialog.isVisible(), 'what cannot be shown again is not lost by a key press')
  assert.ok(await dialog.getByRole('button', { name: 'Done' }).isDisabled())
  await dialog.getByLabel('I have stored it').check()
  await dialog.getByRole('button', { name: 'Done' }).click()
  return key
}

test('an app is registered, and its key is shown once and works', async () => {
  const { screen } = admin
  await admin.go('Apps')
  await admin.title('Apps')
  await screen.sees('No app yet')
  await lookBothWays(screen, 'none')
  await screen.page.getByRole('button', { name: 'Register an app' }).first().click()
  await admin.fill('Websites', 'pay')
  await screen.page.getByRole('dialog').getByRole('button', { name: 'Register an app' }).click()
  await screen.sees('An app needs a name.')
  await screen.sees('“pay” is not an address such as https://pay.example.org.')
  await admin.fill('Name', 'Payroll')
  await admin.fill('Websites', 'HTTPS://Pay.Example.org/login?x=1')
  await screen.page.getByRole('dialog').getByRole('button', { name: 'Register an app' }).click()
  await screen.sees('The API key, shown this once')
  await lookBothWays(screen, 'key')
  apiKey = await storeKey()
  await admin.title('Payroll')
  assert.equal(await statusWith(apiKey), 201)
  assert.equal(await admin.screen.page.getByLabel('Websites').inputValue(), 'https://pay.example.org')
})

test('the snippet has this app’s values and never the key', async () => {
  const { screen } = admin
  const code = screen.page.locator('pre code')
  const text = await code.innerText()
  assert.match(text, /origin: 'https:\/\/pay\.example\.org'/)
  assert.ok(text.includes(`serverUrl: '${world.home.url}'`), text)
  assert.ok(text.includes('apiKey: process.env.COUNTERSIGN_API_KEY'))
  assert.ok(!text.includes(apiKey))
  await screen.page.getByLabel('For').selectOption({ label: 'Any language (HTTP)' })
  assert.match(await code.innerText(), /curl -s http/)
})

test('name, colour and logo are seen while they are chosen, and kept', async () => {
  const { screen } = admin
  await screen.page.getByRole('textbox', { name: /^Colour/ }).fill('#ffe08a')
  await screen.sees('On white this colour is hard to see: a darker tone of it is shown there.')
  await screen.page.getByRole('textbox', { name: /^Colour/ }).fill('#7a3ff2')
  await admin.fill('Name', 'Payroll and travel')
  await screen.page.locator('input[type=file]').setInputFiles(PICTURE)
  await screen.sees('The logo is saved.')
  await screen.page.getByRole('button', { name: 'Save', exact: true }).click()
  await screen.sees('Saved.')
  await admin.title('Payroll and travel')
  await screen.page.evaluate(() => scrollTo(0, 250))
  await lookBothWays(screen, 'app')
  await screen.page.reload()
  await admin.title('Payroll and travel')
  assert.ok(await screen.page.locator('img.app-mark').first().isVisible())
})

test('[EN1] whether it may enrol people is one box with a sentence, which holds at once', async () => {
  const { screen } = admin
  const box = screen.page.getByRole('checkbox', { name: 'May enrol people' })
  const told = async (): Promise<unknown> => {
    const response = await fetch(`${world.home.url}/v1/app`, {
      headers: { Authorization: `Bearer ${apiKey}` },
    })
    // Sound: the shape is tested in test/http.
    return ((await response.json()) as { mayEnrol: unknown }).mayEnrol
  }
  assert.equal(await box.isChecked(), false)
  await box.check()
  await screen.sees('The app may enrol people.')
  assert.equal(await told(), true)
  await lookBothWays(screen, 'enrolling')
  await screen.page.reload()
  await admin.title('Payroll and travel')
  await box.uncheck()
  await screen.sees('The app may enrol nobody any more.')
  assert.equal(await told(), false)
})

test('how its logins ended is drawn, summed up and said', async () => {
  const { screen } = admin
  const appId = screen.page.url().split('/apps/')[1] ?? ''
  const database = new Database(join(world.home.directory, 'data', 'countersign.db'))
  const insert = database.prepare(
    'insert into minute_count (minute, app_id, outcome, count) values (?, ?, ?, ?)',
  )
  const nowMinute = Math.floor(Date.now() / 60_000)
  for (let hour = 1; hour < 23; hour++) {
    insert.run(nowMinute - hour * 60, appId, 'redeemed', 20 + ((hour * 7) % 23))
    insert.run(nowMinute - hour * 60, appId, 'denied', hour % 4)
  }
  insert.run(nowMinute - 60, appId, 'reported', 1)
  database.close()
  await screen.page.reload()
  await screen.sees(/\d+ let in, \d+ not\./)
  await screen.sees('Reported: “This wasn’t me”')
  await lookBothWays(screen, 'statistics')
})

test('a rotated key works beside the old one until that is ended', async () => {
  const { screen } = admin
  await screen.press('Rotate')
  await screen.page.getByLabel('The old key ends').selectOption({ label: 'in one week' })
  await lookBothWays(screen, 'rotate')
  await screen.press('Make a new key')
  await screen.sees('The API key, shown this once')
  const next = await storeKey()
  await screen.page.getByRole('dialog').waitFor({ state: 'detached' })
  assert.notEqual(next, apiKey)
  assert.deepEqual([await statusWith(apiKey), await statusWith(next)], [201, 201])
  await screen.page
    .locator('tr', { hasNotText: 'in use' })
    .getByRole('button', { name: /End now/ })
    .click()
  await screen.page.getByRole('dialog').getByRole('button', { name: 'End now' }).click()
  await screen.sees('The key is ended.')
  assert.deepEqual([await statusWith(apiKey), await statusWith(next)], [401, 201])
  apiKey = next
})

test('an app that is switched off is refused, and comes back', async () => {
  const { screen } = admin
  await screen.press('Switch off')
  await screen.page.getByRole('dialog').getByRole('button', { name: 'Switch off' }).click()
  await screen.sees('The app is switched off.')
  assert.equal(await statusWith(apiKey), 401)
  await screen.press('Switch on')
  await screen.sees('The app is switched on.')
  assert.equal(await statusWith(apiKey), 201)
})
