// The express plugin and waivers: let in without a phone where the app said so, told to the app, and only then.
import assert from 'node:assert/strict'
import { afterEach, test } from 'node:test'
import type { CountersignOptions } from '@countersign/web-plugin/express'
import type { Request } from 'express'
import type { App } from './plugin-app.js'
import { Browser, startApp } from './plugin-app.js'
import { makeWaiver } from './waiver-kit.js'

let app: App
afterEach(() => app.stop())

async function waivingApp(options: Partial<CountersignOptions<Request>> = {}): Promise<App> {
  app = await startApp({ acceptWaivers: true, ...options })
  const { server } = app
  server.waive = (body, accountId) => makeWaiver(server.keys, server.appId, body, accountId)
  return app
}

test('with acceptWaivers a waiver lets in at once, tells the app, and goes where the person wanted to go', async () => {
  await waivingApp()
  const browser = await new Browser(app).signIn('alice')
  assert.equal((await browser.get('/orders')).location, '/countersign')
  const cookie = browser.cookie

  const started = await browser.post('/countersign/start')

  assert.deepEqual(started.json, { state: 'passed', redirectTo: '/orders' })
  assert.equal(app.server.bodies[0]?.mayWaive, true)
  assert.notEqual(browser.cookie, cookie, 'the session id is renewed')
  assert.equal((await browser.get('/orders')).status, 200)
  const [waived] = app.waived
  assert.deepEqual([waived?.userId, waived?.because], ['alice', 'not_required'])
  assert.equal(waived?.accountId, app.server.accountIds.get('alice'))
  assert.deepEqual(app.approved, [])
  assert.ok(app.logged.some((line) => line.includes('countersign.waived')))
})

test('what the app sees of the login says that no phone was asked', async () => {
  const seen: unknown[] = []
  await waivingApp({ onWaived: (_req, waived) => void seen.push(waived) })
  const browser = await new Browser(app).signIn('alice')
  await browser.post('/countersign/start')
  assert.deepEqual(Object.keys(seen[0] ?? {}).sort(), ['accountId', 'because', 'userId', 'waiverId'])
})

test('an app whose onWaived throws lets nobody in', async () => {
  await waivingApp({
    onWaived: () => {
      throw new Error('not from here')
    },
  })
  const browser = await new Browser(app).signIn('alice')
  assert.equal((await browser.post('/countersign/start')).status, 500)
  assert.equal((await browser.get('/')).location, '/countersign')
})

test('where the policies ask for a phone, an app that accepts waivers asks one', async () => {
  app = await startApp({ acceptWaivers: true })
  const browser = await new Browser(app).signIn('alice')
  assert.equal((await browser.post('/countersign/start')).json['state'], 'pending')
  app.server.become('approved')
  assert.equal((await browser.post('/countersign/complete')).json['state'], 'passed')
  assert.equal(app.approved.length, 1)
})

test('a waiver of one person does not count for whoever signs in next in the same browser', async () => {
  await waivingApp()
  const browser = await new Browser(app).signIn('alice')
  await browser.post('/countersign/start')
  await browser.signIn('bob')
  assert.equal((await browser.get('/')).location, '/countersign')
})
