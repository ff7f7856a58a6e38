// The admin page: a server and a key go in, and people get their IDs.
import assert from 'node:assert/strict'
import test, { after, before } from 'node:test'
import type { LoginPage } from './login-page.js'
import { ADMIN, adminHere, openAdmin } from './settings-pages.js'
import { World } from './world.js'

let world: World
let login: LoginPage
before(async () => {
  world = await World.bare()
  login = await world.login('admin')
  await login.signIn(world.nextcloud.admin)
  await login.isIn()
})
after(() => world?.close())

test('address and key are enough: who answers is compared and confirmed, each step is tested, the key is shown to nobody again', async () => {
  const { server } = world
  login.expectRefusals(422)
  const part = await openAdmin(login, 'connection')
  await login.look('before', ADMIN)
  await part.getByLabel('Address of the server').fill(server.main.url)
  await part.getByLabel('API key').fill(server.apiKey)
  await part.getByLabel('Fallback address').fill(server.spare.url)
  await part.getByText('Browsers reach the server at another address').click()
  await part.getByLabel('Address for browsers').fill(server.url)
  await part.getByRole('button', { name: 'Save and test' }).click()
  const dialog = login.page.getByRole('dialog', { name: 'Is this your server?' })
  await dialog.waitFor()
  const shown = (await dialog.locator('.countersign-fingerprint').innerText()).replace(/\s/g, '')
  assert.equal(shown, server.serverId, 'what the admin compares')
  await login.look('confirm', 'dialog')
  const reloaded = login.page.waitForEvent('load')
  await dialog.getByRole('button', { name: 'It is the same: save' }).click()
  await reloaded
  await adminHere(login)

  await part.getByText('Tested. To be looked at: 1.').waitFor()
  const found = part.locator('.countersign-finding')
  assert.match(
    await found.and(part.locator(':not(.countersign-finding--ok)')).innerText(),
    /^Attention\s+Address for browsers\s.*is found only by browsers on this very computer/s,
  )
  await login.look('tested', ADMIN)
  assert.ok((await found.count()) >= 6, `${await found.count()} steps`)
  assert.ok(!(await login.page.content()).includes(server.apiKey), 'the key is not in the page')
  assert.ok(!(await world.nextcloud.occ('config:list', 'countersign')).includes(server.apiKey))
  assert.match(await world.nextcloud.occ('countersign:test'), /ok/)
})

test('the test says what is wrong: a key that the server refuses, a server that is away', async () => {
  const { server } = world
  await server.main.cut()
  const part = await openAdmin(login, 'connection')
  try {
    await part.getByRole('button', { name: 'Test the connection' }).click()
    await part.locator('.countersign-finding--fault').first().waitFor()
    await login.look('server-away', ADMIN)
    await assert.rejects(world.nextcloud.occ('countersign:test'), /fault/)
  } finally {
    await server.main.mend()
  }
  await world.nextcloud.set('api_key', `cs_0123456789abcdef_${'A'.repeat(43)}`, '--sensitive')
  try {
    await part.getByRole('button', { name: 'Test the connection' }).click()
    await part.getByText('The server refuses the API key.').waitFor()
  } finally {
    await world.nextcloud.set('api_key', server.apiKey, '--sensitive')
  }
})

test('an ID is assigned in the list of people, asked at the next login, switched off and taken away', async () => {
  const person = await world.nextcloud.addPerson('anton', { displayName: '<b>Anton</b> & Söhne' })
  const phone = await world.phoneOf(person)
  const part = await openAdmin(login, 'people')
  await part.getByLabel('Search').fill(person.uid)
  const row = part.locator('tbody tr').filter({ hasText: person.uid })
  await row.waitFor()
  assert.equal(await row.locator('b').count(), 0, 'a name of HTML stays text')
  await row.getByText('<b>Anton</b> & Söhne').first().waitFor()
  await row.getByLabel(/^Countersign ID of/).fill(person.uid)
  await row.getByText('Not saved').waitFor()
  await row.getByRole('button', { name: 'Save' }).click()
  await row.getByText('Assigned, no phone yet').waitFor()
  await login.look('assigned', ADMIN)
  assert.deepEqual((await world.nextcloud.providersOf(person)).on, ['countersign'])

  const theirs = await world.login('admin-assigned')
  await theirs.inByPhone(person, phone)
  await openAdmin(login, 'people')
  await part.getByLabel('Search').fill(person.uid)
  await row.getByText('Linked, phones: 1').waitFor()
  await row.locator('summary').click()
  await row.getByRole('button', { name: 'Switch off' }).click()
  await row.getByText('Switched off').first().waitFor()
  assert.deepEqual((await world.nextcloud.providersOf(person)).on, [])
  await row.locator('summary').click()
  await row.getByRole('button', { name: 'Take the ID away' }).click()
  const sure = login.page.getByRole('dialog')
  await sure.getByRole('button', { name: /^Do it/ }).click()
  await row.getByText('No ID').waitFor()
  await assert.rejects(world.nextcloud.occ('countersign:unlink', person.uid), /no Countersign ID/)
})

test('permissions and onboarding are saved as the page shows them, and nobody but an admin reaches the routes', async () => {
  const part = await openAdmin(login, 'permissions')
  await part
    .getByRole('group', { name: 'Who may change their own ID and switch it off' })
    .getByLabel('Everybody')
    .check()
  await part.getByRole('button', { name: 'Save' }).click()
  await part.getByText('Saved.', { exact: true }).waitFor()
  await openAdmin(login, 'permissions')
  const everybody = part
    .getByRole('group', { name: 'Who may change their own ID and switch it off' })
    .getByLabel('Everybody')
  assert.ok(await everybody.isChecked())

  const onboarding = login.page.locator('#countersign-onboarding')
  await onboarding.getByLabel('Pattern of the IDs').fill('{uid}@example.org')
  await onboarding.locator('[name=exampleUid]').fill(world.nextcloud.admin.uid)
  await onboarding.locator('output').getByText(`${world.nextcloud.admin.uid}@example.org`).waitFor()
  await onboarding.getByRole('button', { name: 'Save' }).click()
  await onboarding.getByText('Saved.', { exact: true }).waitFor()
  assert.match(
    await world.nextcloud.occ('config:app:get', 'countersign', 'id_pattern'),
    /\{uid\}@example\.org/,
  )

  const person = await world.nextcloud.addPerson('norbert')
  const theirs = await world.login('not-an-admin')
  theirs.expectRefusals(403)
  await theirs.signIn(person)
  await theirs.isIn()
  for (const [method, route] of [
    ['PUT', 'permissions'],
    ['PUT', 'connection'],
    ['POST', 'people/apply'],
    ['POST', 'look'],
  ] as const) {
    const { status } = await theirs.post(`/apps/countersign/admin/${route}`, {}, method)
    assert.equal(status, 403, route)
  }
})
