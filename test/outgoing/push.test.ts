// The courier of pushes: what it sends is what a phone decrypts and a push service accepts, and what it hears is a status and a time.
import assert from 'node:assert/strict'
import { createPublicKey, randomBytes } from 'node:crypto'
import { afterEach, beforeEach, describe, test } from 'node:test'
import { toBase64Url } from '@countersign/protocol'
import type { PushCall, PushCourier } from '@countersign/server/core/ports-push'
import { createPushCourier, noPushCourier } from '@countersign/server/outgoing/push'
import { vapidKeyOf } from '@countersign/server/vault/vapid-key'
import { PushService } from '../support/push-service.js'
import { newWake, VAPID } from '../support/push-world.js'

const PAYLOAD = new TextEncoder().encode('{"v":1}'.padEnd(128, ' '))

describe('the courier of pushes', () => {
  let service: PushService
  let courier: PushCourier
  beforeEach(async () => {
    service = await PushService.start()
    const settings = { key: VAPID, contact: 'https://id.example.org', hosts: [service.host] }
    courier = createPushCourier({ ...settings, allowPrivate: true, timeoutMs: 500 })
  })
  afterEach(() => service.stop())

  const call = (over: Partial<PushCall> = {}): PushCall => ({
    terms: { ...service.subscribe(toBase64Url(VAPID.publicKey)), wake: newWake() },
    payload: PAYLOAD,
    ttlSeconds: 60,
    topic: 'topic',
    ...over,
  })

  test('[WP2] a push is decrypted by the phone it is for, and signed for the push service it goes to', async () => {
    assert.deepEqual(await courier.send(call()), { kind: 'answered', status: 201, retryAfterMs: undefined })
    const push = await service.waitFor(1)
    assert.deepEqual(push.faults, [])
    assert.equal(push.text, new TextDecoder().decode(PAYLOAD))
    assert.deepEqual([push.ttlSeconds, push.topic, push.headers['urgency']], [60, 'topic', 'high'])
    assert.equal(push.vapid?.sub, 'https://id.example.org')
    assert.ok((push.vapid?.exp ?? 0) > Date.now() / 1000 + 3_600)
  })

  test('[WP2] each push has keys and salt of its own, though the token is used again', async () => {
    const same = call()
    await courier.send(same)
    await courier.send(same)
    const [one, two] = service.arrived
    assert.equal(one?.headers['authorization'], two?.headers['authorization'])
    assert.notEqual(one?.head, two?.head)
  })

  test('a push for another sender’s subscription is refused by the push service, and that is all that happens', async () => {
    const other = toBase64Url(vapidKeyOf({ master: randomBytes(32) }).publicKey)
    const answer = await courier.send(call({ terms: { ...service.subscribe(other), wake: newWake() } }))
    assert.deepEqual(answer, { kind: 'answered', status: 403, retryAfterMs: undefined })
  })

  for (const [header, least, most] of [
    ['120', 120_000, 120_000],
    ['0', 0, 0],
    [new Date(Date.now() + 90_000).toUTCString(), 80_000, 91_000],
    ['Thu, 01 Jan 1970 00:00:00 GMT', 0, 0],
  ] as const)
    test(`[WP5] Retry-After: ${header.replace(/.*20[0-9]{2}.*/, 'a date')} is understood`, async () => {
      service.answer = { status: 429, headers: { 'retry-after': header } }
      const answer = await courier.send(call())
      assert.ok(answer.kind === 'answered' && answer.retryAfterMs !== undefined)
      assert.ok(answer.retryAfterMs >= least && answer.retryAfterMs <= most, String(answer.retryAfterMs))
    })

  for (const header of ['soon', '-5', '1e9', ''])
    test(`[WP5] Retry-After: "${header}" is none`, async () => {
      service.answer = { status: 429, headers: { 'retry-after': header } }
      assert.deepEqual(await courier.send(call()), {
        ...{ kind: 'answered', status: 429, retryAfterMs: undefined },
      })
    })

  test('a push service that says nothing is left after its time', async () => {
    service.answer = 'hang'
    assert.deepEqual(await courier.send(call()), { kind: 'failed', error: 'no answer within 500 ms' })
  })

  test('one that is not there is no fault of the server', async () => {
    const gone = call()
    await service.stop()
    assert.equal((await courier.send(gone)).kind, 'failed')
    service = await PushService.start()
  })
})

test('the key is a point of the curve, the same for one master key, and another for another', () => {
  const master = randomBytes(32)
  const { publicKey, privateKey } = vapidKeyOf({ master })
  assert.deepEqual(vapidKeyOf({ master }), { publicKey, privateKey })
  assert.notDeepEqual(vapidKeyOf({ master: randomBytes(32) }).publicKey, publicKey)
  assert.deepEqual([publicKey.length, publicKey[0], privateKey.length], [65, 4, 32])
  const [x, y] = [toBase64Url(publicKey.slice(1, 33)), toBase64Url(publicKey.slice(33))]
  const key = createPublicKey({ key: { kty: 'EC', crv: 'P-256', x, y }, format: 'jwk' })
  assert.equal(key.asymmetricKeyDetails?.namedCurve, 'prime256v1')
})

test('where nobody is woken there is no key, no address and no push', async () => {
  const terms = { endpoint: 'https://fcm.googleapis.com/x', p256dh: '', auth: '', wake: '' }
  assert.equal(noPushCourier.publicKey, undefined)
  assert.equal(noPushCourier.serviceOf(terms), undefined)
  assert.equal(
    (await noPushCourier.send({ terms, payload: PAYLOAD, ttlSeconds: 1, topic: 'x' })).kind,
    'failed',
  )
})
