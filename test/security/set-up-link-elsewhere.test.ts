// Attack: a server that has been taken over, or a proxy before it, answers a login with "set up your second factor" and an address of
// its own choosing: a page that asks for the password again, or `javascript:` that runs in the app's page with the app's cookies.
// The element goes where the app says; the app says only addresses of the server it was told of.
import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import type { App } from '../plugin/plugin-app.js'
import { Browser, startApp } from '../plugin/plugin-app.js'

let app: App
beforeEach(async () => {
  app = await startApp()
})
afterEach(() => app.stop())

for (const link of [
  'https://evil.example/set-up/#secret',
  'javascript:alert(document.cookie)//',
  'data:text/html,<script>alert(1)</script>',
  '//evil.example/set-up/',
  '/set-up/#secret',
  'http://127.0.0.1.evil.example/set-up/#secret',
  'http://127.0.0.1@evil.example/set-up/#secret',
  '',
])
  test(`nobody is sent to "${link}"`, async () => {
    app.server.setUp = { decision: 'setUp', link, expiresAtMs: Date.now() + 60_000, laterUntilMs: null }
    const browser = await new Browser(app).signIn('alice')

    const reply = await browser.post('/countersign/start')

    assert.deepEqual([reply.status, reply.json['code']], [503, 'unreachable'])
    assert.ok(link === '' || !reply.text.includes(link))
  })

test('the same path at another port of the same host is not the server', async () => {
  const link = `${app.origin}/set-up/#secret`
  app.server.setUp = { decision: 'setUp', link, expiresAtMs: Date.now() + 60_000, laterUntilMs: null }
  const browser = await new Browser(app).signIn('alice')
  assert.equal((await browser.post('/countersign/start')).status, 503)
})
