// /v1/watch over a real port: a page learns every step as it happens, leaves no trace when it goes, and learns nothing else.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Fabric } from '@countersign/server/core/ports'
import { createMemoryFabric } from '@countersign/server/fabric/memory'
import { fixedClock } from '../support/clock.js'
import { watchStream } from '../support/event-stream.js'
import type { RawDevice, RawSocket } from '../support/raw-device.js'
import { answerFrame } from '../support/raw-device.js'
import { assertProblem, TestServer } from '../support/test-server.js'
import { until } from '../support/until.js'

let server: TestServer
let apiKey: string
let device: RawDevice
let socket: RawSocket
let counter: number
before(async () => {
  server = await TestServer.start()
  await server.addAccount()
  apiKey = (await server.addApp('Wiki', ['https://wiki.example', 'http://localhost:3000'])).apiKey
  device = await server.pairDevice()
  const connected = await server.connect(device)
  socket = connected.socket
  counter = connected.nextCounter
})
after(() => server.stop())

const watch = (token: string, query = '', headers: Readonly<Record<string, string>> = {}) =>
  server.call('GET', `/v1/watch${query}`, { headers: { authorization: `Watch ${token}`, ...headers } })
const redeem = (asked: { challengeId: string; appNonce: string }) =>
  server.call('POST', `/v1/challenges/${asked.challengeId}/redeem`, {
    apiKey,
    body: { appNonce: asked.appNonce },
  })

test('a stream tells every step of a login, and ends when nothing can follow', async () => {
  const asked = await server.requestApproval(apiKey)
  const page = await watchStream(server.url, asked.watchToken)
  assert.equal(page.response.status, 200)
  assert.equal(page.response.headers.get('content-type'), 'text/event-stream; charset=utf-8')
  assert.equal(page.response.headers.get('cache-control'), 'no-store')
  assert.equal((await page.next())?.state, 'pending')

  const frame = await socket.take('challenge')
  socket.send({ type: 'received', challengeId: frame.challengeId })
  const onPhone = await page.next()
  assert.equal(onPhone?.progress, 'on_phone')
  assert.ok(asked.match.mode === 'symbol')
  const { symbolId } = asked.match
  socket.send(answerFrame(device, frame, { decision: 'approve', symbolId, counter: counter++ }))
  assert.equal((await page.next())?.state, 'approved')
  await socket.take('receipt')
  assert.equal((await redeem(asked)).status, 200)
  assert.equal((await page.next())?.state, 'redeemed')
  assert.equal(await page.next(), undefined)
  // The phone hears it too: its approval can no longer be taken back.
  await socket.take('receipt')
  // Nothing of the question or the answer is in what a page hears.
  assert.doesNotMatch(page.text(), /symbol|alice|deviceId|challengeId|assertion/)
})

test('a finished challenge is one event and the end', async () => {
  const asked = await server.requestApproval(apiKey)
  await socket.take('challenge')
  await server.call('POST', `/v1/challenges/${asked.challengeId}/cancel`, {
    apiKey,
    body: { appNonce: asked.appNonce },
  })
  await socket.take('receipt')
  const page = await watchStream(server.url, asked.watchToken)
  assert.equal((await page.next())?.state, 'cancelled')
  assert.equal(await page.next(), undefined)
})

test('a denied login is told at once', async () => {
  const asked = await server.requestApproval(apiKey)
  const page = await watchStream(server.url, asked.watchToken)
  await page.next()
  const frame = await socket.take('challenge')
  socket.send(answerFrame(device, frame, { decision: 'deny', counter: counter++ }))
  assert.equal((await page.next())?.state, 'denied')
  assert.equal(await page.next(), undefined)
  await socket.take('receipt')
})

test('without a stream: at once when something else is known, else when it changes', async () => {
  const asked = await server.requestApproval(apiKey)
  const first = await watch(asked.watchToken)
  assert.equal(first.json.state, 'pending')
  const { state, progress } = first.json
  const stale = await watch(asked.watchToken, '?wait=25&state=approved')
  assert.equal(stale.json.state, 'pending')
  const waiting = watch(asked.watchToken, `?wait=25&state=${state}&progress=${progress}`)
  await server.call('POST', `/v1/challenges/${asked.challengeId}/cancel`, {
    apiKey,
    body: { appNonce: asked.appNonce },
  })
  assert.equal((await waiting).json.state, 'cancelled')
  const over = await watch(asked.watchToken, '?wait=25&state=cancelled')
  assert.equal(over.json.state, 'cancelled')
})

test('a wait that cannot be read is no wait', async () => {
  const asked = await server.requestApproval(apiKey, { context: { address: '::1', browser: 'a' } })
  const { state } = (await watch(asked.watchToken)).json
  for (const wait of ['', '-1', '1e3', '99999', '0', '1&wait=2', 'x'])
    assert.equal((await watch(asked.watchToken, `?wait=${wait}&state=${state}`)).json.state, state)
})

test('a wrong watch token learns nothing, whatever it looks like', async () => {
  const asked = await server.requestApproval(apiKey, { context: { address: '::2', browser: 'b' } })
  const wrong = ['', 'nonsense', asked.challengeId, asked.appNonce, `${asked.watchToken}A`, 'A'.repeat(43)]
  for (const token of wrong) assertProblem(await watch(token), 401, 'unauthorized')
  assertProblem(await server.call('GET', '/v1/watch', { apiKey }), 401, 'unauthorized')
  assertProblem(await server.call('GET', `/v1/watch?token=${asked.watchToken}`), 401, 'unauthorized')
})

test('only pages of the app’s own origins may watch', async () => {
  const asked = await server.requestApproval(apiKey, { context: { address: '::3', browser: 'c' } })
  for (const origin of ['https://wiki.example', 'http://localhost:3000']) {
    const reply = await watch(asked.watchToken, '', { origin })
    assert.equal(reply.status, 200)
    assert.equal(reply.headers.get('access-control-allow-origin'), origin)
    assert.equal(reply.headers.get('vary'), 'Origin')
    assert.equal(reply.headers.get('access-control-allow-credentials'), null)
  }
  for (const origin of [
    'https://evil.example',
    'https://wiki.example.evil.example',
    'null',
    'http://wiki.example',
  ])
    assertProblem(await watch(asked.watchToken, '', { origin }), 403, 'origin_forbidden')
  const preflight = await server.call('OPTIONS', '/v1/watch', {
    headers: {
      origin: 'https://wiki.example',
      'access-control-request-method': 'GET',
      'access-control-request-headers': 'authorization',
    },
  })
  assert.equal(preflight.status, 204)
  assert.equal(preflight.headers.get('access-control-allow-origin'), 'https://wiki.example')
  assert.equal(preflight.headers.get('access-control-allow-headers'), 'Authorization')
})

test('a page that is closed leaves nothing behind', async () => {
  const fabric = createMemoryFabric(fixedClock())
  let watching = 0
  const counting: Fabric = {
    ...fabric,
    watch(challengeId, onStatus) {
      watching += 1
      const unwatch = fabric.watch(challengeId, onStatus)
      return () => {
        watching -= 1
        unwatch()
      }
    },
  }
  const own = await TestServer.start({ overrides: { ports: { fabric: counting } } })
  try {
    await own.addAccount()
    const app = await own.addApp()
    const asked = await own.requestApproval(app.apiKey)
    const pages = await Promise.all(Array.from({ length: 8 }, () => watchStream(own.url, asked.watchToken)))
    for (const page of pages) await page.next()
    assert.equal(own.open.pages, 8)
    // The ninth page of one challenge finds no place; another challenge is not touched by that.
    const ninth = await watchStream(own.url, asked.watchToken)
    assert.equal(ninth.response.status, 429)
    assert.equal(ninth.response.headers.get('retry-after'), '5')
    for (const page of pages) page.abort()
    await until(() => own.open.pages === 0)
    assert.equal(watching, 0)
    const again = await watchStream(own.url, asked.watchToken)
    assert.equal(again.response.status, 200)
    again.abort()
  } finally {
    await own.stop()
  }
})

test('a change that the fabric lost is found by the next look; a silent stream is kept open by comments', async () => {
  const clock = fixedClock()
  const own = await TestServer.start({ overrides: { ports: { clock } } })
  try {
    await own.addAccount()
    const app = await own.addApp()
    const asked = await own.requestApproval(app.apiKey)
    const page = await watchStream(own.url, asked.watchToken)
    await page.next()
    // Written behind the fabric's back, as another node would whose message was lost.
    await own.ports.storage.transaction((stores) =>
      stores.challenges.change({
        id: asked.challengeId,
        from: 'pending',
        to: 'cancelled',
        cause: 'by_app',
        nowMs: clock.nowMs(),
        notExpired: true,
      }),
    )
    clock.advance(1_000)
    assert.equal((await page.next())?.state, 'cancelled')
    assert.match(page.text(), /^: \n\n/m)
  } finally {
    await own.stop()
  }
})

for (const setByMs of [0, -600_000])
  test(`a long poll whose time is over answers with what is known, on a clock that is set by ${setByMs} ms meanwhile`, async () => {
    const clock = fixedClock()
    const own = await TestServer.start({ overrides: { ports: { clock } } })
    try {
      await own.addAccount()
      const app = await own.addApp()
      const asked = await own.requestApproval(app.apiKey)
      const headers = { authorization: `Watch ${asked.watchToken}` }
      const { state, progress } = (await own.call('GET', '/v1/watch', { headers })).json
      const query = `?wait=5&state=${state}&progress=${progress}`
      const waiting = own.call('GET', `/v1/watch${query}`, { headers })
      await until(() => own.open.pages === 1)
      clock.advance(setByMs)
      // Time passes step by step: of a clock that is set nobody knows how long that took.
      await until(() => {
        clock.advance(100)
        return own.open.pages === 0
      })
      const reply = await waiting
      assert.equal(reply.json.state, 'pending')
      assert.ok(reply.json.nowMs <= clock.nowMs(), 'the time that is told is the clock’s')
    } finally {
      await own.stop()
    }
  })
