// Every button can be tried: "wrong, wrong, right" is accepted because a wrong choice leaves the request open
// (SECURITY.md §3.11). Even with a server that forgets this, the app compares the signed choice with what its page showed.
import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import { chosenBytes, decision } from '@countersign/protocol'
import type { App } from '../plugin/plugin-app.js'
import { Browser, startApp } from '../plugin/plugin-app.js'

let app: App
beforeEach(async () => {
  app = await startApp()
})
afterEach(async () => {
  await app.stop()
})

test('a server that calls a wrong pick an approval opens nothing, and the attempt is over', async () => {
  const browser = await new Browser(app).signIn('alice')
  await browser.post('/countersign/start')
  app.server.become('approved')
  app.server.twist = { answer: { chosen: chosenBytes({ mode: 'symbol', symbolId: 61 }) } }

  assert.equal((await browser.post('/countersign/complete')).json['code'], 'not_confirmed')
  app.server.twist = {}
  app.server.become('approved')
  assert.equal((await browser.post('/countersign/complete')).json['code'], 'nothing_asked')
  assert.ok(app.logged.some((line) => line.includes('choice_wrong')))
})

test('a server that calls a denial an approval opens nothing', async () => {
  const browser = await new Browser(app).signIn('alice')
  await browser.post('/countersign/start')
  app.server.become('approved')
  app.server.twist = { answer: { decision: decision.deny } }

  assert.equal((await browser.post('/countersign/complete')).json['code'], 'not_confirmed')
  assert.equal((await browser.get('/')).location, '/countersign')
})

test('after a wrong pick the request stays over until the person asks anew', async () => {
  const browser = await new Browser(app).signIn('alice')
  await browser.post('/countersign/start')
  app.server.become('mismatched')

  assert.equal((await browser.post('/countersign/complete')).status, 409)
  assert.equal((await browser.post('/countersign/start')).json['state'], 'mismatched')
  assert.equal(app.server.asked.length, 1)
})
