// Socket flood: strangers open sockets and say nothing, send what is no frame, or too much, or answers with wrong signatures, to
// fill the server or to have the victim's device blocked. Here a stranger has few places and little time, each fault counts
// against the connection that made it, never against the device or person it names, and real logins go on beside it.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { type TestContext, test } from 'node:test'
import { toBase64Url } from '@countersign/protocol'
import type { FixedClock } from '../support/clock.js'
import { fixedClock } from '../support/clock.js'
import { newKey, RawSocket } from '../support/raw-device.js'
import { TestServer } from '../support/test-server.js'
import { until } from '../support/until.js'
import { Phone } from './phone.js'

const STRANGERS = 40

interface Place {
  readonly server: TestServer
  readonly apiKey: string
  readonly clock: FixedClock
}

async function place(t: TestContext): Promise<Place> {
  const clock = fixedClock()
  const server = await TestServer.start({
    overrides: { ports: { clock }, gateway: { strangersPerAddress: STRANGERS } },
  })
  t.after(() => server.stop())
  await server.addAccount()
  return { server, apiKey: (await server.addApp()).apiKey, clock }
}

async function logsIn({ server, apiKey }: Place, phone: Phone): Promise<void> {
  const asked = await server.requestApproval(apiKey)
  await phone.pull()
  assert.equal(await phone.approve(asked.challengeId, asked.match), 'approved')
}

test('[SA2] silent strangers fill their own few places; devices that are in stay in, and the places come free in 20 s', async (t) => {
  const here = await place(t)
  const { server, clock } = here
  const phone = await Phone.paired(server)
  const strangers = Array.from({ length: STRANGERS + 60 }, () => new RawSocket(server.wsUrl))
  const turnedAway = strangers.map(({ closed }) => closed.then(() => true))
  await until(() => server.open.sockets === STRANGERS + 1)
  await Promise.race(turnedAway)

  await logsIn(here, phone)

  clock.advance(20_000)
  await until(() => server.open.sockets === 1)
  assert.ok((await Promise.all(turnedAway)).every(Boolean))
  await logsIn(here, phone)
  const second = await Phone.paired(server)
  await logsIn(here, second)
})

test('[FR1] binary, oversized, malformed and premature frames end the stranger’s own connection, and nothing else', async (t) => {
  const here = await place(t)
  const { server } = here
  const phone = await Phone.paired(server)
  const floods: readonly ((socket: RawSocket) => void)[] = [
    (socket) => socket.sendRaw(randomBytes(64)),
    (socket) => socket.sendRaw('x'.repeat(16_385)),
    (socket) => socket.sendRaw(randomBytes(1_000_000)),
    (socket) => socket.send({ type: 'pull' }),
    (socket) => {
      for (let n = 0; n < 6; n += 1) socket.sendRaw('{"type":"nothing"}')
    },
    (socket) => {
      for (let n = 0; n < 500; n += 1) socket.send({ type: 'ping' })
    },
    (socket) => socket.sendRaw(`${'['.repeat(8_000)}${']'.repeat(8_000)}`.repeat(1)),
  ]
  const codes: number[] = []
  for (const flood of floods) {
    const socket = new RawSocket(server.wsUrl)
    await socket.take('hello')
    flood(socket)
    if (flood === floods.at(-1)) {
      // Deeply nested JSON is a frame like another that is none: refused, and the connection may go on.
      assert.deepEqual(await socket.take('refusal'), { type: 'refusal', code: 'frame_invalid' })
      socket.close()
    }
    codes.push((await socket.closed).code)
  }

  assert.deepEqual(codes.slice(0, -1), [1003, 1009, 1009, 1008, 1008, 1008])
  await logsIn(here, phone)
  assert.equal(server.open.sockets, 1)
})

test('[SA3] a stranger who names the victim’s device gets one try a socket, and the device is none the worse', async (t) => {
  const here = await place(t)
  const { server } = here
  const phone = await Phone.paired(server)
  const { deviceId } = phone.device
  for (let n = 0; n < 60; n += 1) {
    const socket = new RawSocket(server.wsUrl)
    await socket.take('hello')
    socket.send({ type: 'authenticate', deviceId, signature: toBase64Url(randomBytes(64)) })
    assert.deepEqual(await socket.take('refusal'), { type: 'refusal', code: 'answer_invalid' })
    await socket.closed
  }

  const stored = await server.ports.storage.read.devices.byId(deviceId)
  assert.deepEqual([stored?.state, stored?.counter], ['active', 0])
  await logsIn(here, phone)
})

test('[AN1] [AN5] wrong signatures end the connection at the fifth, and cost the person nothing: no wrong pick, no code, no suspension', async (t) => {
  const here = await place(t)
  const { server, apiKey } = here
  const phone = await Phone.paired(server)
  const asked = await server.requestApproval(apiKey)
  const frame = await phone.shown(asked.challengeId)
  for (let round = 0; round < 6; round += 1) {
    const noisy = await Phone.online(server, phone.device)
    for (let n = 0; n < 5; n += 1) {
      const answer = noisy.sign(frame, { decision: 'approve', choice: asked.match })
      noisy.socket.send({ ...answer, signature: toBase64Url(randomBytes(64)) })
    }
    assert.deepEqual(await noisy.socket.closed, { code: 1008, reason: 'answer_invalid' })
  }

  const again = await Phone.online(server, phone.device)
  assert.equal(await again.approve(asked.challengeId, asked.match), 'approved')
  const next = await server.requestApproval(apiKey)
  assert.deepEqual([next.match.mode, next.delivery], ['symbol', 'push'])
  const guard = await server.ports.storage.read.guards.of(asked.accountId)
  assert.deepEqual([guard.consecutiveWrong, guard.codeUntilMs], [0, 0])
})

test('an authenticated device that floods is cut off alone; another phone of the account goes on', async (t) => {
  const here = await place(t)
  const { server } = here
  const [good, bad] = [await Phone.paired(server), await Phone.paired(server)]
  for (let n = 0; n < 400; n += 1) bad.socket.send({ type: 'pull' })
  assert.equal((await bad.socket.closed).reason, 'too_many_requests')

  await logsIn(here, good)
  // A key that no device has learns no more from the flood than before it.
  const stranger = { ...newKey(), deviceId: bad.device.deviceId, accountId: bad.device.accountId }
  await assert.rejects(server.connect(stranger), /answer_invalid/)
})
