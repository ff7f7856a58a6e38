// Where somebody stops and thinks, the page says what to do: a mistyped key, an admin's own account among many, a first login, a phone that is not linked.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { adminHere, openAdmin, openPersonal } from './settings-pages.js'
import { World } from './world.js'

let world: World
before(async () => {
  world = await World.bare()
})
after(() => world.close())

test('a mistyped key is told with what to do, and costs no second comparison of the server ID', async () => {
  const { server, nextcloud } = world
  const login = await world.login('mistyped-key')
  login.expectRefusals(422)
  const { page } = login
  await login.signIn(nextcloud.admin)
  const part = await openAdmin(login, 'connection')
  const dialog = page.locator('dialog')
  await part.getByLabel('Address of the server').fill(server.url)

  await login.press('Save and test')
  await login.screen.sees('Enter the API key that the server showed when this app was added.')
  assert.equal(await dialog.count(), 0)

  await part.getByLabel('API key').fill('cs_mistyped')
  await login.press('Save and test')
  await dialog.getByRole('button', { name: 'It is the same: save' }).click()
  await login.screen.sees(/The server refuses the API key\. Make a new one and enter it here/)
  await page.waitForFunction(() => document.activeElement?.getAttribute('name') === 'apiKey')

  await part.getByLabel('API key').fill(server.apiKey)
  await login.press('Save and test')
  await page.waitForURL(/#countersign-connection$/)
  await adminHere(login)
  await login.screen.sees(/Next: give people their IDs/)
})

test('an admin who selects everybody is told before their own next login asks for a phone', async () => {
  const login = await world.login('own-account')
  await login.signIn(world.nextcloud.admin)
  const part = await openAdmin(login, 'people')
  await part.getByLabel('Search').fill(world.nextcloud.admin.uid)
  await part.getByLabel(`Select ${world.nextcloud.admin.uid}`).check()
  await login.press('Assign by pattern')
  const dialog = login.page.locator('dialog')
  await dialog.getByText('That is you: stay logged in until you have tried it in another browser.').waitFor()
  await dialog.getByText('From the next login on the phone with that ID is asked.').waitFor()
  await login.look('own-account', 'dialog')
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await login.screen.sees('Nothing was changed.')
})

test('whoever has no phone yet, and whoever approves with one that is not linked, learns what to do and whom to ask', async () => {
  await world.connect()
  const { person, phone } = await world.person('nora')
  const login = await world.login('not-linked')
  login.expectRefusals(409)
  await login.signIn(person)
  await login.screen.sees(/If you have not set up a phone for it yet, ask the admins/)
  await phone.approve(await login.shown())
  await login.isIn()

  const other = await world.server.phone(person.uid, 'Another phone')
  await login.forget()
  await login.signIn(person)
  const second = await login.shown()
  assert.equal(await login.page.getByText('for the first time').count(), 0)
  await other.approve(second)
  await login.title('This phone is not linked here')
  await login.screen.sees(/To link a new phone, log in with your old phone/)
  await login.look('not-linked')
})

test('approving once more with the phone that is linked already is not called a new link', async () => {
  const { person, phone } = await world.person('olaf')
  const login = await world.login('same-phone')
  await login.inByPhone(person, phone)
  const part = await openPersonal(login)
  await part.getByRole('button', { name: 'Link another phone' }).click()
  await login.screen.sees('Approve with the phone that you want to link.')
  await phone.approve(await login.shown())
  await login.screen.sees('That phone was linked already. To link another one, approve with that one.')
})
