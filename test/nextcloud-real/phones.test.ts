// Pinned phones: what the server says of new phones is not believed until the person, or an admin, links them here.
import assert from 'node:assert/strict'
import test, { after, before } from 'node:test'
import { openPersonal } from './settings-pages.js'
import { World } from './world.js'

let world: World
before(async () => {
  world = await World.open()
})
after(() => world?.close())

test('a new phone of the account is refused until it is linked in the settings', async () => {
  const { person, phone } = await world.person('paula')
  const login = await world.login('pinned')
  login.expectRefusals(409)
  await login.inByPhone(person, phone)
  await login.forget()

  const second = await world.server.phone(person.uid, 'A second phone')
  await login.signIn(person)
  await second.approve(await login.shown())
  await login.title('This phone is not linked here')
  await login.look('not-linked')
  assert.equal(await login.whoAmI(), undefined)
  await login.tryAgain()
  await phone.approve(await login.shown())
  await login.isIn()

  const part = await openPersonal(login)
  await part.getByRole('button', { name: 'Link another phone' }).click()
  await second.approve(await login.shown())
  await part.getByText('Confirmed. Your phone is linked.').waitFor()
  assert.equal(await part.locator('.countersign-phones li').count(), 2)
  await login.forget()
  await login.inByPhone(person, second)

  const after = await openPersonal(login)
  await after
    .getByRole('button', { name: /^Forget the phone/ })
    .first()
    .click()
  await login.page.getByRole('dialog').getByRole('button', { name: 'Forget the phone' }).click()
  await after.getByText('The phone is forgotten.').waitFor()
  await login.forget()
  await login.signIn(person)
  await phone.approve(await login.shown())
  await login.title('This phone is not linked here')
  assert.equal(await login.whoAmI(), undefined)
})

test('after an admin forgets the phones the next approval links anew', async () => {
  const { person, phone } = await world.person('pia')
  const login = await world.login('forgotten-phones')
  login.expectRefusals(409)
  await login.inByPhone(person, phone)
  await login.forget()
  const second = await world.server.phone(person.uid, 'A new phone')
  await world.nextcloud.occ('countersign:unlink', '--phones', person.uid)
  await login.inByPhone(person, second)
  await login.forget()
  await login.signIn(person)
  await phone.approve(await login.shown())
  await login.title('This phone is not linked here')
})

test('where the admin trusts the server, every phone that it knows for the account counts', async () => {
  await world.nextcloud.set('trust', 'server')
  try {
    const { person, phone } = await world.person('petra')
    const login = await world.login('trust-server')
    await login.inByPhone(person, phone)
    await login.forget()
    const second = await world.server.phone(person.uid, 'A second phone')
    await login.inByPhone(person, second)
  } finally {
    await world.nextcloud.unset('trust')
  }
})
