// Settings in the console: mail with its test, webhooks with their secret, what failed to leave, keys, backups, user IDs, tokens, branding, admins.
import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import test, { after, before } from 'node:test'
import { DESKTOP } from '../support/browser.js'
import { ConsolePage } from './console-page.js'
import { lookBothWays } from './looks.js'
import { World } from './world.js'

let world: World
let admin: ConsolePage
before(async () => {
  world = await World.open(['bert@example.org'], { COUNTERSIGN_WEBHOOKS_ALLOW_PRIVATE: 'true' })
  admin = new ConsolePage(await world.screen('console-settings', DESKTOP), world.home.url)
  const phone = await world.phone('console-settings')
  await admin.setUp(await world.setupLink(), phone, { userId: 'olga@example.org', name: 'Olga Owner' })
})
after(() => world.close())

async function part(name: string): Promise<void> {
  await admin.screen.page
    .getByRole('navigation', { name: 'Settings' })
    .getByRole('link', { name, exact: true })
    .click()
}

async function storeSecret(label: string): Promise<string> {
  const dialog = admin.screen.page.getByRole('dialog')
  const secret = await dialog.getByLabel(label, { exact: true }).inputValue()
  await dialog.getByLabel('I have stored it').check()
  await dialog.getByRole('button', { name: 'Done' }).click()
  return secret
}

test('mail is set up, its faults are named, and the test says what the server answered', async () => {
  const { screen } = admin
  await admin.go('Settings')
  await admin.title('Settings')
  await screen.sees(/Mail is not set up yet/)
  await screen.press('Save')
  await screen.sees('The name of the mail server, such as smtp.example.org.')
  await lookBothWays(screen, 'mail')
  await admin.fill('Server', '127.0.0.1')
  await screen.page
    .getByLabel('Encryption')
    .selectOption({ label: 'none: only for a mail server on this very machine' })
  // Nothing listens there: what a person sees who has mistyped it.
  await admin.fill('Port', '9')
  await screen.page.getByLabel('From', { exact: true }).fill('countersign@example.org')
  await screen.press('Save')
  await screen.sees('Saved.')
  await screen.page.getByLabel('To', { exact: true }).fill('olga@example.org')
  await screen.press('Send')
  await screen.sees('The mail server or the network said:')
  await lookBothWays(screen, 'mail-test')
})

test('a webhook is added, tested with the secret that was shown once, paused and removed', async (t) => {
  const { screen } = admin
  const deliveries: {
    readonly id: string
    readonly at: string
    readonly signature: string
    readonly body: string
  }[] = []
  const listener = createServer((request, response) => {
    let body = ''
    request.setEncoding('utf8').on('data', (part: string) => {
      body += part
    })
    request.on('end', () => {
      const header = (name: string): string => String(request.headers[name])
      deliveries.push({
        id: header('webhook-id'),
        at: header('webhook-timestamp'),
        signature: header('webhook-signature'),
        body,
      })
      response.end()
    })
  })
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
  t.after(() => listener.close())
  // Sound: it listens on TCP.
  const { port } = listener.address() as AddressInfo

  await part('Webhooks')
  await screen.sees('No webhook yet.')
  await screen.press('Add a webhook')
  await admin.fill('Address', `http://127.0.0.1:${port}/hook`)
  await admin.fill('What is sent', 'everything')
  await screen.page.getByRole('dialog').getByRole('button', { name: 'Add a webhook' }).click()
  await screen.sees('“everything” is not a name such as login.reported, login.* or *.')
  await admin.fill('What is sent', 'account.*')
  await screen.page.getByRole('dialog').getByRole('button', { name: 'Add a webhook' }).click()
  await screen.sees('The signing secret, shown this once')
  const secret = await storeSecret('Secret')
  await screen.press('Test')
  await screen.sees(/Delivered: answered with 200 in \d+ ms\./)
  await lookBothWays(screen, 'webhooks')
  const [delivery] = deliveries
  assert.ok(delivery)
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
  const mac = createHmac('sha256', key)
    .update(`${delivery.id}.${delivery.at}.${delivery.body}`)
    .digest('base64')
  assert.ok(delivery.signature.split(' ').includes(`v1,${mac}`), 'the secret signs (Standard Webhooks)')

  await admin.pick(/^Actions for http/, 'Pause')
  await screen.sees('paused')
  await admin.pick(/^Actions for http/, 'Remove')
  await screen.page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
  await screen.sees('No webhook yet.')
})

test('what failed to leave, keys and backups say how they stand', async () => {
  const { screen } = admin
  await part('On its way')
  await screen.sees('Nothing has failed.')
  await part('Signing keys')
  await screen.page.getByRole('cell', { name: 'signing' }).waitFor()
  await screen.press('Rotate')
  await screen.page.getByRole('dialog').getByRole('button', { name: 'Rotate' }).click()
  await screen.sees('The next key is announced; it signs in two hours.')
  await screen.page.getByRole('cell', { name: 'announced' }).waitFor()
  await lookBothWays(screen, 'keys')
  await part('Backup')
  await screen.sees(/Restored on the command line/)
  await lookBothWays(screen, 'backup')
})

test('short names are completed as the example shows', async () => {
  const { screen } = admin
  await part('User IDs')
  await screen.page.getByLabel('Complete short names').check()
  await screen.page.getByLabel('Suffix').fill('example.org')
  await screen.sees('“ada” becomes “ada@example.org”.')
  await lookBothWays(screen, 'ids')
  await screen.press('Save')
  await screen.sees('Saved.')
  await screen.page.reload()
  assert.equal(await screen.page.getByLabel('Suffix').inputValue(), 'example.org')
  await part('Self-service')
  await screen.page.getByLabel('Remove a phone of their own').uncheck()
  await screen.sees('Saved.')
  await screen.page.reload()
  assert.equal(await screen.page.getByLabel('Remove a phone of their own').isChecked(), false)
  await lookBothWays(screen, 'self-service')
})

test('a token may do what was ticked, and nothing once it is revoked', async () => {
  const { screen } = admin
  await part('API tokens')
  await screen.press('Make a token')
  await screen.page.getByRole('textbox', { name: 'Name' }).fill('Monitoring')
  await screen.page.getByLabel('See the overview').check()
  await lookBothWays(screen, 'token')
  await screen.page.getByRole('dialog').getByRole('button', { name: 'Make a token' }).click()
  await screen.sees('The token, shown this once')
  const secret = await storeSecret('API token')
  const status = async (path: string): Promise<number> =>
    (await fetch(`${world.home.url}/admin/v1${path}`, { headers: { Authorization: `Bearer ${secret}` } }))
      .status
  assert.deepEqual([await status('/overview'), await status('/accounts')], [200, 403])
  await screen.press('Revoke Monitoring')
  await screen.page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click()
  await screen.sees('The token is revoked.')
  assert.equal(await status('/overview'), 401)
  await lookBothWays(screen, 'tokens')
  await part('Signed in')
  await screen.sees('this browser')
  await lookBothWays(screen, 'signed-in')
  await part('Configuration')
  await screen.sees('webhooks.allowPrivate')
  await lookBothWays(screen, 'configuration')
})

test('branding is seen while it is chosen', async () => {
  const { screen } = admin
  await admin.go('Branding')
  await admin.title('Branding')
  await screen.page.getByRole('textbox', { name: 'Name' }).fill('ACME Works')
  await screen.page.getByLabel('Where they find a human').fill('Extension 4711')
  await screen.press('Save')
  await screen.sees('Saved.')
  await lookBothWays(screen, 'branding')
  const shown = await fetch(`${world.home.url}/v1/branding`)
  assert.equal(((await shown.json()) as { readonly name: string }).name, 'ACME Works')
})

test('a role is given by the whole user ID, and the last owner stays', async () => {
  const { screen } = admin
  screen.expectComplaints(/40[19]/)
  await admin.go('Admins')
  await screen.sees(/There is only one owner/)
  await screen.press('Give a role')
  await screen.page.getByRole('textbox', { name: 'Account' }).fill('bert')
  await screen.page.getByLabel(/^Help desk/).check()
  await screen.page.getByRole('dialog').getByRole('button', { name: 'Give a role' }).click()
  await screen.sees('There is no account with this user ID. Add it first.')
  await lookBothWays(screen, 'give-role')
  await screen.page.getByRole('textbox', { name: 'Account' }).fill('bert@example.org')
  await screen.page.getByRole('dialog').getByRole('button', { name: 'Give a role' }).click()
  await screen.sees('The role is given.')
  await screen.page.getByRole('row', { name: /bert@example\.org.*Help desk/ }).waitFor()
  await lookBothWays(screen, 'admins')
  await admin.pick('Actions for olga@example.org', 'Take the role away')
  await screen.page.getByRole('dialog').getByRole('button', { name: 'Take the role away' }).click()
  await screen.sees('The last owner cannot be removed. Give somebody else the role first.')
})
