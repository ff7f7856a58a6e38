// A push subscription as a way into the network behind the server (SECURITY.md H7).
//
// A phone names the address that the server will call: whoever has paired one, or stole one, names the cloud's metadata service, a
// database, the server itself. The address leads there openly, by a look-alike of a known push service, by another reading of the
// same text, by a name that answers with a private address, or by a redirect of a push service that was taken over.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import type { LookupAddress } from 'node:dns'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, test } from 'node:test'
import type { PushTerms } from '@countersign/protocol'
import { toBase64Url } from '@countersign/protocol'
import type { PushAnswer } from '@countersign/server/core/ports-push'
import { setPushSubscription } from '@countersign/server/flows/push/set-subscription'
import type { PushCourierSettings } from '@countersign/server/outgoing/push'
import { createPushCourier } from '@countersign/server/outgoing/push'
import { PushService } from '../support/push-service.js'
import { makePushWorld, newWake, setPushFrame, VAPID } from '../support/push-world.js'
import { pairedDevice } from '../support/test-world.js'

let keys: Pick<PushTerms, 'p256dh' | 'auth'>
let service: PushService
before(async () => {
  service = await PushService.start()
  const { p256dh, auth } = service.subscribe()
  keys = { p256dh, auth }
})
after(() => service.stop())

const to = (endpoint: string): PushTerms => ({ ...keys, endpoint, wake: newWake() })
const courier = (settings: Partial<PushCourierSettings> = {}) =>
  createPushCourier({
    key: VAPID,
    contact: 'mailto:admin@example.org',
    hosts: [],
    allowPrivate: false,
    ...settings,
  })
const send = (endpoint: string, settings: Partial<PushCourierSettings>): Promise<PushAnswer> =>
  courier(settings).send({ terms: to(endpoint), payload: randomBytes(128), ttlSeconds: 60, topic: 'abc' })
const answering =
  (...addresses: readonly string[]) =>
  async (): Promise<readonly LookupAddress[]> =>
    addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))

const ENDPOINTS = [
  // Openly.
  'http://169.254.169.254/latest/meta-data/',
  'https://127.0.0.1/',
  'https://localhost/',
  'https://10.0.0.1/',
  'https://[::1]/',
  'https://attacker.example/',
  // Look-alikes.
  'https://fcm.googleapis.com.attacker.example/x',
  'https://attacker-fcm.googleapis.com/x',
  'https://attacker.fcm.googleapis.com/x',
  'https://notify.windows.com/x',
  'https://attackernotify.windows.com/x',
  'https://fcm.googleapis.com@attacker.example/x',
  'https://attacker.example/fcm.googleapis.com',
  'https://attacker.example#fcm.googleapis.com',
  'https://fcm.googleapis.com./x',
  // Other ports and schemes of a known host.
  'https://fcm.googleapis.com:22/x',
  'https://fcm.googleapis.com:8443/x',
  'http://fcm.googleapis.com/x',
  'ftp://fcm.googleapis.com/x',
  'wss://fcm.googleapis.com/x',
  // Texts that one reader takes for the known host, and another does not.
  'https://fcm.googleapis.com\\@attacker.example/x',
  'https:\\\\fcm.googleapis.com/x',
  'https://fcm.googleapis.com:443/x',
  'https://FCM.googleapis.com/x',
  'https://fcm.googleapis.com/../x',
  'https://fcm.googleapis.com/a b',
  'https://user:password@fcm.googleapis.com/x',
  'https://fcm.googleapis.com/x#fragment',
  'https://ｆcm.googleapis.com/x',
  ' https://fcm.googleapis.com/x',
  'javascript:alert(1)',
  'fcm.googleapis.com',
]

for (const endpoint of ENDPOINTS)
  test(`[WP7] "${endpoint}" is no push service, also where private addresses are allowed`, () => {
    assert.equal(courier().serviceOf(to(endpoint)), undefined)
    assert.equal(courier({ allowPrivate: true }).serviceOf(to(endpoint)), undefined)
  })

for (const [endpoint, name] of [
  ['https://fcm.googleapis.com/fcm/send/abc:APA91b', 'fcm.googleapis.com'],
  ['https://updates.push.services.mozilla.com/wpush/v2/gAAAAA', 'updates.push.services.mozilla.com'],
  ['https://web.push.apple.com/QGh4', 'web.push.apple.com'],
  ['https://wns2-par02p.notify.windows.com/w/?token=BQYAAA%3d%3d', '*.notify.windows.com'],
] as const)
  test(`[WP7] ${name} is one`, () => {
    assert.equal(courier().serviceOf(to(endpoint)), name)
  })

test('[WP7] keys that are no point of the curve are refused when they are given', () => {
  const endpoint = 'https://fcm.googleapis.com/x'
  const point = Buffer.from(keys.p256dh, 'base64url')
  const off = Buffer.from(point)
  off[64] = (off[64] ?? 0) ^ 1
  for (const wrong of [off, Buffer.alloc(65), Buffer.concat([Buffer.from([4]), Buffer.alloc(64)])])
    assert.equal(courier().serviceOf({ ...to(endpoint), p256dh: wrong.toString('base64url') }), undefined)
})

test('[WP7] a phone that names such an address is refused, and nothing is kept', async (t) => {
  const world = await makePushWorld({}, t)
  const phone = await pairedDevice(world)
  for (const endpoint of ['https://169.254.169.254/', 'https://attacker.example/', 'http://localhost:1/']) {
    const nonce = new Uint8Array(randomBytes(32))
    const frame = setPushFrame(world, phone, nonce, to(endpoint))
    const state = await setPushSubscription(world.ports, phone.id, nonce, frame)
    assert.deepEqual(state, { type: 'push_state', state: 'refused', reason: 'endpoint' })
  }
  assert.equal(await world.ports.storage.read.pushSubscriptions.ofDevice(phone.id), undefined)
})

for (const addresses of [['127.0.0.1'], ['169.254.169.254'], ['::1'], ['93.184.216.34', '10.0.0.1']])
  test(`[WP7] a push service whose name leads to ${addresses.join(' and ')} is not called`, async () => {
    const answer = await send('https://fcm.googleapis.com/x', { resolve: answering(...addresses) })
    assert.deepEqual(answer, { kind: 'failed', error: 'the name leads to a private address' })
  })

test('[WP7] a redirect is an answer like any other, and nobody is called for it', async () => {
  const called: string[] = []
  const inside = createServer((request, response) => {
    called.push(request.url ?? '')
    response.writeHead(307, { location: '/inside' }).end('the secret of the inside')
  })
  await new Promise<void>((resolve) => inside.listen(0, 'localhost', resolve))
  // Sound: it listens on a port.
  const { port } = inside.address() as AddressInfo
  const host = `localhost:${port}`
  const answer = await send(`http://${host}/push`, { hosts: [host], allowPrivate: true })
  assert.deepEqual(answer, { kind: 'answered', status: 307, retryAfterMs: undefined })
  assert.deepEqual(called, ['/push'])
  inside.closeAllConnections()
  inside.close()
})

test('[WP7] plain http goes to this very machine alone, and only where it is named and allowed', async () => {
  const { endpoint } = service.subscribe()
  assert.equal(courier({ hosts: [service.host] }).serviceOf(to(endpoint)), undefined)
  assert.equal(courier({ allowPrivate: true }).serviceOf(to(endpoint)), undefined)
  assert.equal(courier({ hosts: [service.host], allowPrivate: true }).serviceOf(to(endpoint)), service.host)
  const elsewhere = await send('http://push.example/x', {
    ...{ hosts: ['push.example'], allowPrivate: true, resolve: answering('10.0.0.1') },
  })
  assert.deepEqual(elsewhere, { kind: 'failed', error: 'the name leads to a private address' })
})

test('what the push service says in words is read by nobody: not its body, not a header but one', async () => {
  service.answer = { status: 400, headers: { 'x-secret': 'of the inside' } }
  const { endpoint, ...own } = service.subscribe(toBase64Url(VAPID.publicKey))
  const terms = { ...own, endpoint, wake: newWake() }
  const answer = await courier({ hosts: [service.host], allowPrivate: true }).send({
    ...{ terms, payload: randomBytes(128), ttlSeconds: 60, topic: 'abc' },
  })
  assert.deepEqual(answer, { kind: 'answered', status: 400, retryAfterMs: undefined })
})
