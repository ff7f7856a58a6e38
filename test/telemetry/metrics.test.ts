// Figures over a real port: what a login leaves behind in them, what never stands in them, and that nobody finds them by chance.
import assert from 'node:assert/strict'
import { randomBytes, randomUUID } from 'node:crypto'
import { request } from 'node:http'
import { after, before, test } from 'node:test'
import { toBase64Url } from '@countersign/protocol'
import { createApp } from '@countersign/server'
import { resolveConfig } from '@countersign/server/config'
import { createMemoryStorage } from '@countersign/server/storage/memory'
import { metricTable } from '@countersign/server/telemetry/metric-table'
import type { ObservedServer } from '../support/observed-login.js'
import { login, scrape, startObserved } from '../support/observed-login.js'
import { approvalBody, TestServer } from '../support/test-server.js'
import { until } from '../support/until.js'

let observed: ObservedServer
before(async () => {
  observed = await startObserved()
})
after(() => observed.server.stop())

test('a login is counted once, by how it ended, and each of its steps is measured', async () => {
  const before = await scrape(observed.metricsPort)
  await login(observed)
  await login(observed, { decision: 'deny' })
  const after = await scrape(observed.metricsPort)
  const grew = (series: string): number => (after.get(series) ?? 0) - (before.get(series) ?? 0)
  assert.equal(grew('countersign_challenges_total{purpose="login",mode="symbol",delivery="push"}'), 2)
  assert.equal(grew('countersign_logins_total{way="approval",outcome="redeemed",reason="none"}'), 1)
  assert.equal(grew('countersign_logins_total{way="approval",outcome="denied",reason="none"}'), 1)
  const steps = { create: 2, shown: 2, answer: 2, decided: 2, redeem: 1, whole: 1 }
  for (const [step, times] of Object.entries(steps))
    assert.equal(grew(`countersign_login_step_seconds_count{step="${step}"}`), times, step)
  assert.equal(grew('countersign_http_request_seconds_count{group="Challenges",status="2xx"}'), 3)
  assert.equal(grew('countersign_socket_events_total{event="authenticated"}'), 2)
  // authenticate, received, answer: of each connection.
  assert.equal(grew('countersign_frames_total{kind="good"}'), 6)
  assert.ok(grew('countersign_transaction_seconds_count{outcome="committed"}') >= 5)
})

test('what is open now, and that this server is ready, is told when it is asked for', async () => {
  const { server, device, metricsPort } = observed
  const { socket } = await server.connect(device)
  const found = await scrape(metricsPort)
  assert.equal(found.get('countersign_sockets'), 1)
  assert.equal(found.get('countersign_waiting_pages'), 0)
  for (const name of ['ready', 'storage_up', 'fabric_up'])
    assert.equal(found.get(`countersign_${name}`), 1, name)
  assert.ok([...found.keys()].some((series) => series.startsWith('nodejs_eventloop_lag_p99_seconds')))
  socket.close()
  await until(async () => (await scrape(metricsPort)).get('countersign_sockets') === 0)
})

test('rounds are counted, and when each was last done is known', async () => {
  const { metricsPort } = observed
  await until(async () => {
    const found = await scrape(metricsPort)
    const done = found.get('countersign_rounds_total{round="waiting pages",outcome="done"}') ?? 0
    const last = found.get('countersign_round_last_done_timestamp_seconds{round="waiting pages"}') ?? 0
    return done > 0 && Math.abs(last - Date.now() / 1000) < 60
  })
})

test('a database that does not answer shows, and its figures come all the same', async () => {
  const storage = createMemoryStorage()
  let gone = false
  const own = await startObserved(
    {},
    {
      overrides: {
        ports: {
          // It never answers: what a cut cable looks like.
          storage: { ...storage, ping: () => (gone ? new Promise(() => undefined) : storage.ping()) },
        },
      },
    },
  )
  try {
    gone = true
    const found = await scrape(own.metricsPort)
    assert.equal(found.get('countersign_storage_up'), 0)
    assert.equal(found.get('countersign_ready'), 0)
    assert.ok((found.get('countersign_log_lines_total{level="error"}') ?? 0) > 0)
  } finally {
    gone = false
    await own.server.stop()
  }
})

test('a fabric that is down shows, and takes no readiness away: logins go on', async () => {
  const { fabric } = observed.server.ports
  const own = await startObserved(
    {},
    { overrides: { ports: { fabric: { ...fabric, state: () => 'down' } } } },
  )
  try {
    const ready = await own.server.call('GET', '/readyz')
    assert.equal(ready.status, 200)
    assert.deepEqual(ready.json.checks, { storage: 'ok', keys: 'ok', fabric: 'down', draining: false })
    const found = await scrape(own.metricsPort)
    assert.equal(found.get('countersign_fabric_up'), 0)
    assert.equal(found.get('countersign_ready'), 1)
  } finally {
    await own.server.stop()
  }
})

test('nobody outside makes a series: whatever is sent, labels are words of ours, and none names a person', async () => {
  const { server, apiKey, device, metricsPort } = observed
  const texts: string[] = []
  const bother = async (): Promise<void> => {
    const text = randomBytes(8).toString('hex')
    texts.push(text)
    await server.call('GET', `/v1/${text}`)
    await server.call('POST', '/v1/challenges', { apiKey, body: { userId: text } })
    await server.call('POST', '/v1/challenges', { apiKey: text, body: approvalBody({ userId: text }) })
    await server.call('GET', `/v1/challenges/${randomUUID()}`, { apiKey })
    await server.call('POST', '/v1/pairings/look-up', { body: { [text]: 1 } })
    const { socket } = await server.connect(device)
    socket.sendRaw(text)
    await socket.take('refusal')
    socket.close()
    await login(observed, { headers: { 'request-id': `order-${text}` } })
  }
  await bother()
  const before = await scrape(metricsPort)
  await bother()
  await bother()
  const found = await scrape(metricsPort)
  assert.deepEqual(
    [...found.keys()].filter((series) => !before.has(series) && !series.includes('{round=')),
    [],
  )
  const all = [...found.keys()].join('\n')
  for (const secret of ['alice', ...texts, device.deviceId, device.accountId, apiKey])
    assert.ok(!all.includes(secret), secret)
})

test('every figure of the table is there, and no other under our name', async () => {
  const response = await fetch(`http://127.0.0.1:${observed.metricsPort}/metrics`)
  const names = [...(await response.text()).matchAll(/^# TYPE (countersign_\w+) (\w+)$/gm)]
  assert.deepEqual(
    names.map(([, name, kind]) => [name, kind]).sort(),
    Object.entries(metricTable)
      .map(([name, { kind }]) => [name, kind])
      .sort(),
  )
})

test('the names follow the conventions of Prometheus', () => {
  for (const [name, { kind, labels }] of Object.entries(metricTable)) {
    assert.match(name, /^countersign_[a-z_]+$/)
    // https://prometheus.io/docs/practices/naming/: totals end in _total, units are base units.
    assert.equal(name.endsWith('_total'), kind === 'counter', name)
    assert.doesNotMatch(name, /_(?:ms|millis|milliseconds|minutes|kb)(?:_|$)/)
    if (kind === 'histogram') assert.match(name, /_seconds$/)
    for (const label of Object.keys(labels)) assert.match(label, /^[a-z]+$/)
  }
})

test('the main listener shows no figures, and the other one nothing else', async () => {
  const { server, metricsPort } = observed
  assert.equal((await server.call('GET', '/metrics')).status, 404)
  const at = (path: string, method = 'GET'): Promise<number> =>
    fetch(`http://127.0.0.1:${metricsPort}${path}`, { method }).then(({ status }) => status)
  assert.equal(await at('/metrics', 'HEAD'), 200)
  assert.equal(await at('/metrics', 'POST'), 405)
  for (const path of ['/', '/readyz', '/metrics/', '/v1/server', '//metrics'])
    assert.equal(await at(path), 404, path)
})

test('without the setting there is no listener, and nothing is counted', async () => {
  const plain = await TestServer.start()
  try {
    assert.equal(plain.ports.metrics.timed('create'), plain.ports.metrics.timed('redeem'))
  } finally {
    await plain.stop()
  }
})

test('a port that is taken ends the start, with the name of the setting', async () => {
  const resolved = resolveConfig({
    ...{ publicUrl: 'http://localhost:0', 'listen.port': 0, 'storage.url': 'memory:' },
    ...{ 'metrics.port': observed.metricsPort, 'log.level': 'silent' },
    'keys.root': toBase64Url(randomBytes(32)),
    'keys.master': toBase64Url(randomBytes(32)),
  })
  assert.ok(resolved.ok)
  const app = await createApp(resolved.config)
  await assert.rejects(app.start(), /no figures at 127\.0\.0\.1 port \d+ \(metrics\.port\)/)
  await app.ports.storage.close()
})

test('a server that stops shows nothing any more', async () => {
  const own = await startObserved()
  await scrape(own.metricsPort)
  await own.server.stop()
  await assert.rejects(fetch(`http://127.0.0.1:${own.metricsPort}/metrics`))
})

test('a crowd of scrapers is answered with one text, made once', async () => {
  const { metricsPort } = observed
  const texts = await Promise.all(
    Array.from({ length: 12 }, () =>
      fetch(`http://127.0.0.1:${metricsPort}/metrics`).then((response) => response.text()),
    ),
  )
  assert.equal(texts.length, 12)
  for (const text of texts) assert.match(text, /^countersign_ready 1$/m)
})

test('a peer that opens connections and says nothing holds no more than its share', async () => {
  const { metricsPort } = observed
  const silent = Array.from({ length: 40 }, () => {
    const call = request({ host: '127.0.0.1', port: metricsPort, path: '/metrics', method: 'POST' })
    call.on('error', () => undefined)
    // A head without an end.
    call.flushHeaders()
    return call
  })
  await new Promise((resolve) => setImmediate(resolve))
  for (const call of silent) call.destroy()
  await until(() =>
    scrape(metricsPort).then(
      () => true,
      () => false,
    ),
  )
})
