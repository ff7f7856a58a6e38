// The challenge id in a form field: a browser that can name a challenge can name another one (SECURITY.md §3.1, §2 "login
// CSRF"). Here the id and the nonce never reach the browser, and nothing the browser sends is taken for one.
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

test('nothing that reaches the browser in a whole login holds the challenge id or the nonce', async () => {
  const browser = await new Browser(app).signIn('alice')
  const seen = [
    await browser.get('/countersign'),
    await browser.post('/countersign/start'),
    await browser.post('/countersign/state'),
  ]
  app.server.become('approved')
  seen.push(await browser.post('/countersign/complete'), await browser.get('/'))

  const { challengeId, appNonce } = app.server.last.login
  const everything = seen.map(({ text, headers }) => text + JSON.stringify([...headers])).join('\n')
  assert.ok(!everything.includes(challengeId))
  assert.ok(!everything.includes(appNonce))
})

test('a challenge named in body, query or header is not the one that is completed', async () => {
  // Given alice's approval, and a thief who somehow learned its id, nonce and watch token
  const alice = await new Browser(app).signIn('alice')
  await alice.post('/countersign/start')
  app.server.become('approved')
  const { login, watchToken } = app.server.last
  const { challengeId, appNonce } = login
  const thief = await new Browser(app).signIn('alice')
  await thief.post('/countersign/start')

  // When the thief names it in every way a browser can
  const reply = await thief.post(
    `/countersign/complete?challengeId=${challengeId}&appNonce=${appNonce}`,
    { challengeId, id: challengeId, appNonce, watchToken, sessionId: challengeId },
    { origin: app.origin, 'sec-fetch-site': 'same-origin', 'x-challenge-id': challengeId },
  )

  // Then their own open request is meant, which nobody has approved
  assert.equal(reply.json['code'], 'challenge_not_approved')
  assert.equal((await thief.get('/')).location, '/countersign')
})
