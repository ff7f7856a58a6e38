// Session substitution: a plugin takes the challenge, or the user name, from what the browser sends and never compares the
// subject of the approval with the user who passed the first factor. Whoever knows a password then approves with their own
// phone (SECURITY.md §3.1). Here the challenge lives in the server-side session, and the subject is compared.
import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import type { App } from '../plugin/plugin-app.js'
import { Browser, startApp } from '../plugin/plugin-app.js'

let app: App
beforeEach(async () => {
  app = await startApp()
})
afterEach(async () => {
  await app.stop()
})

test('an approval of the thief’s own phone does not open the account whose password they know', async () => {
  // Given a thief who knows alice's password and has an account, mallory, with a phone
  const thief = await new Browser(app).signIn('mallory')
  await thief.post('/countersign/start')
  app.server.become('approved')

  // When the first factor of the same browser becomes alice's before the approval is used
  await thief.signIn('alice')
  const completed = await thief.post('/countersign/complete')

  // Then nothing was passed, and mallory's approval was not even redeemed
  assert.equal(completed.json['code'], 'nothing_asked')
  assert.equal(app.server.redeems, 0)
  assert.equal((await thief.get('/')).location, '/countersign')
})

test('a server that hands out the approval of another account, user or challenge opens nothing', async () => {
  const other = '0193e0f2-7a1c-4b2d-8c3e-4f5a6b7c8d9e'
  for (const claims of [{ user_id: 'mallory' }, { sub: other }, { jti: other }]) {
    app.server.twist = { claims }
    const browser = await new Browser(app).signIn('alice')
    await browser.post('/countersign/start')
    app.server.become('approved')

    assert.equal((await browser.post('/countersign/complete')).json['code'], 'not_confirmed')
    assert.equal((await browser.get('/')).location, '/countersign')
  }
})

test('an approval asked for in one browser is worth nothing in another of the same user', async () => {
  const victim = await new Browser(app).signIn('alice')
  await victim.post('/countersign/start')
  app.server.become('approved')
  const thief = await new Browser(app).signIn('alice')

  assert.equal((await thief.post('/countersign/complete')).json['code'], 'nothing_asked')
  assert.equal((await victim.post('/countersign/complete')).json['state'], 'passed')
  assert.equal((await thief.get('/')).location, '/countersign')
})

test('what alice has passed does not count for whoever signs in next in the same browser', async () => {
  const browser = await new Browser(app).signIn('alice')
  await browser.post('/countersign/start')
  app.server.become('approved')
  await browser.post('/countersign/complete')

  await browser.signIn('bob')

  assert.equal((await browser.get('/')).location, '/countersign')
})

test('linking proves the very ID that is linked, and passes nothing for another', async () => {
  const browser = new Browser(app)
  await browser.get('/first?user=bob&linking=alice')
  await browser.post('/countersign/start')
  app.server.become('approved')
  await browser.get('/first?user=bob&linking=bob')

  assert.equal((await browser.post('/countersign/complete')).json['code'], 'nothing_asked')
  assert.equal(app.linked.length, 0)
})
