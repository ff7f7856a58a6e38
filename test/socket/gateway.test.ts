// The door for devices over a real port: frames in, frames out, and everything that ends a connection.
import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { after, before, test } from 'node:test'
import { FRAME_MAX_BYTES } from '@countersign/protocol'
import { revokeDevice } from '@countersign/server/flows/change-device'
import { confirmPairing } from '@countersign/server/flows/confirm-pairing'
import { WebSocket } from 'ws'
import { fixedClock } from '../support/clock.js'
import { answerFrame, authenticateFrame, newKey, RawSocket } from '../support/raw-device.js'
import { TestServer } from '../support/test-server.js'
import { until } from '../support/until.js'

let server: TestServer
let apiKey: string
before(async () => {
  server = await TestServer.start()
  apiKey = (await server.addApp()).apiKey
})
after(() => server.stop())

let accounts = 0
async function newAccount(): Promise<string> {
  accounts += 1
  const userId = `person${accounts}`
  await server.addAccount(userId)
  return userId
}

/** The refusal, and then the end, with the code as its reason. */
async function assertRefused(socket: RawSocket, code: string, closeCode = 1008): Promise<void> {
  assert.deepEqual(await socket.next(), { type: 'refusal', code })
  assert.deepEqual(await socket.closed, { code: closeCode, reason: code })
}

test('a device is greeted, authenticates and is welcomed', async () => {
  const device = await server.pairDevice(await newAccount())
  const socket = new RawSocket(server.wsUrl)
  const hello = await socket.take('hello')
  assert.equal(hello.serverId, (await server.call('GET', '/v1/server')).json.serverId)
  socket.send(authenticateFrame(device, hello, server.host))
  const welcome = await socket.take('welcome')
  assert.equal(welcome.deviceState, 'active')
  assert.equal(welcome.nextCounter, 1)
  assert.equal(welcome.heartbeatSeconds, 25)
  socket.send({ type: 'ping' })
  assert.ok((await socket.take('pong')).nowMs > 0)
  socket.send({ type: 'pull' })
  assert.deepEqual(await socket.take('pulled'), { type: 'pulled', open: 0 })
  socket.close()
})

test('a signature of another key, for another host or over another nonce ends the connection', async () => {
  const device = await server.pairDevice(await newAccount())
  const attempts: ((
    hello: Parameters<typeof authenticateFrame>[1],
  ) => ReturnType<typeof authenticateFrame>)[] = [
    (hello) => authenticateFrame({ ...device, ...newKey() }, hello, server.host),
    (hello) => authenticateFrame(device, hello, 'relay.example'),
    (hello) => authenticateFrame(device, { ...hello, nonce: hello.serverId }, server.host),
    (hello) => authenticateFrame(device, { ...hello, expiresAtMs: hello.expiresAtMs + 1 }, server.host),
  ]
  for (const attempt of attempts) {
    const socket = new RawSocket(server.wsUrl)
    const hello = await socket.take('hello')
    socket.send(attempt(hello))
    await assertRefused(socket, 'answer_invalid')
  }
  const { socket } = await server.connect(device)
  socket.close()
})

test('whoever does not authenticate first is refused', async () => {
  const frames = [
    { type: 'pull' },
    { type: 'received', challengeId: '019aa5c2-7d1e-7c3b-9a54-3f0a6d1b2c4e' },
  ] as const
  for (const frame of frames) {
    const socket = new RawSocket(server.wsUrl)
    await socket.take('hello')
    socket.sendRaw(JSON.stringify(frame))
    await assertRefused(socket, 'socket_unauthenticated')
  }
})

test('who says nothing until the deadline is sent away, who authenticated in time stays', async () => {
  const clock = fixedClock()
  const own = await TestServer.start({ overrides: { ports: { clock }, gateway: { authSeconds: 5 } } })
  try {
    await own.addAccount()
    const device = await own.pairDevice()
    const { socket: known } = await own.connect(device)
    const silent = new RawSocket(own.wsUrl)
    await silent.take('hello')
    clock.advance(4_999)
    const later = new RawSocket(own.wsUrl)
    await later.take('hello')
    clock.advance(1)
    await assertRefused(silent, 'socket_unauthenticated')
    // The one that came later still has its time, and the known one is served.
    later.send({ type: 'ping' })
    assert.equal((await later.next())?.type, 'pong')
    known.send({ type: 'pull' })
    await known.take('pulled')
  } finally {
    await own.stop()
  }
})

test('a phone that does not answer the heartbeat is dropped, one that does is kept', async () => {
  const clock = fixedClock()
  const own = await TestServer.start({ overrides: { ports: { clock }, gateway: { authSeconds: 1_000 } } })
  try {
    const dead = new RawSocket(own.wsUrl, { autoPong: false })
    const alive = new RawSocket(own.wsUrl)
    await Promise.all([dead.take('hello'), alive.take('hello')])
    clock.advance(25_000)
    await until(() => alive.pings === 1)
    await until(() => dead.pings === 1)
    clock.advance(25_000)
    assert.equal((await dead.closed).code, 1006)
    await until(() => alive.pings === 2)
    await until(() => own.open.sockets === 1)
  } finally {
    await own.stop()
  }
})

test('a clock that is set back by ten minutes puts off no heartbeat, and gives no stranger more time', async () => {
  const clock = fixedClock()
  const own = await TestServer.start({ overrides: { ports: { clock } } })
  try {
    await own.addAccount()
    const { socket: dead } = await own.connect(await own.pairDevice(), { autoPong: false })
    const stranger = new RawSocket(own.wsUrl)
    await stranger.take('hello')
    clock.advance(-600_000)
    await assertRefused(stranger, 'socket_unauthenticated')
    clock.advance(25_000)
    await until(() => dead.pings === 1)
    clock.advance(25_000)
    assert.equal((await dead.closed).code, 1006)
  } finally {
    await own.stop()
  }
})

test('frames that are none are refused, and after five the connection ends', async () => {
  const { socket } = await server.connect(await server.pairDevice(await newAccount()))
  const bad = ['', 'null', '{"type":"answer"}', '{"type":"ping","x":1}', '{"type":"__proto__"}']
  for (const text of bad.slice(0, 4)) {
    socket.sendRaw(text)
    assert.deepEqual(await socket.next(), { type: 'refusal', code: 'frame_invalid' })
  }
  socket.sendRaw(bad.at(-1) ?? '')
  await assertRefused(socket, 'frame_invalid')
})

test('a binary frame ends the connection', async () => {
  const socket = new RawSocket(server.wsUrl)
  await socket.take('hello')
  socket.sendRaw(new Uint8Array([1, 2, 3]))
  await assertRefused(socket, 'frame_invalid', 1003)
})

test('a frame larger than 16 kB ends the connection, one of 16 kB is read', async () => {
  const { socket } = await server.connect(await server.pairDevice(await newAccount()))
  socket.sendRaw('x'.repeat(FRAME_MAX_BYTES))
  assert.deepEqual(await socket.next(), { type: 'refusal', code: 'frame_invalid' })
  socket.sendRaw('x'.repeat(FRAME_MAX_BYTES + 1))
  assert.equal((await socket.closed).code, 1009)
})

test('a flood of frames ends the connection', async () => {
  const { socket } = await server.connect(await server.pairDevice(await newAccount()))
  for (let i = 0; i < 300; i++) socket.send({ type: 'pull' })
  const { code, reason } = await socket.closed
  assert.deepEqual({ code, reason }, { code: 1008, reason: 'too_many_requests' })
})

test('a wrong signature counts against the connection, never against the person', async () => {
  const userId = await newAccount()
  const device = await server.pairDevice(userId)
  const { socket, nextCounter } = await server.connect(device)
  const asked = await server.requestApproval(apiKey, { userId })
  assert.ok(asked.match.mode === 'symbol')
  const { symbolId } = asked.match
  const frame = await socket.take('challenge')
  const forged = answerFrame({ ...device, ...newKey() }, frame, {
    decision: 'approve',
    symbolId,
    counter: nextCounter,
  })
  for (let i = 0; i < 4; i++) {
    socket.send(forged)
    assert.deepEqual(await socket.next(), {
      type: 'refusal',
      code: 'answer_invalid',
      challengeId: asked.challengeId,
    })
  }
  socket.send(forged)
  await assertRefused(socket, 'answer_invalid')
  // The owner connects again, is shown the same request, and approves it.
  const again = await server.connect(device)
  const same = await again.socket.take('challenge')
  assert.equal(same.body, frame.body)
  again.socket.send(answerFrame(device, same, { decision: 'approve', symbolId, counter: again.nextCounter }))
  await again.socket.take('receipt')
  again.socket.close()
})

test('frames are handled in their order, however fast they come', async () => {
  const userId = await newAccount()
  const device = await server.pairDevice(userId)
  const { socket, nextCounter } = await server.connect(device)
  await server.requestApproval(apiKey, { userId })
  const frame = await socket.take('challenge')
  socket.send({ type: 'received', challengeId: frame.challengeId })
  socket.send(answerFrame(device, frame, { decision: 'deny', counter: nextCounter }))
  socket.send({ type: 'pull' })
  socket.send({ type: 'ping' })
  assert.equal((await socket.next())?.type, 'receipt')
  assert.deepEqual(await socket.next(), { type: 'pulled', open: 0 })
  assert.equal((await socket.next())?.type, 'pong')
  socket.close()
})

test('the same device connecting again replaces its older socket', async () => {
  const userId = await newAccount()
  const device = await server.pairDevice(userId)
  const first = await server.connect(device)
  const second = await server.connect(device)
  await assertRefused(first.socket, 'socket_replaced')
  // Closing the old one does not detach the new one.
  await server.requestApproval(apiKey, { userId })
  await second.socket.take('challenge')
  second.socket.close()
})

test('a device that waits for its confirmation hears only of its own state; confirmed, it gets what waits', async () => {
  const userId = await newAccount()
  const known = await server.pairDevice(userId)
  const device = await server.pairDevice(userId, { confirm: false })
  const { socket, deviceState } = await server.connect(device)
  assert.equal(deviceState, 'pending_confirm')
  await server.requestApproval(apiKey, { userId })
  socket.send({ type: 'pull' })
  assert.deepEqual(await socket.next(), { type: 'refusal', code: 'device_not_confirmed' })
  // Even what is routed to it by mistake goes no further.
  await server.ports.fabric.send(device.deviceId, { type: 'pulled', open: 1 })
  socket.send({ type: 'ping' })
  assert.equal((await socket.next())?.type, 'pong')
  const ticket = await server.ports.storage.read.tickets.byId(device.ticketId)
  assert.ok(ticket?.confirmation)
  await confirmPairing(server.ports, device.ticketId, ticket.confirmation)
  const pin = { pinId: null, triesLeft: 5, isWanted: false }
  assert.deepEqual(await socket.next(), {
    ...{ type: 'device', deviceState: 'active', mayHaveOfflineCode: true },
    pin,
  })
  const userApproval = await server.requestApproval(apiKey, {
    userId,
    context: { address: '::9', browser: 'z' },
  })
  const frame = await socket.take('challenge')
  assert.equal(frame.challengeId, userApproval.challengeId)
  assert.ok(known.deviceId)
  socket.close()
})

test('a revoked device is told and cut off, and does not get in again', async () => {
  const device = await server.pairDevice(await newAccount())
  const { socket } = await server.connect(device)
  await revokeDevice(server.ports, device.deviceId)
  assert.deepEqual(await socket.next(), { type: 'device', deviceState: 'revoked' })
  await assertRefused(socket, 'device_revoked')
  const again = new RawSocket(server.wsUrl)
  const hello = await again.take('hello')
  again.send(authenticateFrame(device, hello, server.host))
  await assertRefused(again, 'device_revoked')
})

test('the upgrade is refused to other origins, other hosts, other paths, and without the subprotocol', async () => {
  const upgrade = (path: string, headers: Readonly<Record<string, string>> = {}) =>
    rawUpgrade(server, path, headers)
  assert.match(await upgrade('/v1/device'), /^HTTP\/1\.1 101 /)
  assert.match(await upgrade('/v1/device', { Origin: server.url }), /^HTTP\/1\.1 101 /)
  const refusals: readonly (readonly [string, Record<string, string>, number, string])[] = [
    ['/v1/device', { Origin: 'https://evil.example' }, 403, 'origin_forbidden'],
    ['/v1/device', { Origin: 'null' }, 403, 'origin_forbidden'],
    ['/v1/device', { Host: 'rebound.example' }, 403, 'origin_forbidden'],
    ['/v1/device', { 'Sec-WebSocket-Protocol': 'countersign.v2' }, 400, 'frame_invalid'],
    ['/v1/device?token=x', {}, 404, 'not_found'],
    ['/', {}, 404, 'not_found'],
    ['/v1/challenges', {}, 404, 'not_found'],
  ]
  for (const [path, headers, status, code] of refusals) {
    const answer = await upgrade(path, headers)
    assert.match(answer, new RegExp(`^HTTP/1\\.1 ${status} `))
    assert.match(answer, /Content-Type: application\/problem\+json/)
    assert.match(answer, new RegExp(`"code":"${code}"`))
  }
})

test('origins that the configuration names may connect', async () => {
  const own = await TestServer.start({ config: { 'socket.allowedOrigins': ['https://other.example'] } })
  try {
    assert.match(await rawUpgrade(own, '/v1/device', { Origin: 'https://other.example' }), /^HTTP\/1\.1 101 /)
    assert.match(await rawUpgrade(own, '/v1/device', { Origin: 'https://third.example' }), /^HTTP\/1\.1 403 /)
  } finally {
    await own.stop()
  }
})

test('one address holds only so many sockets that have not authenticated', async () => {
  const own = await TestServer.start({
    overrides: { gateway: { strangersPerAddress: 2, socketsPerAddress: 3 } },
  })
  try {
    await own.addAccount()
    const device = await own.pairDevice()
    const first = new RawSocket(own.wsUrl)
    const second = new RawSocket(own.wsUrl)
    const hello = await first.take('hello')
    await second.take('hello')
    assert.match(await rawUpgrade(own, '/v1/device'), /^HTTP\/1\.1 429 /)
    // Authenticated, it is no stranger any more and makes room.
    first.send(authenticateFrame(device, hello, own.host))
    await first.take('welcome')
    const third = new RawSocket(own.wsUrl)
    await third.take('hello')
    second.cut()
    await until(() => own.open.sockets === 2)
    const fourth = new RawSocket(own.wsUrl)
    await fourth.take('hello')
    assert.match(await rawUpgrade(own, '/v1/device'), /^HTTP\/1\.1 429 /)
  } finally {
    await own.stop()
  }
})

test('a fault of ours is said as such, and logged', async () => {
  const { socket } = await server.connect(await server.pairDevice(await newAccount()))
  const { devices } = server.ports.storage.read
  const byId = devices.byId
  Object.assign(devices, { byId: () => Promise.reject(new Error('disk on fire')) })
  try {
    socket.send({ type: 'pull' })
    await assertRefused(socket, 'internal')
  } finally {
    Object.assign(devices, { byId })
  }
  const line = server.log.findLast(({ event }) => event === 'socket_frame_failed')
  assert.match(String(line?.fields['error']), /disk on fire/)
})

test('the subprotocol is confirmed, and nothing is compressed', async () => {
  const socket = new WebSocket(`${server.wsUrl}/v1/device`, ['countersign.v9', 'countersign.v1'])
  await new Promise((resolve) => socket.on('open', resolve))
  assert.equal(socket.protocol, 'countersign.v1')
  assert.equal(socket.extensions, '')
  socket.terminate()
})

/** The first lines of the answer to an upgrade, headers as given. */
function rawUpgrade(
  to: TestServer,
  path: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<string> {
  const all = {
    Host: to.host,
    Connection: 'Upgrade',
    Upgrade: 'websocket',
    'Sec-WebSocket-Version': '13',
    'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
    'Sec-WebSocket-Protocol': 'countersign.v1',
    ...headers,
  }
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`)
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(to.url).port), 'localhost')
    socket.on('error', reject)
    let answer = ''
    socket.on('data', (data) => {
      answer += data.toString('latin1')
      if (answer.startsWith('HTTP/1.1 101')) socket.destroy()
    })
    socket.on('close', () => resolve(answer))
    socket.write(`GET ${path} HTTP/1.1\r\n${lines.join('')}\r\n`)
  })
}
