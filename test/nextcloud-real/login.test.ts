// The login as people meet it: password, access pass, phone, and the page they came for; and everything that ends without one.
import assert from 'node:assert/strict'
import test, { after, before } from 'node:test'
import { World } from './world.js'

const WANTED = '/index.php/settings/user?from=a-link'
let world: World
before(async () => {
  world = await World.open()
})
after(() => world?.close())

test('the right access pass leads to the page that was asked for first', async () => {
  const { person, phone } = await world.person('alice')
  const login = await world.login('right-pick')
  await login.signIn(person, WANTED)
  assert.match(login.page.url(), /\/login\/challenge\/countersign\b/)
  const shown = await login.shown()
  assert.ok('pass' in shown, 'an access pass, not a code')
  assert.equal(await login.whoAmI(), undefined, 'the password alone opens nothing')
  const request = await phone.request()
  assert.equal(request.appName, 'Nextcloud')
  assert.equal(request.origin, world.nextcloud.origin)
  assert.equal(request.browser, 'Chrome on Linux')
  await login.look('access-pass')

  assert.equal((await phone.approve(shown)).state, 'approved')
  await login.isIn(WANTED)
  assert.equal(await login.whoAmI(), person.uid)
  assert.equal(world.server.log.filter(({ event }) => event === 'challenge_redeemed').length, 1)
})

test('a wrong access pass ends it, the page says so, and only a new request with a code goes on', async () => {
  const { person, phone } = await world.person('wanda')
  const login = await world.login('wrong-pick')
  await login.signIn(person, WANTED)
  const shown = await login.shown()
  const { challengeId } = await phone.request()
  assert.equal((await phone.approveWrongly(shown)).state, 'mismatched')
  await login.title('Not this access pass')
  await login.look('not-this-pass')
  assert.deepEqual(phone.device.requests, [], 'nothing is left to be tried')
  await assert.rejects(phone.device.approve(challengeId, { mode: 'symbol', symbolId: 1 }))
  assert.equal(await login.whoAmI(), undefined)
  const asked = world.server.asked
  await login.page.reload()
  await login.title('Not this access pass')
  assert.equal(await login.whoAmI(), undefined)
  assert.equal(world.server.asked, asked, 'a reload asks nobody again')

  await login.tryAgain()
  const code = await login.shown()
  assert.ok('code' in code, 'six digits after a wrong pick')
  await phone.approve(code)
  await login.isIn(WANTED)
})

test('a denial on the phone lets nobody in, and “Try again” asks anew', async () => {
  const { person, phone } = await world.person('dora')
  const login = await world.login('deny')
  await login.signIn(person)
  await login.shown()
  assert.equal((await phone.deny()).state, 'denied')
  await login.title('Denied')
  assert.equal(await login.whoAmI(), undefined)
  await login.tryAgain()
  await phone.approve(await login.shown())
  await login.isIn()
})

test('a reload shows the request that is open and rings nobody again', async () => {
  const { person, phone } = await world.person('rita')
  const login = await world.login('reload')
  await login.signIn(person, WANTED)
  const before = await login.shown()
  await phone.request()
  const asked = world.server.asked
  for (let n = 0; n < 3; n += 1) {
    await login.page.reload()
    assert.deepEqual(await login.shown(), before)
  }
  assert.equal(world.server.asked, asked)
  assert.equal(phone.rung.length, 1)
  await phone.approve(before)
  await login.isIn(WANTED)
})

test('five denied requests do not use up Nextcloud’s five tries: the sixth, approved, is in', async () => {
  const { person, phone } = await world.person('tess')
  const login = await world.login('five-tries')
  await login.signIn(person, WANTED)
  for (let n = 0; n < 5; n += 1) {
    await login.shown()
    await phone.deny()
    await login.title('Denied')
    await login.tryAgain()
  }
  await phone.approve(await login.shown())
  await login.isIn(WANTED)
  assert.equal(await login.whoAmI(), person.uid)
})

test('Nextcloud’s own form without an approval lets nobody in', async () => {
  const { person } = await world.person('fay')
  const login = await world.login('form-alone')
  await login.signIn(person)
  await login.shown()
  await login.page.evaluate(() => {
    const form = document.createElement('form')
    form.method = 'post'
    const fields = { challenge: 'approved', requesttoken: document.head.dataset['requesttoken'] ?? '' }
    for (const [name, value] of Object.entries(fields))
      form.append(Object.assign(document.createElement('input'), { type: 'hidden', name, value }))
    document.body.append(form)
    form.submit()
  })
  await login.page.waitForLoadState()
  assert.equal(await login.whoAmI(), undefined)
  await login.shown()
})

test('whoever knows the password cannot come in with a phone of their own', async () => {
  const { person: victim } = await world.person('vera')
  const { person: thief, phone } = await world.person('mallory')

  // Their own login, approved, in the same browser: what was proven is theirs alone.
  const login = await world.login('other-phone')
  login.expectRefusals(409)
  await login.signIn(thief)
  await phone.approve(await login.shown())
  await login.isIn()
  await login.forget()
  await login.signIn(victim)
  await login.shown()
  assert.equal(phone.device.requests.length, 0, 'the victim’s request does not come to the thief’s phone')

  // Names of their own in whatever the page sends.
  const { status } = await login.post('/apps/countersign/login/complete', {
    userId: thief.uid,
    uid: thief.uid,
    challengeId: phone.rung[0]?.challengeId,
  })
  assert.notEqual(status, 200)
  assert.equal(await login.whoAmI(), undefined)
})

test('an ID that the server gave to somebody else later lets nobody in', async () => {
  const { person, phone } = await world.person('iris')
  const login = await world.login('given-away')
  login.expectRefusals(409)
  await login.signIn(person)
  await phone.approve(await login.shown())
  await login.isIn()
  await login.forget()

  await world.server.deleteAccount(person.uid)
  const stranger = await world.phoneOf(person)
  await login.signIn(person)
  await stranger.approve(await login.shown())
  await login.title(/not linked|Not signed in/)
  assert.equal(await login.whoAmI(), undefined)
})

test('a name of HTML stays text', async () => {
  const displayName = '<img src=x onerror="document.title=\'broken\'"><b>Eve</b>'
  const { person, phone } = await world.person('eve', { displayName })
  const login = await world.login('html')
  await login.signIn(person)
  await phone.approve(await login.shown())
  await login.isIn()
  for (const wanted of ['/index.php/settings/user/security', '/index.php/login']) {
    await login.page.goto(world.nextcloud.url + wanted)
    assert.notEqual(await login.page.title(), 'broken')
    assert.equal(await login.page.locator('img[src="x"]').count(), 0)
  }
})
