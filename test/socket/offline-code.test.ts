// The offline code over a real port, by the bare protocol: a phone without our SDK, codes by a library that is not ours, a login by one.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, test } from 'node:test'
import { TOTP_PERIOD_SECONDS, toBase64Url } from '@countersign/protocol'
import { revokeDevice } from '@countersign/server/flows/change-device'
import { confirmPairing } from '@countersign/server/flows/confirm-pairing'
import { HOTP, Secret } from 'otpauth'
import { bytesOf, type RawDevice, type RawSocket } from '../support/raw-device.js'
import { TestServer } from '../support/test-server.js'

let server: TestServer
let accounts = 0
before(async () => {
  server = await TestServer.start()
})
after(() => server.stop())

/** Somebody new, so that no test uses up another one's tries. */
async function somebody(): Promise<{ userId: string; device: RawDevice; socket: RawSocket }> {
  const userId = `person${++accounts}`
  await server.addAccount(userId)
  const device = await server.pairDevice(userId)
  return { userId, device, ...(await server.connect(device)) }
}

interface Offered {
  readonly totpId: string
  /** Of this step, or of the next: the server takes one ahead, so that no step may end under a test's hands. */
  code(ahead: 0 | 1): string
}

async function ask(socket: RawSocket): Promise<Offered> {
  socket.send({ type: 'ask_offline_code' })
  const { totpId, secret, algorithm, digits, periodSeconds } = await socket.take('offline_code')
  assert.equal(periodSeconds, TOTP_PERIOD_SECONDS)
  const key = new Secret({ buffer: Uint8Array.from(bytesOf(secret)).buffer })
  const code = (ahead: 0 | 1): string => {
    const counter = Math.floor(Date.now() / 1000 / periodSeconds) + ahead
    return HOTP.generate({ secret: key, algorithm, digits, counter })
  }
  return { totpId, code }
}

const confirm = (socket: RawSocket, totpId: string, code: string): void =>
  socket.send({ type: 'confirm_offline_code', totpId, code })

async function login(userId: string, code: string): Promise<{ status: number; code: string }> {
  const { apiKey } = await server.addApp(`App ${randomBytes(4).toString('hex')}`)
  const body = {
    userId,
    purpose: 'login',
    appNonce: toBase64Url(randomBytes(32)),
    context: { address: '203.0.113.7', browser: 'Firefox on Windows' },
    code,
  }
  const reply = await server.call('POST', '/v1/codes', { apiKey, body })
  return { status: reply.status, code: reply.json.code }
}

test('[OC1] [OC2] a phone asks, proves it by a code, and the next one logs its person in, once', async () => {
  const { userId, socket } = await somebody()
  const { totpId, code } = await ask(socket)
  assert.equal((await login(userId, code(1))).code, 'code_refused')
  confirm(socket, totpId, code(0))
  assert.deepEqual(await socket.take('offline_code_state'), {
    type: 'offline_code_state',
    totpId,
    state: 'active',
  })
  const typed = code(1)
  assert.equal((await login(userId, typed)).status, 200)
  assert.deepEqual(await login(userId, typed), { status: 403, code: 'code_refused' })
  socket.close()
})

test('[OC2] a first code that does not fit, or of another phone, makes nothing count', async () => {
  const { userId, socket } = await somebody()
  const { totpId, code } = await ask(socket)
  const wrong = [...code(0)].map((digit) => String((Number(digit) + 1) % 10)).join('')
  confirm(socket, totpId, wrong)
  assert.equal((await socket.take('offline_code_state')).state, 'refused')
  const stranger = await somebody()
  confirm(stranger.socket, totpId, code(0))
  assert.equal((await stranger.socket.take('refusal')).about, 'confirm_offline_code')
  assert.equal((await login(userId, code(1))).code, 'code_refused')
  assert.equal((await login(stranger.userId, code(1))).code, 'code_refused')
  socket.close()
  stranger.socket.close()
})

test('[OC4] ended by the phone, or gone with it: the codes count no more, and the next welcome says so', async () => {
  const { userId, device, socket } = await somebody()
  const { totpId, code } = await ask(socket)
  confirm(socket, totpId, code(0))
  await socket.take('offline_code_state')
  const again = await server.connect(device)
  await socket.closed
  assert.equal(again.welcome.offlineCode, totpId)
  again.socket.send({ type: 'end_offline_code' })
  assert.equal((await again.socket.take('offline_code_state')).state, 'ended')
  assert.equal((await login(userId, code(1))).code, 'code_refused')
  const last = await server.connect(device)
  assert.equal(last.welcome.offlineCode, null)
  const next = await ask(last.socket)
  confirm(last.socket, next.totpId, next.code(0))
  await last.socket.take('offline_code_state')
  await revokeDevice(server.ports, device.deviceId)
  assert.equal((await login(userId, next.code(1))).code, 'code_refused')
})

test('[OC8] a phone that was not confirmed learns nothing, and the truth with its confirmation', async () => {
  const userId = `person${++accounts}`
  await server.addAccount(userId)
  const device = await server.pairDevice(userId, { confirm: false })
  const { socket, welcome } = await server.connect(device)
  assert.deepEqual([welcome.offlineCode, welcome.mayHaveOfflineCode], [null, false])
  socket.send({ type: 'ask_offline_code' })
  assert.equal((await socket.take('refusal')).code, 'device_not_confirmed')
  const ticket = await server.ports.storage.read.tickets.byId(device.ticketId)
  await confirmPairing(server.ports, device.ticketId, ticket?.confirmation ?? '')
  assert.equal((await socket.take('device')).mayHaveOfflineCode, true)
  await ask(socket)
  socket.close()
})

test('[OC7] asking without end is refused after twenty in ten minutes, and the refusal says about what', async () => {
  const { socket } = await somebody()
  for (let i = 0; i < 20; i++) await ask(socket)
  socket.send({ type: 'ask_offline_code' })
  assert.deepEqual(await socket.take('refusal'), {
    type: 'refusal',
    code: 'too_many_requests',
    about: 'ask_offline_code',
  })
  socket.close()
})

test('[OC5] no secret and no code of it is in the log', async () => {
  const { socket } = await somebody()
  socket.send({ type: 'ask_offline_code' })
  const { totpId, secret } = await socket.take('offline_code')
  const key = new Secret({ buffer: Uint8Array.from(bytesOf(secret)).buffer })
  const counter = Math.floor(Date.now() / 1000 / TOTP_PERIOD_SECONDS)
  const code = HOTP.generate({ secret: key, digits: 6, counter })
  confirm(socket, totpId, code)
  await socket.take('offline_code_state')
  const log = JSON.stringify(server.log)
  for (const spelling of [secret, key.base32, key.hex, key.hex.toLowerCase(), code])
    assert.ok(!log.includes(spelling), 'the log holds it')
  socket.close()
})
