// What a device shows, and above all what it does not: every way in which a signed request can be wrong.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import type { Challenge } from '@countersign/protocol'
import { idFromBytes, toBase64Url } from '@countersign/protocol'
import { ClientWorld } from '../support/client-world.js'
import type { ChallengeFrame } from '../support/fake-server.js'
import { bytes, FakeKey } from '../support/fake-server.js'
import { until } from '../support/socket-pair.js'

test('a request is shown with what its signed bytes say, and acknowledged', async () => {
  const world = await ClientWorld.create()
  const pair = await world.online()
  const frame = world.server.challengeFrame()
  pair.deliver(frame)
  await until('it is acknowledged', () => pair.sent('received').length === 1)

  const [request] = world.device.requests
  assert.ok(request)
  const { remainingMs, ...shown } = request
  assert.deepEqual(shown, {
    challengeId: frame.challengeId,
    serverName: 'ACME',
    appName: 'Wiki',
    origin: 'https://wiki.example',
    userId: 'alice',
    address: '203.0.113.7',
    browser: 'Firefox on Windows',
    place: '',
    browserKnown: 'new',
    sameNetwork: false,
    otherOpen: 0,
    purpose: 'login',
    transaction: undefined,
    mode: 'symbol',
    verification: 'none',
    options: [3, 17, 25, 40, 51, 60],
    issuedAtMs: world.server.nowMs(),
    expiresAtMs: world.server.nowMs() + 90_000,
  })
  assert.equal(remainingMs(), 90_000)
  assert.deepEqual(
    world.of('request').map((event) => event.request.challengeId),
    [frame.challengeId],
  )
})

for (const wrongByMs of [-600_000, 600_000, 40 * 365 * 86_400_000])
  test(`[CH2] a phone clock that is wrong by ${wrongByMs} ms changes nothing`, async () => {
    const world = await ClientWorld.create({ phoneIsWrongByMs: wrongByMs })
    const pair = await world.online()
    const request = await world.show(pair)
    assert.equal(request.remainingMs(), 90_000)
    world.clock.advance(30_000)
    assert.equal(request.remainingMs(), 60_000)
  })

for (const setByMs of [-600_000, 600_000])
  test(`[CH2] a server’s clock that is set by ${setByMs} ms keeps no request from the phone: it asks for the time`, async () => {
    const world = await ClientWorld.create()
    const pair = await world.online()
    world.server.setClockBy(setByMs)
    const frame = world.server.challengeFrame()
    pair.deliver(frame)
    await until('it has looked', () => pair.sent('received').length + pair.sent('ping').length > 0)
    if (pair.sent('ping').length > 0) pair.deliver({ type: 'pong', nowMs: world.server.nowMs() })
    await until('it is acknowledged', () => pair.sent('received').length === 1)
    assert.deepEqual(
      world.device.requests.map(({ challengeId }) => challengeId),
      [frame.challengeId],
    )
  })

test('[CH2] a request that is over asks for the time once, and stays over', async () => {
  const world = await ClientWorld.create()
  const pair = await world.online()
  const nowMs = world.server.nowMs()
  const over = { issuedAtMs: nowMs - 90_000, expiresAtMs: nowMs }
  for (let times = 0; times < 5; times += 1)
    pair.deliver(world.server.challengeFrame(world.server.challenge(over)))
  await until('all are refused', () => world.refused.length === 5)
  assert.equal(pair.sent('ping').length, 1)
  pair.deliver({ type: 'pong', nowMs })
  pair.deliver(world.server.challengeFrame(world.server.challenge(over)))
  await until('the next is refused', () => world.refused.length === 6)
  assert.deepEqual([world.device.requests, pair.sent('received')], [[], []])
})

test('[CH1] a challenge with any one bit of body or signature flipped is never shown', async () => {
  const world = await ClientWorld.create()
  const pair = await world.online()
  const good = world.server.challengeFrame()
  for (const part of ['body', 'signature'] as const) {
    const bits = bytes(good[part]).length * 8
    for (let bit = 0; bit < bits; bit++) {
      pair.deliver({ ...good, [part]: withBitFlipped(good[part], bit) })
      // One at a time: more than 64 waiting would rightly be a flood.
      await until('it is refused', () => world.refused.length > 0)
      assert.deepEqual(world.refused, ['signature_wrong'], `${part} bit ${bit}`)
      world.events.length = 0
    }
  }
  assert.deepEqual(world.device.requests, [])
  assert.equal(pair.sent('received').length, 0)

  await world.show(pair, good)
})

test('[CH1] a challenge signed by a key that is not in the key set is never shown', async () => {
  const world = await ClientWorld.create()
  const pair = await world.online()
  const stranger = new FakeKey()
  pair.deliver(world.server.challengeFrame(world.server.challenge(), stranger))
  pair.deliver(world.server.challengeFrame(world.server.challenge({ keyId: stranger.keyId }), stranger))
  await until('both are refused', () => world.refused.length === 2)
  assert.deepEqual(world.refused, ['signature_wrong', 'signature_wrong'])
})

test('the signature of another document never makes a challenge', async () => {
  const world = await ClientWorld.create()
  const pair = await world.online()
  const { body, signature, challengeId } = world.server.receipt(idFromBytes(randomBytes(16)), 'approved')
  pair.deliver({ type: 'challenge', challengeId, body, signature })
  await until('it is refused', () => world.refused.length === 1)
  assert.deepEqual(world.refused, ['signature_wrong'])
})

const DAY_MS = 86_400_000
/** Each is correctly signed by the pinned server, and wrong in one value. */
const wrongValues: readonly {
  readonly rule: string
  readonly what: string
  readonly reason: string
  readonly change: (now: number) => Partial<Challenge>
}[] = [
  {
    rule: 'CH2',
    what: 'of another server',
    reason: 'server_other',
    change: () => ({ serverId: randomBytes(32) }),
  },
  {
    rule: 'CH2',
    what: 'for another account',
    reason: 'account_other',
    change: () => ({ accountId: randomBytes(16) }),
  },
  {
    rule: 'CH2',
    what: 'for another device',
    reason: 'device_other',
    change: () => ({ deviceId: randomBytes(16) }),
  },
  {
    rule: 'CH2',
    what: 'that expires now',
    reason: 'expired',
    change: (now) => ({ issuedAtMs: now - 90_000, expiresAtMs: now }),
  },
  {
    rule: 'CH2',
    what: 'that lives 600,001 ms',
    reason: 'lifetime_wrong',
    change: (now) => ({ expiresAtMs: now + 600_001 }),
  },
  {
    rule: 'CH2',
    what: 'that ends before it begins',
    reason: 'lifetime_wrong',
    change: (now) => ({ issuedAtMs: now + 2, expiresAtMs: now + 1 }),
  },
  {
    rule: 'KS3',
    what: 'that names another key',
    reason: 'key_not_in_force',
    change: () => ({ keyId: randomBytes(16) }),
  },
  {
    rule: 'KS3',
    what: 'from before its key was valid',
    reason: 'key_not_in_force',
    change: (now) => ({ issuedAtMs: now - 31 * DAY_MS }),
  },
  {
    rule: 'KS3',
    what: 'from after its key was valid',
    reason: 'key_not_in_force',
    change: (now) => ({ issuedAtMs: now + 61 * DAY_MS }),
  },
  {
    rule: 'CH4',
    what: 'with requirements it does not know',
    reason: 'requirement_unknown',
    change: () => ({ requirements: 4 }),
  },
  { rule: 'CH4', what: 'with no symbols', reason: 'options_wrong', change: () => ({ options: [] }) },
  {
    rule: 'CH4',
    what: 'with one symbol, which a blind tap would hit',
    reason: 'options_wrong',
    change: () => ({ options: [3] }),
  },
  {
    rule: 'CH4',
    what: 'with a symbol twice',
    reason: 'options_wrong',
    change: () => ({ options: [3, 17, 3] }),
  },
  {
    rule: 'CH4',
    what: 'with a symbol it cannot draw',
    reason: 'symbol_unknown',
    change: () => ({ options: [3, 65_535] }),
  },
  { rule: 'CH4', what: 'in mode code with symbols', reason: 'options_wrong', change: () => ({ mode: 2 }) },
]

for (const { rule, what, reason, change } of wrongValues)
  test(`[${rule}] a challenge ${what} is refused`, async () => {
    const world = await ClientWorld.create()
    const pair = await world.online()
    pair.deliver(world.server.challengeFrame(world.server.challenge(change(world.server.nowMs()))))
    await until('it is refused', () => world.refused.length === 1)
    assert.deepEqual(world.refused, [reason])
    assert.deepEqual(world.device.requests, [])
    assert.equal(pair.sent('received').length, 0)
  })

test('[CH2] a challenge in a frame that names another id is refused', async () => {
  const world = await ClientWorld.create()
  const pair = await world.online()
  pair.deliver({ ...world.server.challengeFrame(), challengeId: idFromBytes(randomBytes(16)) })
  await until('it is refused', () => world.refused.length === 1)
  assert.deepEqual(world.refused, ['challenge_other'])
})

test('[CH3] a new challenge with the sequence of one that was shown is refused', async () => {
  const world = await ClientWorld.create()
  const pair = await world.online()
  await world.show(pair, world.server.challengeFrame(world.server.challenge({ sequence: 7 })))
  pair.deliver(world.server.challengeFrame(world.server.challenge({ sequence: 7 })))
  await until('it is refused', () => world.refused.length === 1)
  assert.deepEqual(world.refused, ['sequence_replayed'])
  assert.equal(world.device.requests.length, 1)
})

test('[CH3] [LI2] a request that waited for a pull is shown though a newer one rang before it', async () => {
  const world = await ClientWorld.create()
  const pair = await world.online()
  await world.show(pair, world.server.challengeFrame(world.server.challenge({ sequence: 7 })))
  await world.show(pair, world.server.challengeFrame(world.server.challenge({ sequence: 6 })))
  assert.deepEqual(world.refused, [])
  assert.equal(world.device.requests.length, 2)
})

test('[CH3] a sequence not above the highest that was forgotten stays used after a restart of the app', async () => {
  const world = await ClientWorld.create({ pairing: { forgottenSequence: 5 } })
  const pair = await world.online()
  pair.deliver(world.server.challengeFrame(world.server.challenge({ sequence: 5 })))
  await until('it is refused', () => world.refused.length === 1)
  assert.deepEqual(world.refused, ['sequence_replayed'])
})

test('[CH3] the same challenge again, doubled and after a reconnect, is one request and is acknowledged each time', async () => {
  const world = await ClientWorld.create()
  const first = await world.online()
  const frame = world.server.challengeFrame()
  first.deliver(frame, frame)
  await until('both are acknowledged', () => first.sent('received').length === 2)
  first.die()
  const second = await world.reconnect()
  second.deliver(frame)
  await until('it is acknowledged', () => second.sent('received').length === 1)
  assert.equal(world.of('request').length, 1)
  assert.deepEqual(world.refused, [])
})

test('[CH3] two open requests are shown again when the app starts anew', async () => {
  const before = await ClientWorld.create()
  const pair = await before.online()
  const frames = [before.server.challengeFrame(), before.server.challengeFrame()]
  for (const frame of frames) await before.show(pair, frame)

  // The same device object after stop() has forgotten what it showed, as a reloaded page has; only the store remembers.
  before.device.stop()
  assert.deepEqual(before.device.requests, [])
  const again = await before.online()
  for (const frame of frames) await before.show(again, frame)
  assert.deepEqual(before.refused, [])
})

test('[CH3] an id that comes back with another body is refused, even with a higher sequence', async () => {
  const world = await ClientWorld.create()
  const pair = await world.online()
  const challenge = world.server.challenge()
  await world.show(pair, world.server.challengeFrame(challenge))
  pair.deliver(world.server.challengeFrame({ ...challenge, sequence: 9, options: [1, 2, 3] }))
  await until('it is refused', () => world.refused.length === 1)
  assert.deepEqual(world.refused, ['body_changed'])
  assert.deepEqual(world.device.requests[0]?.options, challenge.options)
})

test('[FR3] reordered: a request whose end came first is not shown', async () => {
  const world = await ClientWorld.create()
  const pair = await world.online()
  const frame = world.server.challengeFrame()
  pair.deliver(world.server.receipt(frame.challengeId, 'cancelled'), frame)
  const marker = world.server.challengeFrame()
  await world.show(pair, marker)
  assert.deepEqual(
    world.of('request').map((event) => event.request.challengeId),
    [marker.challengeId],
  )
})

test('a request leaves at its expiry by the server’s clock', async () => {
  const world = await ClientWorld.create()
  const pair = await world.online()
  const request = await world.show(pair)
  world.clock.advance(89_999)
  pair.deliver({ type: 'pong', nowMs: world.server.nowMs() })
  assert.equal(world.device.requests.length, 1)
  world.clock.advance(1)
  assert.deepEqual(world.device.requests, [])
  assert.equal(request.remainingMs(), 0)
  assert.deepEqual(
    world.of('withdrawn').map((event) => event.outcome.state),
    ['expired'],
  )
  await assert.rejects(world.device.deny(request.challengeId), { code: 'request_expired' })
})

test('[FR1] what is not a frame is refused, and a stream of it ends the connection', async () => {
  const world = await ClientWorld.create()
  const pair = await world.online()
  pair.toDevice.push(
    '{',
    '{"type":"challenge"}',
    '{"type":"hello","more":1}',
    new Uint8Array(3),
    'x'.repeat(16_385),
  )
  pair.flush()
  assert.deepEqual(
    world.refused,
    Array.from({ length: 5 }, () => 'frame_malformed'),
  )
  assert.equal(world.device.connection, 'online')
  pair.toDevice.push(...Array.from({ length: 12 }, () => 'no'))
  pair.flush()
  assert.equal(world.device.connection, 'offline')
})

test('a store that fails does not hide a request, and is told', async () => {
  const broken = {
    save: async () => Promise.reject(new Error('disk full')),
    all: async () => [],
    remove: async () => undefined,
  }
  const world = await ClientWorld.create({ store: broken })
  const pair = await world.online()
  const request = await world.show(pair)
  assert.deepEqual(
    world.of('fault').map((event) => event.error.code),
    ['storage_failed'],
  )
  // A counter that cannot be kept must not be used: the answer is refused here, before anything is sent.
  await assert.rejects(world.device.deny(request.challengeId), { code: 'storage_failed' })
  assert.equal(pair.sent('answer').length, 0)
})

function withBitFlipped(text: ChallengeFrame['body'], bit: number): string {
  const changed = bytes(text)
  const index = bit >> 3
  changed[index] = (changed[index] ?? 0) ^ (1 << (bit & 7))
  return toBase64Url(changed)
}
