// Who is asked and who is not: what an admin says by occ, by group, and beside another second factor.
import assert from 'node:assert/strict'
import test, { after, before } from 'node:test'
import { totpOf } from './backup-codes.js'
import { openPersonal } from './settings-pages.js'
import { World } from './world.js'

let world: World
before(async () => {
  world = await World.open()
})
after(() => world?.close())

test('an ID assigned by occ is asked at the next login, and occ tells it', async () => {
  const person = await world.nextcloud.addPerson('anna')
  const phone = await world.phoneOf(person)
  const login = await world.login('assigned')
  await login.signIn(person)
  await login.isIn()
  await login.forget()

  await world.nextcloud.occ('countersign:assign', person.uid, person.uid)
  assert.deepEqual((await world.nextcloud.providersOf(person)).on, ['countersign'])
  assert.match(await world.nextcloud.occ('countersign:status', person.uid), new RegExp(person.uid))
  await login.signIn(person)
  await phone.approve(await login.shown())
  await login.isIn()

  await world.nextcloud.occ('countersign:unlink', person.uid)
  assert.deepEqual((await world.nextcloud.providersOf(person)).on, [])
  await login.forget()
  await login.signIn(person)
  await login.isIn()
})

test('many IDs are assigned from one file', async () => {
  const people = [await world.nextcloud.addPerson('uma'), await world.nextcloud.addPerson('udo')]
  const csv = people.map(({ uid }) => `${uid},${uid}@example.org`).join('\n')
  await world.nextcloud.assignAll(`user,id\n${csv}\n`)
  for (const person of people) {
    assert.deepEqual((await world.nextcloud.providersOf(person)).on, ['countersign'])
    assert.match(await world.nextcloud.occ('countersign:status', person.uid), /@example\.org/)
  }
})

test('occ twofactorauth:disable lets somebody in who lost everything, and enable asks again', async () => {
  const { person, phone } = await world.person('olaf')
  const login = await world.login('occ-disable')
  await world.nextcloud.occ('twofactorauth:disable', person.uid, 'countersign')
  assert.deepEqual((await world.nextcloud.providersOf(person)).on, [])
  await login.signIn(person)
  await login.isIn()
  assert.equal(await login.whoAmI(), person.uid)

  await world.nextcloud.occ('twofactorauth:enable', person.uid, 'countersign')
  await login.forget()
  await login.signIn(person)
  await phone.approve(await login.shown())
  await login.isIn()
})

test('only members of the allowed group are asked, from the moment they are in it until the moment they are not', async () => {
  const group = await world.nextcloud.addGroup('phones')
  const { person, phone } = await world.person('greta')
  const login = await world.login('group')
  await world.nextcloud.set('use_groups', [group])
  await world.nextcloud.occ('group:adduser', group, person.uid)
  try {
    assert.deepEqual((await world.nextcloud.providersOf(person)).on, ['countersign'])
    await login.signIn(person)
    await phone.approve(await login.shown())
    await login.isIn()

    await world.nextcloud.occ('group:removeuser', group, person.uid)
    assert.deepEqual((await world.nextcloud.providersOf(person)).on, [])
    await login.forget()
    await login.signIn(person)
    await login.isIn()

    await world.nextcloud.occ('group:adduser', group, person.uid)
    assert.deepEqual((await world.nextcloud.providersOf(person)).on, ['countersign'])
    await login.forget()
    await login.signIn(person)
    await login.shown()
    assert.equal(await login.whoAmI(), undefined)
  } finally {
    await world.nextcloud.unset('use_groups')
  }
})

test('a person with codes from an app keeps them beside the phone', async () => {
  await world.nextcloud.occ('app:enable', 'twofactor_totp')
  const { person, phone } = await world.person('tara')
  const login = await world.login('totp')
  await login.inByPhone(person, phone)
  const totp = await totpOf(login)
  await login.forget()

  await login.signIn(person)
  await login.open('/login/challenge/countersign')
  await login.shown()
  await login.press('Use another way')
  await login.page.locator('a[href*="/login/challenge/totp"]').click()
  // The code that proved the app is spent; the next one counts as early as half a minute before its time.
  const code = totp.generate({ timestamp: Date.now() + 30_000 })
  await login.page.locator('input[name="challenge"]').fill(code)
  await login.page.locator('input[name="challenge"]').press('Enter')
  await login.isIn()
  assert.equal(await login.whoAmI(), person.uid)
  await login.forget()

  await login.signIn(person)
  await login.open('/login/challenge/countersign')
  await phone.approve(await login.shown())
  await login.isIn()
})

test('whoever comes from an app with codes keeps logging in with it until a phone is linked in the settings', async () => {
  await world.nextcloud.occ('app:enable', 'twofactor_totp')
  const person = await world.nextcloud.addPerson('theo')
  const phone = await world.phoneOf(person)
  const login = await world.login('from-totp')
  login.expectRefusals(409)
  await login.signIn(person)
  await login.isIn()
  const totp = await totpOf(login)
  await world.nextcloud.occ('countersign:assign', person.uid, person.uid)
  await login.forget()

  await login.signIn(person)
  await login.open('/login/challenge/countersign')
  await login.screen.sees('No phone has been linked to your Countersign ID here yet.')
  assert.equal(phone.rung.length, 0, 'no phone is asked in its place')
  await login.open('/login/challenge/totp')
  const code = totp.generate({ timestamp: Date.now() + 30_000 })
  await login.page.locator('input[name="challenge"]').fill(code)
  await login.page.locator('input[name="challenge"]').press('Enter')
  await login.isIn()

  const part = await openPersonal(login)
  await part.getByRole('button', { name: 'Confirm with your phone' }).click()
  await phone.approve(await login.shown())
  await part.getByText('Confirmed. Your phone is linked.').waitFor()
  await world.nextcloud.occ('twofactorauth:disable', person.uid, 'totp')
  await login.forget()
  await login.inByPhone(person, phone)
})

test('while the app is disabled Nextcloud lets nobody in who has it on; twofactorauth:cleanup does', async () => {
  const { nextcloud } = world
  const { person } = await world.person('dirk')
  const login = await world.login('app-disabled')
  await nextcloud.occ('app:disable', 'countersign')
  try {
    await login.signIn(person)
    assert.equal(await login.whoAmI(), undefined)
    await nextcloud.occ('twofactorauth:cleanup', 'countersign')
    await login.forget()
    await login.signIn(person)
    await login.isIn()
  } finally {
    await nextcloud.occ('app:enable', 'countersign')
  }
  await nextcloud.occ('countersign:status', '--repair')
  assert.deepEqual((await nextcloud.providersOf(person)).on, ['countersign'])
})
