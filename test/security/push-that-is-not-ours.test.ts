// Somebody who holds the push keys of a server that this phone has left (or a bug of a push service) wakes the phone with something else
// than the account's own wake, to make it say or do something: another text, another account, a denial. It must stay a silent, neutral
// notification without a button: browsers end subscriptions that wake without showing one, so not even that is refused.
import assert from 'node:assert/strict'
import test from 'node:test'
import { memoryRingRecords } from '@countersign/authenticator/ringing/records'
import { ring } from '@countersign/authenticator/worker/ring'
import type { DeviceId } from '@countersign/protocol'
import { toBase64Url } from '@countersign/protocol'
import { WorkerPlace } from '../support/worker-place.js'

// Sound: a plain UUID.
const DEVICE = '01890000-0000-7000-8000-000000000001' as DeviceId
const WAKE = toBase64Url(new Uint8Array(16).fill(7))
const OTHER = toBase64Url(new Uint8Array(16).fill(8))

async function rung(payload: string | undefined): Promise<{ place: WorkerPlace; badges: number }> {
  const place = new WorkerPlace()
  const records = memoryRingRecords()
  await records.save({ deviceId: DEVICE, wake: WAKE, endpoint: 'https://push.example.org/1' })
  let badges = 0
  const setBadge = (): void => {
    badges += 1
  }
  const { registration, clients } = place
  await ring(payload, {
    records,
    registration,
    clients,
    language: async () => 'en',
    setBadge,
    nowMs: () => 1,
  })
  return { place, badges }
}

test('the account’s own wake rings, with Deny and nothing about anybody', async () => {
  const { place, badges } = await rung(JSON.stringify({ v: 1, wake: WAKE }))
  const [shown] = place.shown
  assert.equal(place.shown.length, 1)
  assert.equal(shown?.title, 'A request is waiting')
  assert.deepEqual(shown?.data, { deviceId: DEVICE })
  assert.deepEqual(shown?.actions, [{ action: 'deny', title: 'Deny' }])
  assert.equal(badges, 1)
})

const strangers: Readonly<Record<string, string | undefined>> = {
  'no data': undefined,
  'no text': '',
  'no JSON': 'ring!',
  'another wake': JSON.stringify({ v: 1, wake: OTHER }),
  'a wake with something after it': JSON.stringify({ v: 1, wake: `${WAKE}A` }),
  'another version': JSON.stringify({ v: 2, wake: WAKE }),
  'a text of its own': JSON.stringify({ v: 1, wake: WAKE, title: 'Your bank', body: 'Tap to win' }),
  'a device of its own': JSON.stringify({ v: 1, wake: OTHER, deviceId: DEVICE }),
  'no object': JSON.stringify([1, WAKE]),
  nothing: 'null',
  'a prototype': `{"__proto__":{"v":1},"wake":"${WAKE}"}`,
}
for (const [what, payload] of Object.entries(strangers))
  test(`a push with ${what} is one silent, neutral notification without a button`, async () => {
    const { place, badges } = await rung(payload)
    assert.equal(place.shown.length, 1)
    const [shown] = place.shown
    assert.equal(shown?.title, 'Countersign')
    assert.deepEqual(
      [shown?.silent, shown?.actions, shown?.data, shown?.tag],
      [true, undefined, undefined, 'odd'],
    )
    assert.equal(badges, 0)
  })

test('storage that cannot be read leaves the phone awake all the same, and says nothing of an account', async () => {
  const place = new WorkerPlace()
  const records = { ...memoryRingRecords(), all: () => Promise.reject(new Error('storage is gone')) }
  const { registration, clients } = place
  const language = async () => 'de' as const
  await ring(JSON.stringify({ v: 1, wake: WAKE }), {
    records,
    registration,
    clients,
    language,
    setBadge: () => undefined,
    nowMs: () => 1,
  })
  assert.deepEqual(
    place.shown.map(({ title, lang }) => [title, lang]),
    [['Countersign', 'de']],
  )
})
