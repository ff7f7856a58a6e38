// Waivers where they do not belong: a statement that lets somebody in without a phone is worth stealing, keeping, showing again at
// another session or app, or making for an app that never wanted one. A waiver is bound to the one request it answers by a nonce that
// is kept nowhere, and counts only where the app's operator chose to, and nobody has pinned a device. The server here is dishonest:
// it signs with its real keys whatever the test says.
import assert from 'node:assert/strict'
import { afterEach, test } from 'node:test'
import type { CountersignOptions } from '@countersign/web-plugin/express'
import type { Request } from 'express'
import { newId, newPair } from '../plugin/assertion-kit.js'
import type { App } from '../plugin/plugin-app.js'
import { Browser, startApp } from '../plugin/plugin-app.js'
import type { WaiverTwist } from '../plugin/waiver-kit.js'
import { makeWaiver } from '../plugin/waiver-kit.js'

let app: App
afterEach(() => app.stop())

async function dishonest(
  options: Partial<CountersignOptions<Request>> = { acceptWaivers: true },
  twist: WaiverTwist = {},
): Promise<App> {
  app = await startApp(options)
  const { server } = app
  server.waive = (body, accountId) => makeWaiver(server.keys, server.appId, body, accountId, twist)
  return app
}

test('[WV3] a waiver that was good for one session is refused in the next, also of the same person', async () => {
  await dishonest()
  let kept: string | undefined
  const { server } = app
  server.waive = (body, accountId) => {
    kept ??= makeWaiver(server.keys, server.appId, body, accountId)
    return kept
  }
  const first = await new Browser(app).signIn('alice')
  assert.equal((await first.post('/countersign/start')).json['state'], 'passed')

  const thief = await new Browser(app).signIn('alice')
  assert.equal((await thief.post('/countersign/start')).json['code'], 'not_confirmed')
  assert.equal((await thief.get('/')).location, '/countersign')
})

test('[WV3] a waiver for another app, person, account, server, purpose, address or time opens nothing', async () => {
  const now = Math.floor(Date.now() / 1000)
  const others: readonly Readonly<Record<string, unknown>>[] = [
    { aud: newId() },
    { user_id: 'mallory' },
    { iss: Buffer.alloc(32, 1).toString('base64url') },
    { nonce: Buffer.alloc(32, 1).toString('base64url') },
    { purpose: 'stepUp' },
    { address: '10.0.0.1' },
    { iat: now - 300, exp: now - 240 },
    { iat: now + 300, exp: now + 360 },
    { exp: now + 86_400 },
    { because: 'friday' },
    { sub: newId() },
  ]
  for (const claims of others) {
    await dishonest({ acceptWaivers: true }, { claims })
    app.kept.set('alice', { accountId: newId() })
    const browser = await new Browser(app).signIn('alice')
    const started = await browser.post('/countersign/start')
    assert.equal(started.json['code'], 'not_confirmed', JSON.stringify(claims))
    assert.equal((await browser.get('/')).location, '/countersign')
    assert.deepEqual(app.waived, [])
    await app.stop()
  }
  await dishonest()
})

test('[WV2] a waiver signed by a key of somebody else, or by none, opens nothing', async () => {
  for (const twist of [{ signer: newPair() }, { header: { alg: 'none' } }, { header: { typ: 'JWT' } }]) {
    await dishonest({ acceptWaivers: true }, twist)
    const browser = await new Browser(app).signIn('alice')
    assert.equal((await browser.post('/countersign/start')).json['code'], 'not_confirmed')
    await app.stop()
  }
  await dishonest()
})

test('[WV4] an app that did not choose waivers asks for none and takes none', async () => {
  // A setting that came as text from an environment is no choice either.
  const text = { acceptWaivers: 'true' } as unknown as Partial<CountersignOptions<Request>> // what JavaScript lets pass
  for (const options of [{}, { acceptWaivers: false }, text]) {
    await dishonest(options)
    const browser = await new Browser(app).signIn('alice')
    assert.equal((await browser.post('/countersign/start')).json['code'], 'unreachable')
    assert.equal(app.server.bodies[0]?.mayWaive, undefined)
    assert.equal((await browser.get('/')).location, '/countersign')
    await app.stop()
  }
  await dishonest()
})

test('[WV4] whoever has pinned a device gets in by that device only, whatever the server signs', async () => {
  for (const pinnedDevices of [[], ['x'.repeat(43)]]) {
    await dishonest()
    app.kept.set('alice', { pinnedDevices })
    const browser = await new Browser(app).signIn('alice')
    assert.equal((await browser.post('/countersign/start')).json['code'], 'unreachable')
    assert.equal(app.server.bodies[0]?.mayWaive, undefined)
    assert.equal((await browser.get('/')).location, '/countersign')
    await app.stop()
  }
  await dishonest()
})

test('[WV4] nobody links an ID that is not theirs by a waiver: linking needs the device', async () => {
  await dishonest()
  const browser = new Browser(app)
  await browser.get('/first?user=mallory&linking=alice')
  assert.equal((await browser.post('/countersign/start')).json['code'], 'unreachable')
  assert.equal(app.server.bodies[0]?.mayWaive, undefined)
  assert.deepEqual(app.linked, [])
})

test('[WV8] a waiver in the place of an assertion opens nothing', async () => {
  app = await startApp({ acceptWaivers: true })
  const { server } = app
  const browser = await new Browser(app).signIn('alice')
  await browser.post('/countersign/start')
  server.become('approved')
  const { body, login } = server.last
  server.handsOut = makeWaiver(server.keys, server.appId, body, login.accountId)
  assert.equal((await browser.post('/countersign/complete')).json['code'], 'not_confirmed')
  assert.equal((await browser.get('/')).location, '/countersign')
})
