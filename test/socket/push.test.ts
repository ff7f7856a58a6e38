// Push over real ports: a phone says by the bare protocol where it is woken and goes away, a web app asks, the push service gets a push
// that only this phone can read, the phone comes back, and an admin reads how it rang.
import assert from 'node:assert/strict'
import { randomBytes, sign } from 'node:crypto'
import { after, before, test } from 'node:test'
import type { DeviceFrame, PushTerms, ServerFrame } from '@countersign/protocol'
import { idToBytes, pushSubscriptionDocument, toBase64Url } from '@countersign/protocol'
import { adminOf } from '../support/admin-token.js'
import { PushService } from '../support/push-service.js'
import type { RawDevice } from '../support/raw-device.js'
import { authenticateFrame, bytesOf, RawSocket } from '../support/raw-device.js'
import { TestServer } from '../support/test-server.js'
import { until } from '../support/until.js'

let service: PushService
let server: TestServer
before(async () => {
  service = await PushService.start()
  server = await TestServer.start({ config: service.config })
})
after(async () => {
  await server.stop()
  await service.stop()
})

interface Greeted {
  readonly socket: RawSocket
  readonly hello: Extract<ServerFrame, { type: 'hello' }>
  readonly welcome: Extract<ServerFrame, { type: 'welcome' }>
}

async function greeted(device: RawDevice): Promise<Greeted> {
  const socket = new RawSocket(server.wsUrl)
  const hello = await socket.take('hello')
  socket.send(authenticateFrame(device, hello, server.host))
  return { socket, hello, welcome: await socket.take('welcome') }
}

function setPush(device: RawDevice, nonce: string, subscription: PushTerms | null): DeviceFrame {
  const body = pushSubscriptionDocument.encode({
    version: 1,
    serverId: server.ports.vault.serverId,
    deviceId: idToBytes(device.deviceId),
    nonce: bytesOf(nonce),
    endpoint: subscription?.endpoint ?? '',
    p256dh: bytesOf(subscription?.p256dh ?? ''),
    auth: bytesOf(subscription?.auth ?? ''),
    wake: bytesOf(subscription?.wake ?? ''),
  })
  const signature = toBase64Url(sign(null, pushSubscriptionDocument.message(body), device.privateKey))
  return { type: 'set_push', subscription, signature }
}

const newTerms = (serverKey: string): PushTerms => ({
  ...service.subscribe(serverKey),
  wake: toBase64Url(randomBytes(16)),
})

test('[WP1] [WP2] [WP4] a phone subscribes, is woken while it is away, comes back and shows the request', async () => {
  await server.addAccount('alice')
  const { apiKey } = await server.addApp('Wiki')
  const device = await server.pairDevice('alice')
  const { socket, hello, welcome } = await greeted(device)
  assert.ok(welcome.push)
  assert.equal(welcome.push.state, 'off')
  const terms = newTerms(welcome.push.publicKey)
  socket.send(setPush(device, hello.nonce, terms))
  assert.deepEqual(await socket.take('push_state'), { type: 'push_state', state: 'on' })
  socket.close()
  await socket.closed
  await until(() => server.open.sockets === 0)

  const { challengeId } = await server.requestApproval(apiKey)
  const push = await service.waitFor(1)
  assert.deepEqual(push.faults, [])
  assert.deepEqual(JSON.parse(push.text ?? ''), { v: 1, wake: terms.wake })
  assert.ok(push.ttlSeconds > 80 && push.ttlSeconds <= 90)

  const back = await greeted(device)
  assert.equal(back.welcome.push?.state, 'on')
  assert.equal((await back.socket.take('challenge')).challengeId, challengeId)
  back.socket.send({ type: 'received', challengeId })
  await until(() => server.ports.fabric.wasShown(challengeId, device.deviceId))
  await server.call('POST', `/v1/challenges/${challengeId}/cancel`, {
    apiKey,
    body: { appNonce: toBase64Url(randomBytes(32)) },
  })
  back.socket.close()
})

test('[WP9] a subscription that its push service ended is told at once, and with the next welcome', async () => {
  const userId = 'bob'
  await server.addAccount(userId)
  const { apiKey } = await server.addApp('Mail')
  const device = await server.pairDevice(userId)
  const { socket, hello, welcome } = await greeted(device)
  const terms = newTerms(welcome.push?.publicKey ?? '')
  socket.send(setPush(device, hello.nonce, terms))
  await socket.take('push_state')
  service.end(terms.endpoint)
  await server.requestApproval(apiKey, { userId })
  await socket.take('challenge')
  // It does not say that it shows the request, so it is woken after two seconds.
  assert.deepEqual(await socket.take('push_state'), { type: 'push_state', state: 'off' })
  socket.close()
  const back = await greeted(device)
  assert.equal(back.welcome.push?.state, 'off')
  back.socket.close()
})

test('[WP6] a phone that was removed is woken no more, and a removed account leaves nothing of it', async () => {
  const userId = 'cid'
  await server.addAccount(userId)
  const device = await server.pairDevice(userId)
  const { socket, hello, welcome } = await greeted(device)
  socket.send(setPush(device, hello.nonce, newTerms(welcome.push?.publicKey ?? '')))
  await socket.take('push_state')
  const { pushSubscriptions } = server.ports.storage.read
  assert.notEqual(await pushSubscriptions.ofDevice(device.deviceId), undefined)
  const admin = await adminOf(server)
  const removed = await admin('DELETE', `/admin/v1/accounts/${device.accountId}`)
  assert.equal(removed.status, 204, removed.text)
  assert.equal(await pushSubscriptions.ofDevice(device.deviceId), undefined)
})

test('an admin reads how an ended request reached the phone', async () => {
  const userId = 'dan'
  await server.addAccount(userId)
  const { apiKey } = await server.addApp('Shop')
  const device = await server.pairDevice(userId)
  const { challengeId, appNonce } = await server.requestApproval(apiKey, { userId })
  const cancelled = await server.call('POST', `/v1/challenges/${challengeId}/cancel`, {
    apiKey,
    body: { appNonce },
  })
  assert.equal(cancelled.status, 200, cancelled.text)
  const admin = await adminOf(server)
  const read = async () => (await admin('GET', `/admin/v1/accounts/${device.accountId}/requests`)).json
  await until(async () => (await read()).items[0]?.rings.length === 1)
  assert.deepEqual((await read()).items[0].rings, [
    {
      ...{ deviceId: device.deviceId, deviceName: 'test phone', outcome: 'unreachable' },
      ...{ socketAtMs: null, pushAtMs: null, pushStatus: null, shownAtMs: null },
    },
  ])
})

test('where push is switched off a phone is told so, and nothing is kept', async () => {
  const silent = await TestServer.start({ config: { 'push.enabled': false } })
  await silent.addAccount('alice')
  const device = await silent.pairDevice('alice')
  const socket = new RawSocket(silent.wsUrl)
  const hello = await socket.take('hello')
  socket.send(authenticateFrame(device, hello, silent.host))
  assert.equal((await socket.take('welcome')).push, null)
  socket.close()
  await silent.stop()
})
