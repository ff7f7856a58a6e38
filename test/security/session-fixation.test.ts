// Attack: fixation. Somebody plants a cookie of their own choice in the admin's browser before the admin signs in, and then
// uses the same value from elsewhere; or begins a sign-in, lets the admin approve it, and finishes it in their own browser.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { adminWithPhone, ConsoleBrowser, typeCode } from '../support/console-browser.js'
import type { RawDevice } from '../support/raw-device.js'
import { assertProblem, TestServer } from '../support/test-server.js'

let server: TestServer
let phone: RawDevice
before(async () => {
  server = await TestServer.start()
  phone = await adminWithPhone(server, 'alice', 'owner')
})
after(() => server.stop())

const PLANTED = 'A'.repeat(43)

test('a planted session cookie is never taken over: signing in makes a secret of the server’s own', async () => {
  const [admin, attacker] = [new ConsoleBrowser(server), new ConsoleBrowser(server)]
  admin.cookies.set('countersign-local', PLANTED)
  await admin.signIn('alice', phone)
  assert.notEqual(admin.cookies.get('countersign-local'), PLANTED)
  attacker.cookies.set('countersign-local', PLANTED)
  assertProblem(await attacker.session(), 401, 'unauthorized')
})

test('a session that the browser had before is over once it signs in again', async () => {
  const [admin, attacker] = [new ConsoleBrowser(server), new ConsoleBrowser(server)]
  await admin.signIn('alice', phone)
  attacker.cookies.set('countersign-local', admin.cookies.get('countersign-local') ?? '')
  assert.equal((await attacker.session()).status, 200)
  await admin.signIn('alice', phone)
  assertProblem(await attacker.session(), 401, 'unauthorized')
})

test('who knows all that the page knows, but is not the browser that began, cannot finish', async () => {
  const [admin, attacker] = [new ConsoleBrowser(server), new ConsoleBrowser(server)]
  const started = await admin.start('alice')
  await typeCode(server, phone, started.json)
  assertProblem(await attacker.finish(), 401, 'unauthorized')
  for (const value of [started.json.watchToken, started.json.challengeId, started.json.code, PLANTED]) {
    attacker.cookies.set('countersign-sign-in-local', value)
    assertProblem(await attacker.finish(), 401, 'unauthorized')
  }
  assert.equal((await admin.finish()).status, 200)
})

test('the secret of a sign-in under way is no session, and the other way round', async () => {
  const browser = new ConsoleBrowser(server)
  await browser.start('alice')
  browser.cookies.set('countersign-local', browser.cookies.get('countersign-sign-in-local') ?? '')
  assertProblem(await browser.session(), 401, 'unauthorized')
  const admin = new ConsoleBrowser(server)
  await admin.signIn('alice', phone)
  admin.cookies.set('countersign-sign-in-local', admin.cookies.get('countersign-local') ?? '')
  assertProblem(await admin.finish(), 401, 'unauthorized')
})

test('two cookies of one name, as a neighbour on the same host could plant one, count as none', async () => {
  const admin = new ConsoleBrowser(server)
  await admin.signIn('alice', phone)
  const own = `countersign-local=${admin.cookies.get('countersign-local')}`
  const both = await admin.call('GET', '/admin/v1/session', {
    headers: { cookie: `countersign-local=${PLANTED}; ${own}` },
  })
  assertProblem(both, 401, 'unauthorized')
})
