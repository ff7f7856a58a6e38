// The express plugin as a browser meets it: ask, show, complete once, guard, and say no kindly when the server is away.
import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import { deviceThumbprint } from '@countersign/web-plugin/verify'
import type { App } from './plugin-app.js'
import { Browser, startApp } from './plugin-app.js'

let app: App
beforeEach(async () => {
  app = await startApp()
})
afterEach(async () => {
  await app.stop()
})

test('a person without the first factor is sent to the login, and one without the second to the waiting page', async () => {
  const browser = new Browser(app)

  assert.equal((await browser.get('/')).location, '/login')
  assert.equal((await browser.get('/countersign')).location, '/login')
  await browser.signIn('alice')
  assert.equal((await browser.get('/')).location, '/countersign')
  assert.equal((await browser.get('/countersign')).status, 200)
})

test('start shows the access pass and how to watch it, and never the challenge id or the nonce', async () => {
  const browser = await new Browser(app).signIn('alice')

  const started = await browser.post('/countersign/start')

  const { login, body, watchToken } = app.server.last
  assert.equal(started.status, 200)
  assert.deepEqual(Object.keys(started.json).sort(), [
    'delivery',
    'expiresAtMs',
    'issuedAtMs',
    'match',
    'nowMs',
    'otherWays',
    'progress',
    'state',
    'watchToken',
    'watchUrl',
  ])
  assert.equal(started.json['watchToken'], watchToken)
  assert.equal(started.json['watchUrl'], `${app.server.url}/v1/watch`)
  const { mode, name, path } = started.json['match'] as {
    mode: string
    name: { en: string; de: string }
    path: string
  }
  assert.equal(mode, 'symbol')
  assert.ok(name.en !== '' && name.de !== '' && path.startsWith('M'))
  assert.ok(!started.text.includes(login.challengeId))
  assert.ok(!started.text.includes(login.appNonce))
  assert.deepEqual(body.context, { address: '127.0.0.1', browser: 'Firefox on Linux' })
})

test('a reload shows the same request; "Try again" asks anew', async () => {
  const browser = await new Browser(app).signIn('alice')

  const first = await browser.post('/countersign/start')
  const reload = await browser.post('/countersign/start')
  const again = await browser.post('/countersign/start', { again: true })

  assert.equal(reload.json['watchToken'], first.json['watchToken'])
  assert.notEqual(again.json['watchToken'], first.json['watchToken'])
  assert.equal(app.server.asked.length, 2)
})

test('a reload after a denial tells the denial; after an expiry it asks anew', async () => {
  const browser = await new Browser(app).signIn('alice')
  await browser.post('/countersign/start')

  app.server.become('denied')
  assert.equal((await browser.post('/countersign/start')).json['state'], 'denied')
  app.server.become('expired')
  assert.equal((await browser.post('/countersign/start')).json['state'], 'pending')
})

test('an approval completes the login, renews the session id, keeps its values and opens what was asked for', async () => {
  const browser = await new Browser(app).signIn('alice')
  await browser.get('/orders')
  await browser.post('/countersign/start')
  app.server.become('approved')
  const before = browser.cookie

  const completed = await browser.post('/countersign/complete')

  assert.deepEqual([completed.json['state'], completed.json['redirectTo']], ['passed', '/orders'])
  assert.notEqual(browser.cookie, before)
  assert.equal((await browser.get('/')).text, 'welcome alice')
  assert.equal((await browser.get('/countersign')).location, '/')
  const [approved] = app.approved
  assert.equal(approved?.userId, 'alice')
  assert.equal(approved?.deviceThumbprint, deviceThumbprint(app.server.device.publicKey))
  const old = new Browser(app)
  old.cookie = before
  assert.notEqual((await old.get('/')).status, 200)
})

test('start and state say "passed" to a second window of a browser that has passed', async () => {
  const browser = await passed('alice')

  for (const route of ['start', 'complete', 'state'])
    assert.equal((await browser.post(`/countersign/${route}`)).json['state'], 'passed', route)
  assert.equal(app.server.asked.length, 1)
})

test('complete before the approval is refused and leaves the request open', async () => {
  const browser = await new Browser(app).signIn('alice')
  await browser.post('/countersign/start')

  const early = await browser.post('/countersign/complete')
  app.server.become('approved')
  const then = await browser.post('/countersign/complete')

  assert.equal(early.status, 409)
  assert.equal(early.json['code'], 'challenge_not_approved')
  assert.equal(then.json['state'], 'passed')
})

test('complete without a request is refused', async () => {
  const browser = await new Browser(app).signIn('alice')

  assert.equal((await browser.post('/countersign/complete')).json['code'], 'nothing_asked')
})

test('cancel withdraws the request and forgets it', async () => {
  const browser = await new Browser(app).signIn('alice')
  await browser.post('/countersign/start')

  assert.equal((await browser.post('/countersign/cancel')).json['state'], 'cancelled')
  assert.equal(app.server.last.status.state, 'cancelled')
  assert.equal((await browser.post('/countersign/state')).json['code'], 'nothing_asked')
})

test('state tells how the request stands to a page that cannot reach the server itself', async () => {
  const browser = await new Browser(app).signIn('alice')
  await browser.post('/countersign/start')
  app.server.become('pending', { progress: 'on_phone' })

  const state = await browser.post('/countersign/state')

  assert.equal(state.json['progress'], 'on_phone')
  assert.ok(!state.text.includes(app.server.last.login.challengeId))
})

test('a code is shown as a code', async () => {
  app.server.match = { mode: 'code', code: '482913' }
  const browser = await new Browser(app).signIn('alice')

  const started = await browser.post('/countersign/start')

  assert.deepEqual(started.json['match'], { mode: 'code', code: '482913' })
})

test('linking calls onLinked and not onApproved, with what was proven', async () => {
  const browser = new Browser(app)
  await browser.get('/first?user=bob&linking=bob')
  await browser.post('/countersign/start')
  app.server.become('approved')

  const completed = await browser.post('/countersign/complete')

  assert.equal(completed.json['state'], 'passed')
  assert.equal(app.approved.length, 0)
  assert.equal(app.linked[0]?.accountId, app.server.accountIds.get('bob'))
})

test('where devices are pinned, another device of the account does not let anyone in', async () => {
  app.kept.set('alice', { pinnedDevices: [deviceThumbprint(new Uint8Array(32).fill(5))] })
  const browser = await new Browser(app).signIn('alice')
  await browser.post('/countersign/start')
  app.server.become('approved')

  const completed = await browser.post('/countersign/complete')

  assert.equal(completed.json['code'], 'device_not_linked')
  assert.equal((await browser.get('/')).location, '/countersign')
})

test('an app that refuses in onApproved lets nobody in', async () => {
  await app.stop()
  app = await startApp({ onApproved: () => Promise.reject(new Error('account closed')) })
  const browser = await new Browser(app).signIn('alice')
  await browser.post('/countersign/start')
  app.server.become('approved')

  assert.equal((await browser.post('/countersign/complete')).status, 500)
  assert.equal((await browser.get('/')).location, '/countersign')
})

test('when the server cannot be reached nobody gets in and the page says so kindly', async () => {
  const browser = await new Browser(app).signIn('alice')
  await app.server.stop()

  const started = await browser.post('/countersign/start')

  assert.equal(started.status, 503)
  assert.equal(started.json['code'], 'unreachable')
  assert.equal((await browser.get('/')).location, '/countersign')
  assert.equal((await browser.get('/countersign')).status, 200)
})

test('a wrong API key looks like a server that cannot be reached, and the log has the reason', async () => {
  app.server.refuse = { status: 401, code: 'unauthorized' }
  const browser = await new Browser(app).signIn('alice')

  assert.equal((await browser.post('/countersign/start')).json['code'], 'unreachable')
  assert.ok(app.logged.some((line) => line.includes('unauthorized')))
})

test('too many requests are told as such', async () => {
  app.server.refuse = { status: 429, code: 'too_many_open_challenges' }
  const browser = await new Browser(app).signIn('alice')

  const started = await browser.post('/countersign/start')

  assert.equal(started.status, 429)
  assert.equal(started.json['code'], 'too_many_open_challenges')
})

test('a form or a script without JSON hears which type is expected, a guarded POST that a factor is missing', async () => {
  const browser = await new Browser(app).signIn('alice')

  const form = await browser.post('/countersign/start', 'again=true', {
    'content-type': 'application/x-www-form-urlencoded',
    origin: app.origin,
  })
  const guarded = await browser.post('/pay')

  assert.equal(form.status, 415)
  assert.equal(guarded.status, 401)
  assert.equal(guarded.json['code'], 'second_factor_missing')
  assert.equal((await browser.get('/countersign/start')).status, 405)
  assert.equal((await browser.post('/countersign')).status, 405)
  assert.equal((await browser.get('/countersign/nothing')).status, 404)
})

test('the waiting page allows no inline script or style and no frame, and reaches the server only', async () => {
  const browser = await new Browser(app).signIn('alice')

  const page = await browser.get('/countersign', {
    accept: 'text/html',
    'accept-language': 'fr, de;q=0.9, en;q=0.5',
  })

  const policy = page.headers.get('content-security-policy') ?? ''
  assert.match(policy, /default-src 'none'/)
  assert.match(policy, /frame-ancestors 'none'/)
  assert.ok(policy.includes(`connect-src 'self' ${app.server.url}`))
  assert.ok(!policy.includes('unsafe'))
  assert.doesNotMatch(page.text, /<script(?![^>]*src=)|<style|\son\w+=|style=/)
  assert.match(page.text, /<html lang="de">/)
  assert.match(page.text, /<countersign-login base="\/countersign" lang="de" auto>/)
  assert.equal((await browser.get('/countersign/page.css')).status, 200)
})

test('only a path of this app is opened after the login', async () => {
  const browser = await new Browser(app).signIn('alice')
  await browser.get('//evil.example/')
  await browser.post('/countersign/start')
  app.server.become('approved')

  assert.equal((await browser.post('/countersign/complete')).json['redirectTo'], '/')
})

test('settings that cannot work are named together, at start', async () => {
  await assert.rejects(
    startApp({ origin: 'https://app.example/', serverId: 'x', appId: 'A', path: 'countersign/' }),
    {
      name: 'TypeError',
      message: /serverId.*appId.*origin.*path/s,
    },
  )
})

test('the log of a whole login holds no secret of it', async () => {
  await passed('alice')

  const { login, watchToken } = app.server.last
  const log = app.logged.join('\n')
  for (const secret of [login.appNonce, watchToken, app.server.apiKey, '"symbolId"'])
    assert.ok(!log.includes(secret))
  assert.ok(log.includes('countersign.passed'))
})

async function passed(user: string): Promise<Browser> {
  const browser = await new Browser(app).signIn(user)
  await browser.post('/countersign/start')
  app.server.become('approved')
  await browser.post('/countersign/complete')
  return browser
}
