// The result of a login readable twice: an approval is fetched again, in a second window or by a thief, and lets someone in
// a second time (SECURITY.md §3.10). Redeeming is compare-and-set at the server, and the plugin spends each challenge once.
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

test('ten windows that complete at once make one login', async () => {
  const browser = await new Browser(app).signIn('alice')
  await browser.post('/countersign/start')
  app.server.become('approved')
  const windows = Array.from({ length: 10 }, () => copyOf(browser))

  const replies = await Promise.all(windows.map((window) => window.post('/countersign/complete')))

  assert.equal(replies.filter(({ status }) => status === 200).length, 1)
  assert.equal(app.approved.length, 1)
})

test('a server that hands the same assertion out again and again still makes one login', async () => {
  app.server.redeemsAgain = true
  const browser = await new Browser(app).signIn('alice')
  await browser.post('/countersign/start')
  app.server.become('approved')
  const windows = Array.from({ length: 10 }, () => copyOf(browser))

  const replies = await Promise.all(windows.map((window) => window.post('/countersign/complete')))

  assert.equal(replies.filter(({ status }) => status === 200).length, 1)
  assert.equal(app.approved.length, 1)
})

test('the session id from before the login is dead, for the second factor and for the first', async () => {
  const browser = await new Browser(app).signIn('alice')
  await browser.post('/countersign/start')
  app.server.become('approved')
  const old = copyOf(browser)
  await browser.post('/countersign/complete')

  assert.equal((await old.post('/countersign/complete')).json['code'], 'first_factor_missing')
  assert.equal((await old.get('/')).location, '/login')
})

function copyOf(browser: Browser): Browser {
  const copy = new Browser(app)
  copy.cookie = browser.cookie
  return copy
}
