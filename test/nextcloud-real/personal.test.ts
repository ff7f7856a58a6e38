// The personal settings: read-only unless the admin allows more, and nothing counts before a phone has confirmed it.
import assert from 'node:assert/strict'
import test, { after, afterEach, before } from 'node:test'
import { backupCodesOf } from './backup-codes.js'
import { setUpAt } from './set-up-page.js'
import { openPersonal, PERSONAL, personalHere } from './settings-pages.js'
import { World } from './world.js'

let world: World
before(async () => {
  world = await World.open()
})
afterEach(async () => {
  for (const key of ['edit', 'onboarding', 'may_choose_id', 'backup_codes']) await world.nextcloud.unset(key)
})
after(() => world?.close())

test('by default the page only tells, and the routes behind it refuse', async () => {
  const { person, phone } = await world.person('ruth')
  const login = await world.login('read-only')
  login.expectRefusals(403, 409)
  await login.inByPhone(person, phone)
  const part = await openPersonal(login)
  await part.getByText('Your logins are confirmed on your phone.').waitFor()
  await part.getByText('To change the ID or to switch it on or off, ask the admins').waitFor()
  await login.look('read-only', PERSONAL)
  for (const name of ['Switch off', 'I have this ID already', 'Create it and set up a phone'])
    assert.equal(await part.getByRole('button', { name }).count(), 0, name)

  for (const [route, body] of [
    ['disable', {}],
    ['enable', {}],
    ['choose', { userId: 'mallory' }],
    ['create', { userId: 'mallory' }],
  ] as const) {
    const { status, text } = await login.post(`/apps/countersign/personal/${route}`, body)
    assert.equal(status, 403, `${route}: ${text}`)
  }
  assert.deepEqual((await world.nextcloud.providersOf(person)).on, ['countersign'])
})

test('whoever may links their own ID, and it counts when its phone has confirmed it, not before', async () => {
  await world.nextcloud.set('edit', 'everybody')
  const person = await world.nextcloud.addPerson('linda')
  const phone = await world.phoneOf(person)
  const login = await world.login('link-own')
  await login.signIn(person)
  await login.isIn()
  const part = await openPersonal(login)
  await part.getByLabel('Countersign ID').fill(person.uid)
  await part.getByRole('button', { name: 'I have this ID already' }).click()
  const wrong = await login.shown()
  await login.look('dialog', 'dialog')
  await phone.approveWrongly(wrong)
  await login.title('Not this access pass')
  assert.deepEqual((await world.nextcloud.providersOf(person)).on, [], 'a wrong pick links nothing')

  await login.tryAgain()
  await phone.approve(await login.shown())
  await part.getByText('Confirmed. Your phone is linked.').waitFor()
  await part.getByText('Your logins are confirmed on your phone.').waitFor()
  assert.deepEqual((await world.nextcloud.providersOf(person)).on, ['countersign'])
  await login.forget()
  await login.inByPhone(person, phone)
})

test('whoever may switches it off and on again', async () => {
  await world.nextcloud.set('edit', 'everybody')
  const { person, phone } = await world.person('sven')
  const login = await world.login('off-and-on')
  await login.inByPhone(person, phone)
  const part = await openPersonal(login)
  await part.getByRole('button', { name: 'Switch off' }).click()
  await login.page.getByRole('dialog').getByRole('button', { name: 'Switch off' }).click()
  await part.getByText('Switched off.', { exact: true }).waitFor()
  assert.deepEqual((await world.nextcloud.providersOf(person)).on, [])
  await part.getByRole('button', { name: 'Switch on' }).click()
  await part.getByText('Switched on.', { exact: true }).waitFor()
  assert.deepEqual((await world.nextcloud.providersOf(person)).on, ['countersign'])
})

test('a new ID is made from the settings, set up at the server, and confirmed by the new phone', async () => {
  await world.nextcloud.set('onboarding', 'everybody')
  const person = await world.nextcloud.addPerson('nadja')
  const login = await world.login('create-own')
  await login.signIn(person)
  await login.isIn()
  const part = await openPersonal(login)
  await part.getByRole('button', { name: 'Create it and set up a phone' }).click()
  const phone = await setUpAt(login)
  try {
    await personalHere(login)
    assert.deepEqual((await world.nextcloud.providersOf(person)).on, [], 'not before it is confirmed')
    await part.getByRole('button', { name: 'Confirm with your phone' }).click()
    await phone.approve(await login.shown())
    await part.getByText('Confirmed. Your phone is linked.').waitFor()
    assert.deepEqual((await world.nextcloud.providersOf(person)).on, ['countersign'])
  } finally {
    phone.off()
  }
})

test('backup codes come first where the admin demands them', async () => {
  await world.nextcloud.set('edit', 'everybody')
  await world.nextcloud.set('backup_codes', 'require')
  const person = await world.nextcloud.addPerson('cora')
  const phone = await world.phoneOf(person)
  const login = await world.login('codes-first')
  login.expectRefusals(409)
  await login.signIn(person)
  await login.isIn()
  const part = await openPersonal(login)
  await part.getByText('Before a phone can be linked you need backup codes').waitFor()
  await part.getByLabel('Countersign ID').fill(person.uid)
  await part.getByRole('button', { name: 'I have this ID already' }).click()
  await part.getByText('Make backup codes first', { exact: false }).first().waitFor()
  assert.equal(phone.rung.length, 0)

  await backupCodesOf(login)
  const again = await openPersonal(login)
  await again.getByLabel('Countersign ID').fill(person.uid)
  await again.getByRole('button', { name: 'I have this ID already' }).click()
  await phone.approve(await login.shown())
  await again.getByText('Confirmed. Your phone is linked.').waitFor()
})
