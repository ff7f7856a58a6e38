// The plugin's part of known browsers: a nonce that is drawn before, a proof that is for this session alone, one registration a login.
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { after, before, beforeEach, test } from 'node:test'
import type { AppId } from '@countersign/protocol'
import { browserNoncePreimage, fromBase64Url, toBase64Url } from '@countersign/protocol'
import { LoginBrowser } from '../support/login-browser.js'
import type { App } from './plugin-app.js'
import { Browser, startApp } from './plugin-app.js'

let app: App
before(async () => {
  app = await startApp()
})
after(() => app.stop())
beforeEach(() => {
  app.server.registered.length = 0
})

const hashOf = (appNonce: string | undefined): string =>
  createHash('sha256')
    .update(browserNoncePreimage(fromBase64Url(appNonce ?? '') ?? new Uint8Array(0)))
    .digest('base64url')

/** Any signature: the server judges it, not the plugin. */
const proof = { browserId: new LoginBrowser().id, signature: 'A'.repeat(86) }

async function approvedLogin(browser: Browser) {
  await browser.post('/countersign/start')
  app.server.become('approved')
  return browser.post('/countersign/complete')
}

function registration() {
  const key = new LoginBrowser()
  const signing = {
    ...{ serverId: new Uint8Array(32), appId: app.server.appId as AppId },
    ...{ origin: app.origin, appNonce: new Uint8Array(32) },
  }
  const { origin: _, ...signed } = key.registration(signing)
  return { ...signed, publicKey: toBase64Url(key.publicKey) }
}

test('[KB4] a page that brings nothing, or nothing that fits, asks as a new browser', async () => {
  for (const browserProof of [
    undefined,
    null,
    {},
    'x',
    { ...proof, signature: 'A' },
    { ...proof, more: 1 },
  ]) {
    const browser = await new Browser(app).signIn('alice')
    await browser.post('/countersign/browser-nonce')
    await browser.post('/countersign/start', { browserProof })
    assert.equal(app.server.last.body.browserProof, null)
  }
})

test('[KB2] [KB4] what the page signs is a hash of the very nonce that is asked with, which the page never sees', async () => {
  const browser = await new Browser(app).signIn('alice')
  const drawn = await browser.post('/countersign/browser-nonce')
  const started = await browser.post('/countersign/start', { browserProof: proof })
  const { appNonce, browserProof } = app.server.last.body
  assert.deepEqual(browserProof, proof)
  assert.deepEqual(drawn.json, {
    serverId: app.server.keys.serverId,
    appId: app.server.appId,
    nonce: hashOf(appNonce),
  })
  for (const { text } of [drawn, started]) assert.ok(!text.includes(appNonce))
})

test('[KB2] a nonce is drawn for one request, one session and one person', async () => {
  const browser = await new Browser(app).signIn('alice')
  await browser.post('/countersign/browser-nonce')
  await browser.post('/countersign/start', { browserProof: proof })
  await browser.post('/countersign/start', { browserProof: proof, again: true })
  assert.equal(app.server.last.body.browserProof, null, 'used already')
  const stranger = await new Browser(app).signIn('alice')
  await browser.post('/countersign/browser-nonce')
  await stranger.post('/countersign/start', { browserProof: proof })
  assert.equal(app.server.last.body.browserProof, null, 'of another session')
  await browser.signIn('bob')
  await browser.post('/countersign/start', { browserProof: proof })
  assert.equal(app.server.last.body.browserProof, null, 'drawn for somebody else')
})

test('[KB3] after a login its session registers one browser, with the origin of the settings and not of the page', async () => {
  const browser = await new Browser(app).signIn('alice')
  const completed = await approvedLogin(browser)
  const { body, login } = app.server.last
  assert.deepEqual(completed.json['remember'], {
    serverId: app.server.keys.serverId,
    appId: app.server.appId,
    nonce: hashOf(body.appNonce),
  })
  const key = registration()
  await browser.post('/countersign/browser', { ...key, origin: 'https://evil.example' })
  const { challengeId } = login
  assert.deepEqual(app.server.registered, [
    { ...key, challengeId, appNonce: body.appNonce, origin: app.origin },
  ])
  await browser.post('/countersign/browser', registration())
  assert.equal(app.server.registered.length, 1)
  assert.ok(!completed.text.includes(body.appNonce))
})

test('[KB3] nothing is registered before a login, in another session, or by another site’s page', async () => {
  const browser = await new Browser(app).signIn('alice')
  await browser.post('/countersign/start')
  await browser.post('/countersign/browser', registration())
  app.server.become('approved')
  await browser.post('/countersign/complete')
  const other = await new Browser(app).signIn('alice')
  await other.post('/countersign/browser', registration())
  const elsewhere = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }
  for (const route of ['browser', 'browser-nonce']) {
    const { status, json } = await browser.post(`/countersign/${route}`, registration(), elsewhere)
    assert.deepEqual([status, json['code']], [403, 'origin_forbidden'])
  }
  assert.deepEqual(app.server.registered, [])
})

test('[KB1] a refused or unreachable registration fails no login, and is logged', async () => {
  const browser = await new Browser(app).signIn('alice')
  await approvedLogin(browser)
  app.server.refuse = { status: 409, code: 'browser_refused' }
  const { status } = await browser.post('/countersign/browser', registration())
  app.server.refuse = undefined
  assert.equal(status, 200)
  assert.ok(app.logged.some((line) => line.includes('browser_refused')))
  assert.equal((await browser.get('/')).status, 200)
})

test('a browser that the phone was told is known has nothing to remember', async () => {
  const browser = await new Browser(app).signIn('alice')
  app.server.twist = { context: { browserKnown: 1 } }
  const completed = await approvedLogin(browser)
  app.server.twist = {}
  assert.equal(completed.json['state'], 'passed')
  assert.equal(completed.json['remember'], undefined)
})
