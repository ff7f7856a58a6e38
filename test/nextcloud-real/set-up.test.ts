// Somebody of whom a second factor is demanded and who has none: led from the login to the server's set-up page and in, with one approval.
import assert from 'node:assert/strict'
import test, { after, before } from 'node:test'
import { backupCodesOf } from './backup-codes.js'
import type { LoginPage } from './login-page.js'
import { setUpAt } from './set-up-page.js'
import { World } from './world.js'

const WANTED = '/index.php/settings/user?from=a-link'
let world: World
let group: string
before(async () => {
  world = await World.open()
  const { nextcloud } = world
  group = await nextcloud.addGroup('enforced')
  await nextcloud.set('onboarding', 'groups')
  await nextcloud.set('onboarding_groups', [group])
  await nextcloud.set('id_pattern', '{uid}@example.org')
  await nextcloud.set('set_up_at_login', true)
  await nextcloud.occ('twofactorauth:enforce', '--on', '--group', group)
})
after(() => world?.close())

test('a member of an enforced group sets up a phone at the login, by the pattern, and is in with one approval', async () => {
  const person = await world.nextcloud.addPerson('lena', { groups: [group] })
  const login = await world.login('set-up')
  await login.signIn(person, WANTED)
  await chooseCountersign(login)
  await login.screen.sees(`${person.uid}@example.org`)
  await login.look('offer', '#countersign-setup')
  assert.equal(await login.whoAmI(), undefined)
  await login.press('Set up on my phone')

  const phone = await setUpAt(login, 'Lena’s phone')
  try {
    await phone.approve(await login.shown())
    await login.isIn(WANTED)
    assert.equal(await login.whoAmI(), person.uid)
    assert.equal(phone.rung.length, 1, 'one approval')
    assert.deepEqual((await world.nextcloud.providersOf(person)).on, ['countersign'])

    await login.forget()
    await login.signIn(person)
    await phone.approve(await login.shown())
    await login.isIn()
  } finally {
    phone.off()
  }
})

test('an ID that somebody has at the server is never given a phone from here: only its own phone confirms it', async () => {
  const person = await world.nextcloud.addPerson('taken', { groups: [group] })
  const userId = `${person.uid}@example.org`
  await world.server.addAccount(userId)
  const phone = await world.server.phone(userId)
  const login = await world.login('taken')
  login.expectRefusals(409)
  await login.signIn(person)
  await chooseCountersign(login)
  await login.press('Set up on my phone')
  await login.screen.sees(/This ID exists already/)
  assert.equal(await login.whoAmI(), undefined)

  await login.press('I have this ID already')
  await phone.approve(await login.shown())
  await login.isIn()
})

test('a denial leaves nothing linked', async () => {
  const person = await world.nextcloud.addPerson('nina', { groups: [group] })
  const userId = `${person.uid}@example.org`
  await world.server.addAccount(userId)
  const phone = await world.server.phone(userId)
  const login = await world.login('set-up-denied')
  await login.signIn(person)
  await chooseCountersign(login)
  await login.press('I have this ID already')
  await login.shown()
  await phone.deny()
  await login.title('Denied')
  assert.equal(await login.whoAmI(), undefined)
  assert.ok(!(await world.nextcloud.providersOf(person)).on.includes('countersign'))
  await assert.rejects(world.nextcloud.occ('countersign:unlink', person.uid), /no Countersign ID/)
})

test('whoever has backup codes is not led round them by the password alone', async () => {
  const person = await world.nextcloud.addPerson('bert')
  const login = await world.login('set-up-codes')
  await login.signIn(person)
  await login.isIn()
  await backupCodesOf(login)
  await world.nextcloud.occ('group:adduser', group, person.uid)
  await login.forget()
  await login.signIn(person)
  await login.open('/login/setupchallenge/countersign')
  assert.equal(await login.page.getByRole('button', { name: 'Set up on my phone' }).count(), 0)
  assert.equal(await login.whoAmI(), undefined)
})

test('where the set-up at a login is not allowed, people are told whom to ask, and the routes refuse', async () => {
  await world.nextcloud.set('set_up_at_login', false)
  try {
    const person = await world.nextcloud.addPerson('nora', { groups: [group] })
    const login = await world.login('set-up-off')
    login.expectRefusals(403)
    await login.signIn(person)
    await chooseCountersign(login)
    await login.screen.sees(/Please ask the admins/)
    for (const route of ['choose', 'create']) {
      const { status } = await login.post(`/apps/countersign/setup/${route}`)
      assert.equal(status, 403, route)
    }
    assert.equal(await login.whoAmI(), undefined)
  } finally {
    await world.nextcloud.set('set_up_at_login', true)
  }
})

async function chooseCountersign(login: LoginPage): Promise<void> {
  await login.page.waitForURL(/\/login\/setupchallenge/)
  await login.page.locator('a[href*="/login/setupchallenge/countersign"]').click()
  await login.page.waitForURL(/\/login\/setupchallenge\/countersign/)
}
