// Attack: the weaker way. An app has pinned alice's phone, so that not even the server can log her in; whoever runs that server, or
// knows one of her codes, posts a code instead of asking the phone, or offers the set-up of a phone of their own. A code is the
// server's word alone: where a phone is pinned, or an ID is being linked, it counts for nothing and is not even sent on.
import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import { makeCodeAssertion } from '../plugin/code-kit.js'
import type { App } from '../plugin/plugin-app.js'
import { Browser, startApp } from '../plugin/plugin-app.js'

const CODE = '287082'

let app: App
beforeEach(async () => {
  app = await startApp()
  app.server.rightCodes.add(CODE)
})
afterEach(() => app.stop())

for (const pinnedDevices of [[], ['A'.repeat(43)]])
  test(`a right code opens nothing for a person with ${pinnedDevices.length} pinned phones`, async () => {
    app.kept.set('alice', { pinnedDevices })
    const thief = await new Browser(app).signIn('alice')

    assert.deepEqual((await thief.post('/countersign/start')).json['otherWays'], [])
    assert.deepEqual((await thief.post('/countersign/ways')).json['otherWays'], [])
    const reply = await thief.post('/countersign/code', { code: CODE })

    assert.equal(reply.json['code'], 'way_not_allowed')
    assert.deepEqual(app.server.codes, [])
    assert.equal((await thief.get('/')).location, '/countersign')
  })

test('a code links no ID: the thief of one would own the account at this app from then on', async () => {
  const thief = new Browser(app)
  await thief.get('/first?user=mallory&linking=alice')

  const reply = await thief.post('/countersign/code', { code: CODE })

  assert.equal(reply.json['code'], 'way_not_allowed')
  assert.deepEqual([app.linked, app.approved, app.server.codes], [[], [], []])
  assert.equal((await thief.get('/')).location, '/countersign')
})

test('a server that hands out the assertion of a code where a phone was asked opens nothing', async () => {
  const other = await new Browser(app).signIn('alice')
  await other.post('/countersign/code', { code: CODE })
  app.kept.set('alice', { pinnedDevices: [] })
  const thief = await new Browser(app).signIn('alice')
  await thief.post('/countersign/start')
  app.server.become('approved')
  const { login } = app.server.last
  app.server.handsOut = makeCodeAssertion(
    app.server.keys,
    app.server.appId,
    { ...app.server.last.body, purpose: 'login', accountId: login.accountId, way: 'totp' },
    { claims: { jti: login.challengeId } },
  )

  assert.equal((await thief.post('/countersign/complete')).json['code'], 'not_confirmed')
  assert.equal((await thief.get('/')).location, '/countersign')
})

test('a server that offers the set-up of a phone to somebody with a pinned one sends nobody there', async () => {
  app.kept.set('alice', { pinnedDevices: [] })
  app.server.setUp = {
    decision: 'setUp',
    link: `${app.server.url}/set-up/#${'s'.repeat(43)}`,
    expiresAtMs: Date.now() + 60_000,
    laterUntilMs: null,
  }
  const browser = await new Browser(app).signIn('alice')

  const reply = await browser.post('/countersign/start')

  assert.deepEqual([reply.status, reply.json['code']], [503, 'unreachable'])
  assert.ok(!reply.text.includes('set-up'))
})
