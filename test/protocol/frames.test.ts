// Frames and bodies: what is accepted, and that everything else is refused as a whole.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import {
  acceptPairingBody,
  errorCodes,
  parseDeviceFrame,
  parseServerFrame,
  problemBody,
  receiptDocument,
  redeemBody,
  requestApprovalBody,
  toBase64Url,
} from '@countersign/protocol'
import fc from 'fast-check'

const id = '0190a6e0-3b5c-7d11-8f00-00c0ffee0001'
const bytes = (length: number) => toBase64Url(new Uint8Array(length).fill(7))

const aSubscription = {
  endpoint: 'https://push.example/1',
  p256dh: bytes(65),
  auth: bytes(16),
  wake: bytes(16),
}
const fromDevice = {
  authenticate: { type: 'authenticate', deviceId: id, signature: bytes(64) },
  received: { type: 'received', challengeId: id },
  answer: {
    type: 'answer',
    challengeId: id,
    decision: 'approve',
    chosen: bytes(2),
    userVerification: 0,
    counter: 4,
    deviceTimeMs: 1,
    signature: bytes(64),
  },
  pull: { type: 'pull' },
  notices: { type: 'notices' },
  ask_offline_code: { type: 'ask_offline_code' },
  confirm_offline_code: { type: 'confirm_offline_code', totpId: id, code: '482913' },
  end_offline_code: { type: 'end_offline_code' },
  disown_notice: { type: 'disown_notice', noticeId: id },
  set_push: { type: 'set_push', subscription: aSubscription, signature: bytes(64) },
  ping: { type: 'ping' },
}
const aNotice = { id, kind: 'device_added', atMs: 1, facts: { deviceName: 'Old phone', untilMs: 2 } }
const fromServer = {
  hello: { type: 'hello', serverId: bytes(32), nonce: bytes(32), expiresAtMs: 1 },
  welcome: {
    type: 'welcome',
    deviceState: 'active',
    heartbeatSeconds: 25,
    keySetVersion: 1,
    nowMs: 1,
    nextCounter: 1,
    offlineCode: id,
    mayHaveOfflineCode: true,
    push: { publicKey: bytes(65), state: 'off' },
  },
  challenge: { type: 'challenge', challengeId: id, body: bytes(500), signature: bytes(64) },
  receipt: { type: 'receipt', challengeId: id, body: bytes(100), signature: bytes(64) },
  pulled: { type: 'pulled', open: 0 },
  notices: { type: 'notices', items: [aNotice] },
  offline_code: {
    type: 'offline_code',
    totpId: id,
    secret: bytes(20),
    algorithm: 'SHA1',
    digits: 6,
    periodSeconds: 30,
  },
  offline_code_state: { type: 'offline_code_state', totpId: id, state: 'active' },
  account_stopped: { type: 'account_stopped', noticeId: id },
  push_state: { type: 'push_state', state: 'refused', reason: 'endpoint' },
  device: { type: 'device', deviceState: 'revoked' },
  refusal: { type: 'refusal', code: 'answer_invalid', challengeId: id, about: 'end_offline_code' },
  pong: { type: 'pong', nowMs: 1 },
  goodbye: { type: 'goodbye', reconnectAfterMs: 100 },
}

const mayBeLeftOut = ['refusal.challengeId', 'refusal.about', 'push_state.reason']

/** By frame and member: no notices at all, a short id of a notice, no offline code, no. */
const goodAfterAll: Readonly<Record<string, readonly string[]>> = {
  'notices.items': ['[]'],
  'disown_notice.noticeId': ['"x"'],
  'account_stopped.noticeId': ['"x"'],
  'welcome.offlineCode': ['null'],
  'welcome.mayHaveOfflineCode': ['true'],
  'welcome.push': ['null'],
  'set_push.subscription': ['null'],
  'offline_code_state.totpId': ['null'],
}

for (const [direction, frames, parse] of [
  ['device', fromDevice, parseDeviceFrame],
  ['server', fromServer, parseServerFrame],
] as const) {
  describe(`frames from the ${direction}`, () => {
    test('[FR1] each good frame is read as it is', () => {
      for (const frame of Object.values(frames)) assert.deepEqual(parse(JSON.stringify(frame)), frame)
    })

    test('[FR1] a missing member, an unknown member and a wrong type of each frame are refused', () => {
      for (const frame of Object.values(frames)) {
        assert.equal(parse(JSON.stringify({ ...frame, extra: 1 })), undefined)
        for (const name of Object.keys(frame)) {
          const { [name]: _gone, ...rest } = frame as Record<string, unknown>
          if (!mayBeLeftOut.includes(`${frame.type}.${name}`))
            assert.equal(parse(JSON.stringify(rest)), undefined, `${frame.type} without ${name}`)
          for (const wrong of [null, [], {}, -1, 1.5, 'x', true]) {
            if (goodAfterAll[`${frame.type}.${name}`]?.includes(JSON.stringify(wrong))) continue
            assert.equal(
              parse(JSON.stringify({ ...frame, [name]: wrong })),
              undefined,
              `${frame.type} with ${name} = ${JSON.stringify(wrong)}`,
            )
          }
        }
      }
    })

    test('[FR1] text that is no frame is refused and never throws', () => {
      for (const text of [
        '',
        '{',
        'null',
        '[]',
        '"ping"',
        '1',
        '{"type":"__proto__"}',
        '{"__proto__":{"type":"ping"}}',
        '{"type":"ping"}x',
      ]) {
        assert.equal(parse(text), undefined, text)
      }
      fc.assert(fc.property(fc.json(), (text) => parse(text) === undefined))
    })
  })
}

test('[FR4] a notice that is too much, or anything but flat facts, spoils its whole frame', () => {
  const many = { type: 'notices', items: Array.from({ length: 21 }, () => aNotice) }
  assert.equal(parseServerFrame(JSON.stringify(many)), undefined)
  for (const wrong of [
    { ...aNotice, extra: 1 },
    { ...aNotice, id: '../up' },
    { ...aNotice, kind: 'Device added' },
    { ...aNotice, atMs: -1 },
    { ...aNotice, facts: { deviceName: ['a'] } },
    { ...aNotice, facts: { deviceName: { text: 'a' } } },
    { ...aNotice, facts: { 'device name': 'a' } },
    { ...aNotice, facts: { deviceName: 'a'.repeat(513) } },
    { ...aNotice, facts: [] },
  ])
    assert.equal(parseServerFrame(JSON.stringify({ type: 'notices', items: [aNotice, wrong] })), undefined)
})

test('[FR4] a fact named __proto__ is left out, and changes no object', () => {
  const text = `{"type":"notices","items":[{"id":"${id}","kind":"device_added","atMs":1,"facts":{"__proto__":{"a":1}}}]}`
  const items = [{ ...aNotice, facts: {} }]
  assert.deepEqual(parseServerFrame(text), { type: 'notices', items })
  assert.equal(Object.getOwnPropertyDescriptor(Object.prototype, 'a'), undefined)
})

test('[FR4] a kind and a fact that nobody knows yet are read: servers are newer than phones', () => {
  const newer = {
    ...aNotice,
    kind: 'passkey_added',
    facts: { passkeyName: 'Key', count: 2, mine: true, place: null },
  }
  const frame = { type: 'notices', items: [newer] }
  assert.deepEqual(parseServerFrame(JSON.stringify(frame)), frame)
})

test('a frame of one direction is not one of the other', () => {
  for (const frame of Object.values(fromServer))
    assert.equal(parseDeviceFrame(JSON.stringify(frame)), undefined)
  for (const frame of Object.values(fromDevice))
    assert.equal(parseServerFrame(JSON.stringify(frame)), undefined)
})

test('bodies refuse unknown members, other spellings of bytes, and user IDs with spaces', () => {
  const good = {
    userId: 'alice',
    purpose: 'login',
    appNonce: bytes(32),
    context: { address: '192.0.2.1', browser: 'Firefox' },
  }
  assert.ok(requestApprovalBody.safeParse(good).success)
  for (const wrong of [
    { ...good, challengeId: id },
    { ...good, userId: 'a b' },
    { ...good, userId: '' },
    { ...good, userId: 'a\u202eb' },
    { ...good, userId: 'ä'.repeat(128) },
    { ...good, appNonce: bytes(31) },
    { ...good, appNonce: `${bytes(32)}=` },
    { ...good, purpose: 'payment' },
    { ...good, context: { address: 'x' } },
    { ...good, atLeast: 'none' },
  ])
    assert.equal(requestApprovalBody.safeParse(wrong).success, false, JSON.stringify(wrong))
  assert.equal(redeemBody.safeParse({ appNonce: bytes(32), challengeId: id }).success, false)
  assert.equal(
    acceptPairingBody.safeParse({
      ticketId: id,
      deviceKey: bytes(32),
      deviceName: '',
      deviceTimeMs: 1,
      signature: bytes(64),
      ticketProof: bytes(32),
    }).success,
    false,
  )
})

test('[ER1] each error code has a status of HTTP, a sentence in lower case without a full stop, and fits a problem body', () => {
  for (const [code, { status, sentence }] of Object.entries(errorCodes)) {
    assert.match(code, /^[a-z]+(_[a-z]+)*$/)
    assert.ok(status >= 400 && status <= 599)
    assert.match(sentence, /^[a-z].*[^.]$/)
    assert.ok(problemBody.safeParse({ type: 'about:blank', title: sentence, status, code }).success)
  }
})

test('[VE1] a document of another version is refused', () => {
  const body = receiptDocument.encode({
    version: 1,
    serverId: new Uint8Array(32),
    keyId: new Uint8Array(16),
    challengeId: new Uint8Array(16),
    deviceId: new Uint8Array(16),
    state: 2,
    decidedAtMs: 1,
    byThisDevice: 0,
  })
  body[3] = 2
  const parsed = receiptDocument.parse(body)
  assert.ok(!parsed.ok && /version/.test(parsed.fault))
})
