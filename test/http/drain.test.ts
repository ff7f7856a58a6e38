// Stopping without losing anything: not ready, phones and pages told when to come back, what is under way finished.
import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { test } from 'node:test'
import { createMemoryStorage } from '@countersign/server/storage/memory'
import { watchStream } from '../support/event-stream.js'
import { approvalBody, TestServer } from '../support/test-server.js'
import { until } from '../support/until.js'

test('alive and ready; not ready when the database does not answer', async () => {
  const storage = createMemoryStorage()
  let broken = false
  const own = await TestServer.start({
    overrides: {
      ports: {
        storage: { ...storage, ping: () => (broken ? Promise.reject(new Error('gone')) : storage.ping()) },
      },
    },
  })
  try {
    assert.deepEqual((await own.call('GET', '/healthz')).json, { status: 'alive' })
    const ready = await own.call('GET', '/readyz')
    assert.equal(ready.status, 200)
    assert.deepEqual(ready.json, {
      ready: true,
      checks: { storage: 'ok', keys: 'ok', fabric: 'ok', draining: false },
    })
    broken = true
    const failed = await own.call('GET', '/readyz')
    assert.equal(failed.status, 503)
    assert.deepEqual(failed.json.checks, { storage: 'failed', keys: 'ok', fabric: 'ok', draining: false })
    assert.equal((await own.call('GET', '/healthz')).status, 200)
  } finally {
    await own.stop()
  }
})

test('phones get a goodbye, streams a retry hint, polls what is known; then everything is closed', async () => {
  const own = await TestServer.start()
  await own.addAccount()
  const { apiKey } = await own.addApp()
  const phones = await Promise.all([own.pairDevice(), own.pairDevice()])
  const sockets = await Promise.all(phones.map(async (phone) => (await own.connect(phone)).socket))
  const asked = await own.requestApproval(apiKey)
  for (const socket of sockets) await socket.take('challenge')
  const page = await watchStream(own.url, asked.watchToken)
  const first = await page.next()
  const headers = { authorization: `Watch ${asked.watchToken}` }
  const poll = own.call('GET', `/v1/watch?wait=25&state=pending&progress=${first?.progress}`, { headers })
  await until(() => own.open.pages === 2)

  const stopped = own.stop()
  for (const socket of sockets) {
    const { reconnectAfterMs } = await socket.take('goodbye')
    assert.ok(reconnectAfterMs >= 0 && reconnectAfterMs < 5_000)
    assert.deepEqual(await socket.closed, { code: 1012, reason: 'draining' })
  }
  assert.equal(await page.next(), undefined)
  assert.match(page.text(), /\nretry: \d+\n\n$/)
  assert.equal((await poll).json.state, 'pending')
  await stopped
  assert.equal(own.open.pages, 0)
  await until(() => own.open.sockets === 0)
  await assert.rejects(fetch(`${own.url}/healthz`))
  // The audit's last batch is sealed in between.
  const events = own.log.map(({ event }) => event)
  assert.ok(events.includes('server_stopping'))
  assert.equal(events.at(-1), 'server_stopped')
})

test('a request that is under way is answered, and its work is kept', async () => {
  const own = await TestServer.start()
  await own.addAccount()
  const { apiKey } = await own.addApp()
  const body = JSON.stringify(approvalBody())
  const socket = connect(Number(new URL(own.url).port), 'localhost')
  let answer = ''
  socket.on('data', (data) => {
    answer += data.toString()
  })
  const closed = new Promise((resolve) => socket.on('close', resolve))
  socket.write(
    `POST /v1/challenges HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${apiKey}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body.slice(0, 20)}`,
  )
  // The server has read the head once it answers another request that came after it.
  await own.call('GET', '/healthz')
  const stopped = own.stop()
  socket.write(body.slice(20))
  await stopped
  await closed
  assert.match(answer, /^HTTP\/1\.1 201 /)
})

test('stopping twice is stopping once', async () => {
  const own = await TestServer.start()
  await Promise.all([own.stop(), own.stop()])
  await own.stop()
})

test('a server with time to drain says that it is not ready, and serves every step of a login meanwhile', async () => {
  const own = await TestServer.start({ config: { 'drain.seconds': 4 } })
  await own.addAccount('alice')
  await own.addAccount('bob')
  const { apiKey } = await own.addApp()
  const phone = await own.pairDevice('alice')
  const { socket } = await own.connect(phone)
  const stopped = own.stop()

  const ready = await own.call('GET', '/readyz')
  assert.equal(ready.status, 503)
  assert.equal(ready.json.checks.draining, true)
  const late = await own.connect(await own.pairDevice('bob'))
  const asked = await own.requestApproval(apiKey)
  assert.equal((await socket.take('challenge')).challengeId, asked.challengeId)
  const status = await own.call('GET', `/v1/challenges/${asked.challengeId}`, { apiKey })
  assert.equal(status.headers.get('connection'), 'close')
  const page = await watchStream(own.url, asked.watchToken)
  assert.equal((await page.next())?.state, 'pending')

  // Half its time is over: those who are connected hear when to leave, and are served until they do.
  const { reconnectAfterMs } = await socket.take('goodbye')
  assert.ok(reconnectAfterMs < 2_000)
  await late.socket.take('goodbye')
  await assert.rejects(own.connect(phone))
  const second = await own.requestApproval(apiKey, { userId: 'bob' })
  assert.equal((await late.socket.take('challenge')).challengeId, second.challengeId)
  assert.equal(await page.next(), undefined)
  assert.match(page.text(), /\nretry: 0\n\n$/)
  assert.deepEqual(await socket.closed, { code: 1012, reason: 'draining' })
  await stopped
  await assert.rejects(fetch(`${own.url}/healthz`))
})
