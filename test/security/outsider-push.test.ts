// A public, pre-login endpoint that starts pushes for any ID: spam, denial of service, enumeration (SECURITY.md §3.2).
// Here a push needs a first factor passed in this browser's own session; no parameter names whom to ask.
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

test('without a passed first factor no route asks the server for anything', async () => {
  const outsider = new Browser(app)
  for (const route of ['start', 'complete', 'cancel', 'state']) {
    const reply = await outsider.post(`/countersign/${route}`, {
      userId: 'alice',
      subject: 'alice',
      again: true,
    })
    assert.equal(reply.status, 401, route)
    assert.equal(reply.json['code'], 'first_factor_missing', route)
  }
  await outsider.get('/countersign')
  await outsider.get('/countersign/start?userId=alice')

  assert.equal(app.server.asked.length, 0)
})

test('a person who passed the first factor can have a push sent to themselves only', async () => {
  const browser = await new Browser(app).signIn('mallory')

  await browser.post('/countersign/start?userId=alice', {
    userId: 'alice',
    user: 'alice',
    subject: { userId: 'alice' },
  })

  assert.deepEqual(
    app.server.asked.map(({ body }) => body.userId),
    ['mallory'],
  )
})
