// /v1/challenges over a real port: the app's calls, what they answer, and who may not make them.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { RawDevice } from '../support/raw-device.js'
import { answerFrame } from '../support/raw-device.js'
import { approvalBody, assertProblem, TestServer } from '../support/test-server.js'

let server: TestServer
let apiKey: string
let otherKey: string
let device: RawDevice
before(async () => {
  server = await TestServer.start()
  await server.addAccount('alice')
  apiKey = (await server.addApp('Wiki')).apiKey
  otherKey = (await server.addApp('Mail', ['https://mail.example'])).apiKey
  device = await server.pairDevice('alice')
})
after(() => server.stop())

test('an approval is asked for, looked at and withdrawn', async () => {
  const asked = await server.requestApproval(apiKey)
  const path = `/v1/challenges/${asked.challengeId}`
  const seen = await server.call('GET', path, { apiKey })
  assert.equal(seen.status, 200)
  assert.equal(seen.json.state, 'pending')
  assert.equal(seen.json.expiresAtMs, asked.expiresAtMs)
  const body = { appNonce: asked.appNonce }
  const cancelled = await server.call('POST', `${path}/cancel`, { apiKey, body })
  assert.equal(cancelled.status, 200)
  assert.equal(cancelled.json.state, 'cancelled')
  assert.equal(cancelled.json.cause, 'by_app')
  assert.equal((await server.call('POST', `${path}/cancel`, { apiKey, body })).json.state, 'cancelled')
})

test('an ID that nobody has is answered in the same shape', async () => {
  const known = await server.call('POST', '/v1/challenges', { apiKey, body: approvalBody() })
  const unknown = await server.call('POST', '/v1/challenges', {
    apiKey,
    body: approvalBody({ userId: 'nobody' }),
  })
  assert.equal(unknown.status, 201)
  const kinds = (value: object) => Object.entries(value).map(([key, entry]) => [key, typeof entry])
  assert.deepEqual(kinds(unknown.json), kinds(known.json))
  assert.equal(unknown.json.delivery, known.json.delivery)
})

test('without an API key, or with a wrong one, every call of an app is refused alike', async () => {
  const asked = await server.requestApproval(apiKey)
  const path = `/v1/challenges/${asked.challengeId}`
  const keys = [undefined, 'nonsense', 'cs_0123456789abcdef_AAAA', `${apiKey}x`]
  for (const wrong of keys) {
    const credentials = wrong === undefined ? {} : { apiKey: wrong }
    const replies = [
      await server.call('POST', '/v1/challenges', { ...credentials, body: approvalBody() }),
      await server.call('GET', path, credentials),
      await server.call('POST', `${path}/redeem`, { ...credentials, body: { appNonce: asked.appNonce } }),
      await server.call('POST', `${path}/cancel`, { ...credentials, body: { appNonce: asked.appNonce } }),
    ]
    for (const reply of replies) {
      const problem = assertProblem(reply, 401, 'unauthorized')
      assert.equal(problem.detail, undefined)
      assert.match(reply.headers.get('www-authenticate') ?? '', /^Bearer /)
    }
  }
})

test('wrong API keys from one address are slowed down, the right one is not', async () => {
  const own = await TestServer.start()
  try {
    const { apiKey: right } = await own.addApp()
    const statuses: number[] = []
    for (let i = 0; i < 62; i++)
      statuses.push((await own.call('POST', '/v1/challenges', { apiKey: 'cs_wrong', body: {} })).status)
    assert.equal(statuses.at(0), 401)
    assert.equal(statuses.at(-1), 429)
    const good = await own.call('POST', '/v1/challenges', { apiKey: right, body: approvalBody() })
    assert.equal(good.status, 201)
  } finally {
    await own.stop()
  }
})

test('the challenge of another app looks like none, and so does an id that is no id', async () => {
  const asked = await server.requestApproval(apiKey, { context: { address: '203.0.113.9', browser: 'x' } })
  const body = { appNonce: asked.appNonce }
  for (const id of [asked.challengeId, '019aa5c2-7d1e-7c3b-9a54-3f0a6d1b2c4e', 'nonsense', '..%2f..']) {
    const path = `/v1/challenges/${id}`
    assertProblem(await server.call('GET', path, { apiKey: otherKey }), 404, 'challenge_unknown')
    assertProblem(
      await server.call('POST', `${path}/redeem`, { apiKey: otherKey, body }),
      404,
      'challenge_unknown',
    )
    assertProblem(
      await server.call('POST', `${path}/cancel`, { apiKey: otherKey, body }),
      404,
      'challenge_unknown',
    )
  }
})

test('an approval is not redeemed with the nonce of another session', async () => {
  const own = await TestServer.start()
  try {
    await own.addAccount()
    const app = await own.addApp()
    const phone = await own.pairDevice()
    const { socket, nextCounter } = await own.connect(phone)
    const asked = await own.requestApproval(app.apiKey)
    const frame = await socket.take('challenge')
    assert.ok(asked.match.mode === 'symbol')
    const { symbolId } = asked.match
    socket.send(answerFrame(phone, frame, { decision: 'approve', symbolId, counter: nextCounter }))
    await socket.take('receipt')
    const path = `/v1/challenges/${asked.challengeId}/redeem`
    const wrong = await own.call('POST', path, { apiKey: app.apiKey, body: { appNonce: asked.watchToken } })
    assertProblem(wrong, 401, 'unauthorized')
    const right = await own.call('POST', path, { apiKey: app.apiKey, body: { appNonce: asked.appNonce } })
    assert.equal(right.status, 200)
  } finally {
    await own.stop()
  }
})

test('the fourth open request of other browsers is refused with a time to come back', async () => {
  const own = await TestServer.start()
  try {
    await own.addAccount()
    const app = await own.addApp()
    await own.pairDevice()
    const from = (n: number) =>
      own.call('POST', '/v1/challenges', {
        apiKey: app.apiKey,
        body: approvalBody({ context: { address: `203.0.113.${n}`, browser: 'Firefox' }, atLeast: 'code' }),
      })
    for (const n of [1, 2, 3]) assert.equal((await from(n)).status, 201)
    const fourth = await from(4)
    const problem = assertProblem(fourth, 429, 'too_many_open_challenges')
    assert.ok((problem.retryAfterSeconds ?? 0) > 0)
    assert.equal(fourth.headers.get('retry-after'), String(problem.retryAfterSeconds))
  } finally {
    await own.stop()
  }
})

test('what a flow refuses is logged with its facts, under no secret', async () => {
  const reply = await server.call('GET', '/v1/challenges/019aa5c2-7d1e-7c3b-9a54-3f0a6d1b2c4e', { apiKey })
  assert.equal(reply.status, 404)
  const line = server.log.findLast(({ event }) => event === 'request_refused')
  assert.deepEqual(line?.fields, {
    requestId: reply.headers.get('request-id'),
    ...{ operation: '/v1/challenges/{id}', reason: 'challenge_unknown' },
  })
  assert.ok(device.deviceId)
})
