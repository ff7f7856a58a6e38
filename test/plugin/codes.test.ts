// The express plugin and typed codes: let in by one, told to the app, and only where codes count for that person.
import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import type { App } from './plugin-app.js'
import { Browser, startApp } from './plugin-app.js'

const TOTP = '287082'
const BACKUP = 'K7QD-29XM-PT4C-8WZN-AB3R'
const BYPASS = '4829 1503 3776'

let app: App
beforeEach(async () => {
  app = await startApp()
  for (const code of [TOTP, BACKUP, BYPASS]) app.server.rightCodes.add(code)
})
afterEach(() => app.stop())

async function signedIn(user = 'alice'): Promise<Browser> {
  return new Browser(app).signIn(user)
}

test('[CD6] each kind of code lets in, and the app is told which, without a device', async () => {
  for (const [code, way] of [
    [TOTP, 'totp'],
    [BACKUP, 'backup'],
    [BYPASS, 'bypass'],
  ] as const) {
    const browser = await signedIn()
    const reply = await browser.post('/countersign/code', { code })

    assert.deepEqual(reply.json, { state: 'passed', redirectTo: '/', way })
    assert.equal((await browser.get('/')).status, 200)
    const approved = app.approved.at(-1)
    assert.deepEqual([...(approved?.amr ?? [])], ['otp', `way-${way}`])
    assert.equal(approved?.acr, `countersign:${way}`)
    assert.equal(approved !== undefined && 'deviceThumbprint' in approved, false)
  }
  assert.deepEqual(app.linked, [])
})

test('a code logs in with a new session id, goes where the person wanted to go, and the old id is worth nothing', async () => {
  const browser = await signedIn()
  await browser.get('/orders')
  const before = browser.cookie

  const reply = await browser.post('/countersign/code', { code: TOTP })

  assert.equal(reply.json['redirectTo'], '/orders')
  assert.notEqual(browser.cookie, before)
  const old = new Browser(app)
  old.cookie = before
  assert.notEqual((await old.get('/orders')).status, 200)
})

test('each try has a nonce of its own, whether a request is open or not', async () => {
  const browser = await signedIn()
  await browser.post('/countersign/start')
  await browser.post('/countersign/code', { code: '111111' })
  await browser.post('/countersign/code', { code: TOTP })

  const nonces = [...app.server.codes.map((body) => body.appNonce), app.server.last.login.appNonce]
  assert.equal(new Set(nonces).size, 3)
  assert.deepEqual(app.server.codes[0]?.context, { address: '127.0.0.1', browser: 'Firefox on Linux' })
})

test('the request on the phone is withdrawn by a right code, and not by a wrong one', async () => {
  const browser = await signedIn()
  await browser.post('/countersign/start')

  await browser.post('/countersign/code', { code: '111111' })
  assert.equal(app.server.last.status.state, 'pending')
  await browser.post('/countersign/code', { code: TOTP })
  assert.equal(app.server.last.status.state, 'cancelled')
})

test('a right code lets in even when the request it replaces cannot be withdrawn any more', async () => {
  const browser = await signedIn()
  await browser.post('/countersign/start')
  app.server.asked.length = 0

  assert.equal((await browser.post('/countersign/code', { code: TOTP })).json['state'], 'passed')
  assert.ok(app.logged.some((line) => line.includes('countersign.not_withdrawn')))
})

test('a wrong code is told as such and passes nothing; the same code twice lets in once', async () => {
  const browser = await signedIn()
  const wrong = await browser.post('/countersign/code', { code: '111111' })
  assert.deepEqual([wrong.status, wrong.json['code']], [403, 'code_refused'])
  assert.equal((await browser.get('/')).location, '/countersign')

  await browser.post('/countersign/code', { code: TOTP })
  const second = await signedIn()
  assert.equal((await second.post('/countersign/code', { code: TOTP })).json['code'], 'code_refused')
})

test('what is no code is told without asking the server: a slip of the keyboard costs no try', async () => {
  const browser = await signedIn()
  for (const code of ['', '28708', '28708a', 'K7QD-29XM', '9'.repeat(65), 7, null, { code: TOTP }]) {
    const reply = await browser.post('/countersign/code', { code })
    assert.deepEqual([reply.status, reply.json['code']], [422, 'code_unreadable'], JSON.stringify(code))
  }
  assert.equal((await browser.post('/countersign/code', [TOTP])).json['code'], 'code_unreadable')
  assert.deepEqual(app.server.codes, [])
})

test('too many tries come back as 429 and say how long to wait', async () => {
  app.server.refuse = { status: 429, code: 'too_many_tries', retryAfterSeconds: 840 }
  const reply = await (await signedIn()).post('/countersign/code', { code: TOTP })

  assert.deepEqual([reply.status, reply.json['code']], [429, 'too_many_tries'])
  assert.equal(reply.headers.get('retry-after'), '840')
  assert.equal(reply.json['retryAfterSeconds'], 840)
})

test('which codes count comes with the request, again after a reload, and can be asked without ringing a phone', async () => {
  app.server.otherWays = ['totp']
  const browser = await signedIn()

  assert.deepEqual((await browser.post('/countersign/ways')).json['otherWays'], ['totp'])
  assert.equal(app.server.asked.length, 0)
  assert.deepEqual((await browser.post('/countersign/start')).json['otherWays'], ['totp'])
  assert.deepEqual((await browser.post('/countersign/start')).json['otherWays'], ['totp'])
})

test('without the first factor no code is looked at', async () => {
  const reply = await new Browser(app).post('/countersign/code', { code: TOTP })
  assert.deepEqual([reply.status, reply.json['code']], [401, 'first_factor_missing'])
  assert.deepEqual(app.server.codes, [])
})

test('an app that refuses in onApproved lets nobody in by a code', async () => {
  await app.stop()
  app = await startApp({ onApproved: () => Promise.reject(new Error('account closed')) })
  app.server.rightCodes.add(TOTP)
  const browser = await signedIn()

  assert.equal((await browser.post('/countersign/code', { code: TOTP })).status, 500)
  assert.equal((await browser.get('/')).location, '/countersign')
})

for (const acceptCodes of [false, 'false' as unknown as boolean])
  test(`acceptCodes: ${JSON.stringify(acceptCodes)} offers no code and takes none`, async () => {
    await app.stop()
    app = await startApp({ acceptCodes })
    const browser = await signedIn()

    assert.deepEqual((await browser.post('/countersign/start')).json['otherWays'], [])
    assert.deepEqual((await browser.post('/countersign/ways')).json['otherWays'], [])
    const reply = await browser.post('/countersign/code', { code: TOTP })
    assert.deepEqual([reply.status, reply.json['code']], [403, 'way_not_allowed'])
    assert.deepEqual(app.server.codes, [])
  })

test('no code is in the log of the app, nor in what it answers', async () => {
  const browser = await signedIn()
  const replies = [
    await browser.post('/countersign/code', { code: '13572468' }),
    await browser.post('/countersign/code', { code: BACKUP }),
  ]
  const said = [...app.logged, ...replies.map(({ text }) => text)].join('\n')
  assert.ok(said.includes('countersign.passed'))
  for (const code of ['13572468', BACKUP, BACKUP.replaceAll('-', '')]) assert.ok(!said.includes(code), code)
})
