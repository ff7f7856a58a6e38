// The day on which the ID server is away: a plain word, the other address, backup codes; never a login without a factor.
import assert from 'node:assert/strict'
import test, { after, before } from 'node:test'
import { backupCodesOf, typeBackupCode } from './backup-codes.js'
import { World } from './world.js'

let world: World
before(async () => {
  world = await World.open()
})
after(() => world?.close())

test('while the server is away the page says so, nobody gets in, and a backup code does', async () => {
  const { person, phone } = await world.person('dana')
  const login = await world.login('server-down')
  login.expectRefusals(503)
  await login.signIn(person)
  await phone.approve(await login.shown())
  await login.isIn()
  const [code = ''] = await backupCodesOf(login)
  await login.forget()

  await world.server.main.cut()
  try {
    await login.signIn(person)
    await login.title('Your phone cannot be asked right now')
    await login.look('server-down')
    assert.equal(await login.whoAmI(), undefined)
    await login.tryAgain()
    await login.title('Your phone cannot be asked right now')
    await typeBackupCode(login, code)
    await login.isIn()
    assert.equal(await login.whoAmI(), person.uid)
  } finally {
    await world.server.main.mend()
  }
})

test('when it is back, “Try again” asks the phone', async () => {
  const { person, phone } = await world.person('bea')
  const login = await world.login('server-back')
  login.expectRefusals(503)
  await world.server.main.cut()
  try {
    await login.signIn(person)
    await login.title('Your phone cannot be asked right now')
  } finally {
    await world.server.main.mend()
  }
  await login.tryAgain()
  await phone.approve(await login.shown())
  await login.isIn()
})

test('the fallback address takes over while the first is away', async () => {
  const { person, phone } = await world.person('fred')
  await world.nextcloud.set('fallback_url', world.server.spare.url)
  await world.server.main.cut()
  try {
    const before = world.server.spare.used
    const login = await world.login('fallback')
    await login.signIn(person)
    await phone.approve(await login.shown())
    await login.isIn()
    assert.equal(await login.whoAmI(), person.uid)
    assert.ok(world.server.spare.used > before, 'it went over the second line')
  } finally {
    await world.server.main.mend()
    await world.nextcloud.unset('fallback_url')
  }
})

test('the line may break while a request is open: the approval still counts when it is back', async () => {
  const { person, phone } = await world.person('mia')
  const login = await world.login('broken-line')
  login.expectRefusals(503)
  await login.signIn(person)
  const shown = await login.shown()
  await phone.request()
  await world.server.main.cut()
  try {
    await phone.approve(shown)
    assert.equal(await login.whoAmI(), undefined)
  } finally {
    await world.server.main.mend()
  }
  await login.isIn()
})
