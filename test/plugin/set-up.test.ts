// The express plugin and people without a second factor: led to the server's set-up page, later where that is allowed, and back.
import assert from 'node:assert/strict'
import { afterEach, test } from 'node:test'
import type { CountersignOptions } from '@countersign/web-plugin/express'
import type { Request } from 'express'
import type { App } from './plugin-app.js'
import { Browser, startApp } from './plugin-app.js'
import { makeWaiver } from './waiver-kit.js'

const DAY_MS = 86_400_000

let app: App
afterEach(() => app.stop())

async function appWithSetUp(options: Partial<CountersignOptions<Request>> = {}): Promise<Browser> {
  app = await startApp(options)
  const { server } = app
  server.setUp = {
    decision: 'setUp',
    link: `${server.url}/set-up/#${'s'.repeat(43)}`,
    expiresAtMs: Date.now() + 1_800_000,
    laterUntilMs: Date.now() + DAY_MS,
  }
  server.waive = (body, accountId) =>
    makeWaiver(server.keys, server.appId, body, accountId, { claims: { because: 'set_up_later' } })
  return new Browser(app).signIn('alice')
}

test('[SU1] who needs a second factor and has none gets the way to the set-up page, and comes back to this one', async () => {
  const browser = await appWithSetUp()
  const { json } = await browser.post('/countersign/start')

  assert.deepEqual([json['state'], json['link']], ['set_up', app.server.setUp?.link])
  const goodForMs = Number(json['goodForMs'])
  assert.ok(goodForMs > 1_790_000 && goodForMs <= 1_800_000)
  assert.deepEqual(app.server.bodies[0]?.maySetUp, { returnTo: `${app.origin}/countersign` })
  assert.equal((await browser.get('/')).location, '/countersign')
})

test('back from the set-up the phone is asked: the set-up itself let nobody in', async () => {
  const browser = await appWithSetUp()
  await browser.post('/countersign/start')
  app.server.setUp = undefined
  app.server.waive = undefined

  assert.equal((await browser.post('/countersign/start')).json['state'], 'pending')
  app.server.become('approved')
  assert.equal((await browser.post('/countersign/complete')).json['state'], 'passed')
})

test('[SU5] "later" is a waiver: it lets in, and says so', async () => {
  const browser = await appWithSetUp({ acceptWaivers: true })
  assert.equal(
    (await browser.post('/countersign/start')).json['laterUntilMs'],
    app.server.setUp?.laterUntilMs,
  )

  const later = await browser.post('/countersign/start', { setUpLater: true })

  assert.equal(later.json['state'], 'passed')
  assert.deepEqual(
    [app.server.bodies.at(-1)?.setUpLater, app.server.bodies.at(-1)?.mayWaive, app.waived[0]?.because],
    [true, true, 'set_up_later'],
  )
})

test('[SU5] an app that takes no waivers offers no "later", and one that is said anyway changes nothing', async () => {
  const browser = await appWithSetUp()
  assert.equal((await browser.post('/countersign/start')).json['laterUntilMs'], null)

  const { json } = await browser.post('/countersign/start', { setUpLater: true })

  assert.equal(json['state'], 'set_up')
  assert.equal(app.server.bodies.at(-1)?.setUpLater, undefined)
})

test('[SU6] an app that takes no codes lets the set-up end with nothing less than a phone', async () => {
  const browser = await appWithSetUp({ acceptCodes: false })
  await browser.post('/countersign/start')
  assert.deepEqual(app.server.bodies[0]?.maySetUp, { returnTo: `${app.origin}/countersign`, onlyPhone: true })
})

test('setUpAtLogin: false asks a phone, whether there is one or not', async () => {
  const browser = await appWithSetUp({ setUpAtLogin: false })
  app.server.setUp = undefined
  app.server.waive = undefined
  await browser.post('/countersign/start')
  assert.equal(app.server.bodies[0]?.maySetUp, undefined)
})

test('nobody is led anywhere who has pinned phones, or is linking an ID', async () => {
  const browser = await appWithSetUp()
  app.server.setUp = undefined
  app.server.waive = undefined
  app.kept.set('alice', { pinnedDevices: [] })
  await browser.post('/countersign/start')
  await browser.get('/first?user=bob&linking=bob')
  await browser.post('/countersign/start')
  assert.deepEqual(
    app.server.bodies.map(({ maySetUp }) => maySetUp),
    [undefined, undefined],
  )
})

test('the secret of the way to the set-up is in no log', async () => {
  const browser = await appWithSetUp()
  await browser.post('/countersign/start')
  assert.ok(app.logged.some((line) => line.includes('countersign.set_up_offered')))
  assert.ok(!app.logged.join('\n').includes('s'.repeat(43)))
})
