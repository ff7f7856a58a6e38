// Cross-site request forgery: another site's page makes the victim's browser ask, complete or cancel (SECURITY.md G10).
// The plugin's calls need the browser's own word for the origin, and a content type that no form can send.
import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import { isSameOrigin } from '@countersign/web-plugin/express'
import type { App } from '../plugin/plugin-app.js'
import { Browser, startApp } from '../plugin/plugin-app.js'

let app: App
beforeEach(async () => {
  app = await startApp()
})
afterEach(async () => {
  await app.stop()
})

test('a call from another site, from a sibling, or of unknown origin does nothing', async () => {
  const victim = await new Browser(app).signIn('alice')
  await victim.post('/countersign/start')
  app.server.become('approved')
  const foreign: readonly Readonly<Record<string, string>>[] = [
    { origin: 'https://evil.example' },
    { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
    { origin: 'null' },
    { origin: app.origin, 'sec-fetch-site': 'cross-site' },
    { origin: app.origin, 'sec-fetch-site': 'same-site' },
    { 'sec-fetch-site': 'none' },
    { origin: `${app.origin}.evil.example` },
    { origin: app.origin.toUpperCase() },
    {},
  ]

  for (const headers of foreign)
    for (const route of ['start', 'complete', 'cancel', 'state', 'ways', 'code']) {
      const reply = await victim.post(`/countersign/${route}`, { again: true, code: '287082' }, headers)
      assert.equal(reply.status, 403, `${route} ${JSON.stringify(headers)}`)
    }
  assert.equal(app.server.asked.length, 1)
  assert.deepEqual(app.server.codes, [])
  assert.equal(app.server.last.status.state, 'approved')
  assert.equal((await victim.get('/')).location, '/countersign')
})

test('what a form can send is refused even with the right origin', async () => {
  const victim = await new Browser(app).signIn('alice')
  for (const type of [
    'application/x-www-form-urlencoded',
    'multipart/form-data',
    'text/plain',
    'text/plain; application/json',
  ]) {
    const reply = await victim.post('/countersign/start', '{"again":true}', {
      origin: app.origin,
      'content-type': type,
    })
    assert.equal(reply.status, 415, type)
  }
  assert.equal(app.server.asked.length, 0)
})

test('a GET changes nothing and asks nothing', async () => {
  const victim = await new Browser(app).signIn('alice')
  for (const route of ['start', 'complete', 'cancel', 'state', 'ways', 'code', ''])
    await victim.get(`/countersign/${route}`)

  assert.equal(app.server.asked.length, 0)
})

test('the own origin is recognised from either header, and a missing word is a no', () => {
  const from = (headers: Readonly<Record<string, string>>): boolean =>
    isSameOrigin({ headers }, 'https://app.example')

  assert.ok(from({ origin: 'https://app.example' }))
  assert.ok(from({ 'sec-fetch-site': 'same-origin' }))
  assert.ok(!from({}))
})
