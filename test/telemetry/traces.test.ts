// Traces at a real collector: one login is one trace, from the app's request over the phone and back, and it names nobody.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, test } from 'node:test'
import { toBase64Url } from '@countersign/protocol'
import { createMemoryFabric } from '@countersign/server/fabric/memory'
import { createMemoryStorage } from '@countersign/server/storage/memory'
import type { CollectedSpan } from '../support/collector.js'
import { Collector } from '../support/collector.js'
import type { ObservedServer } from '../support/observed-login.js'
import { login, startObserved } from '../support/observed-login.js'
import { answerFrame } from '../support/raw-device.js'
import { approvalBody, TestServer } from '../support/test-server.js'
import { until } from '../support/until.js'

let collector: Collector
let observed: ObservedServer
before(async () => {
  collector = await Collector.start()
  observed = await startObserved({ 'traces.url': collector.url })
})
after(async () => {
  await observed.server.stop()
  await collector.stop()
})

const CREATE = 'POST /v1/challenges'
const REDEEM = 'POST /v1/challenges/{id}/redeem'

function traceParent(flags = '01'): {
  readonly header: string
  readonly traceId: string
  readonly spanId: string
} {
  const traceId = randomBytes(16).toString('hex')
  const spanId = randomBytes(8).toString('hex')
  return { header: `00-${traceId}-${spanId}-${flags}`, traceId, spanId }
}

async function spansOf(traceId: string, names: readonly string[]): Promise<readonly CollectedSpan[]> {
  const found = (): readonly CollectedSpan[] => collector.spans.filter((span) => span.traceId === traceId)
  await until(() => names.every((name) => found().some((span) => span.name === name)))
  return found()
}

test('one trace goes from the app’s request to the phone, to its answer, and is linked to the redemption', async () => {
  const asking = traceParent()
  const redeeming = traceParent()
  await login(observed, {
    headers: { traceparent: asking.header },
    redeemWith: { traceparent: redeeming.header },
  })
  const spans = await spansOf(asking.traceId, [CREATE, 'transaction', 'ring', 'shown', 'answer'])
  const one = (name: string): CollectedSpan => {
    const found = spans.filter((span) => span.name === name)
    assert.equal(found.length, 1, name)
    return found[0] as CollectedSpan
  }
  const create = one(CREATE)
  assert.equal(create.parentSpanId, asking.spanId)
  for (const name of ['ring', 'shown', 'answer']) assert.equal(one(name).parentSpanId, create.spanId, name)
  // One for the request, one for the answer: each below the work that needed it.
  const parents = spans.filter(({ name }) => name === 'transaction').map(({ parentSpanId }) => parentSpanId)
  assert.deepEqual(parents.sort(), [create.spanId, one('answer').spanId].sort())

  const [redeem] = (await spansOf(redeeming.traceId, [REDEEM, 'transaction'])).filter(
    ({ name }) => name === REDEEM,
  )
  assert.equal(redeem?.parentSpanId, redeeming.spanId)
  assert.deepEqual(
    redeem?.links?.map(({ traceId, spanId }) => [traceId, spanId]),
    [[create.traceId, create.spanId]],
  )
})

test('a login over two nodes is one trace, and the id of its request stands in the log of either', async () => {
  // Neither of the two ends what they share.
  const close = (): Promise<void> => Promise.resolve()
  const shared = {
    storage: { ...createMemoryStorage(), close },
    fabric: { ...createMemoryFabric({ nowMs: () => Date.now() }), close },
  }
  const config = {
    'traces.url': collector.url,
    'keys.root': toBase64Url(randomBytes(32)),
    'keys.master': toBase64Url(randomBytes(32)),
  }
  const own = { config, overrides: { ports: shared } }
  const [asked, answered] = [await TestServer.start(own), await TestServer.start(own)]
  try {
    await asked.addAccount()
    const { apiKey } = await asked.addApp()
    const device = await asked.pairDevice()
    const asking = traceParent()
    const { socket, nextCounter } = await answered.connect(device)
    const { json } = await asked.call('POST', '/v1/challenges', {
      ...{ apiKey, body: approvalBody() },
      headers: { traceparent: asking.header, 'request-id': 'order-4711' },
    })
    const { symbolId } = json.match
    const frame = await socket.take('challenge')
    socket.send(answerFrame(device, frame, { decision: 'approve', symbolId, counter: nextCounter }))
    await socket.take('receipt')
    const spans = await spansOf(asking.traceId, [CREATE, 'answer'])
    const create = spans.find(({ name }) => name === CREATE)
    assert.equal(spans.find(({ name }) => name === 'answer')?.parentSpanId, create?.spanId)
    const line = (server: TestServer, event: string): unknown =>
      server.log.find((each) => each.event === event)?.fields
    assert.ok(
      line(asked, 'challenge_created') !== undefined && line(asked, 'challenge_answered') === undefined,
    )
    const { askedIn } = line(answered, 'challenge_answered') as { readonly askedIn: string }
    assert.equal(askedIn, 'order-4711')
    socket.close()
  } finally {
    await answered.stop()
    await asked.stop()
  }
})

test('a request without a traceparent, or with a malformed one, begins a trace of its own', async () => {
  const wrong = [
    'nonsense',
    `00-${'0'.repeat(32)}-${'1'.repeat(16)}-01`,
    `ff-${'1'.repeat(32)}-${'1'.repeat(16)}-01`,
    `00-${'1'.repeat(32)}-${'1'.repeat(16)}-01-more`,
    `00-${'A'.repeat(32)}-${'1'.repeat(16)}-01`,
  ]
  const before = collector.named(CREATE).length
  for (const traceparent of wrong)
    await observed.server.call('POST', '/v1/challenges', {
      ...{ apiKey: observed.apiKey, body: approvalBody({ userId: 'nobody' }), headers: { traceparent } },
    })
  await until(() => collector.named(CREATE).length >= before + 3)
  for (const { parentSpanId, traceId } of collector.named(CREATE).slice(before)) {
    assert.ok(parentSpanId === undefined || parentSpanId === '')
    assert.notEqual(traceId, '1'.repeat(32))
  }
})

test('an app that does not want its request traced is obeyed, to the phone’s answer', async () => {
  const { header, traceId } = traceParent('00')
  const spans = collector.spans.length
  await login(observed, { headers: { traceparent: header }, redeemWith: { traceparent: header } })
  // What comes later was sent in the same order, so nothing of this one is still under way.
  const next = traceParent()
  await login(observed, { headers: { traceparent: next.header } })
  await spansOf(next.traceId, [CREATE, 'answer'])
  const since = collector.spans.slice(spans)
  assert.deepEqual(
    since.filter((span) => span.traceId === traceId),
    [],
  )
  assert.equal(since.filter(({ name }) => name === 'answer').length, 1)
})

test('a stranger makes no span: without a good key nothing is traced, and no trace is chosen', async () => {
  const { header, traceId } = traceParent()
  for (const apiKey of [undefined, 'cs_wrong'])
    await observed.server.call('POST', '/v1/challenges', {
      ...(apiKey === undefined ? {} : { apiKey }),
      ...{ body: approvalBody(), headers: { traceparent: header } },
    })
  const next = traceParent()
  await login(observed, { headers: { traceparent: next.header } })
  await spansOf(next.traceId, ['answer'])
  assert.deepEqual(
    collector.spans.filter((span) => span.traceId === traceId),
    [],
  )
})

test('what the phone gets and signs is the same with a trace as without: nothing of it goes there', async () => {
  const { server, apiKey, device } = observed
  const { header, traceId, spanId } = traceParent()
  const { socket } = await server.connect(device)
  const body = approvalBody()
  const headers = { traceparent: header, 'request-id': 'order-4711' }
  const asked = await server.call('POST', '/v1/challenges', { apiKey, body, headers })
  const frame = await socket.take('challenge')
  assert.deepEqual(Object.keys(frame).sort(), ['body', 'challengeId', 'signature', 'type'])
  const seen = Buffer.from(frame.body, 'base64url')
  const traces = [traceId, spanId, 'order-4711', Buffer.from(traceId, 'hex'), Buffer.from(spanId, 'hex')]
  for (const trace of traces) assert.ok(!seen.includes(trace) && !asked.text.includes(trace.toString()))
  const { appNonce } = body
  await server.call('POST', `/v1/challenges/${asked.json.challengeId}/cancel`, { apiKey, body: { appNonce } })
  socket.close()
})

test('a trace names nobody: no account, device, address or name, and no secret', async () => {
  const next = traceParent()
  const { asked } = await login(observed, { headers: { traceparent: next.header } })
  await spansOf(next.traceId, ['answer'])
  const { device, apiKey } = observed
  const secrets = [
    'alice',
    '203.0.113.7',
    'Firefox',
    device.deviceId,
    device.accountId,
    apiKey,
    asked.json.watchToken,
  ]
  for (const secret of secrets) assert.ok(!collector.text.includes(secret), secret)
  assert.ok(collector.text.includes(asked.json.challengeId))
})

test('a collector that takes nothing is told of in the log, and no login waits for it', async () => {
  const own = await Collector.start()
  own.status = 400
  const traced = await startObserved({ 'traces.url': own.url })
  try {
    await login(traced)
    await until(() => traced.server.log.some(({ event }) => event === 'traces_not_sent'))
  } finally {
    await traced.server.stop()
    await own.stop()
  }
})

test('no request is traced at 0 percent, but those whose app wants it', async () => {
  const own = await Collector.start()
  const traced = await startObserved({ 'traces.url': own.url, 'traces.percent': 0 })
  await login(traced)
  const wanted = traceParent()
  await login(traced, { headers: { traceparent: wanted.header } })
  // Stopping sends what is left.
  await traced.server.stop()
  assert.deepEqual([...new Set(own.spans.map(({ traceId }) => traceId))], [wanted.traceId])
  await own.stop()
})
