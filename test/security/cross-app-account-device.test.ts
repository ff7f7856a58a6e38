// Cross use: what was signed for one app, account, device, request or kind of document is shown where another is expected. Two of
// everything live here at once; every signature and every credential of each is tried in every place of every other, and
// only the one place it was made for takes it. The matrix is generated, so that no pair is forgotten.
import assert from 'node:assert/strict'
import { createHash, sign } from 'node:crypto'
import { after, before, test } from 'node:test'
import type { ApprovalRequested } from '@countersign/protocol'
import {
  answerDocument,
  challengeDocument,
  idToBytes,
  keySetDocument,
  pairingAcceptDocument,
  pairingLookupDocument,
  receiptDocument,
  socketAuthDocument,
  toBase64Url,
} from '@countersign/protocol'
import { bytesOf, questionOf, RawSocket } from '../support/raw-device.js'
import { assertProblem, TestServer } from '../support/test-server.js'
import { Phone, signedAnswer } from './phone.js'

interface Open {
  readonly what: string
  readonly apiKey: string
  readonly asked: ApprovalRequested & { readonly appNonce: string }
}

let server: TestServer
let apps: Readonly<Record<'wiki' | 'mail', string>>
/** Two phones of alice, one of bob. */
let phones: readonly [Phone, Phone, Phone]
/** Alice and bob at both apps: four open requests, each shown by every phone of its account. */
let open: readonly Open[]

before(async () => {
  server = await TestServer.start()
  const wiki = (await server.addApp()).apiKey
  const mail = (await server.addApp('Mail', ['https://mail.example'])).apiKey
  apps = { wiki, mail }
  for (const userId of ['alice', 'bob']) await server.addAccount(userId)
  phones = [
    await Phone.paired(server, 'alice'),
    await Phone.paired(server, 'alice'),
    await Phone.paired(server, 'bob'),
  ]
  const made: Open[] = []
  for (const userId of ['alice', 'bob'])
    for (const [app, apiKey] of Object.entries(apps))
      made.push({
        what: `${userId} at ${app}`,
        apiKey,
        asked: await server.requestApproval(apiKey, { userId }),
      })
  open = made
})
after(() => server.stop())

const phonesOf = ({ what }: Open) => (what.startsWith('alice') ? phones.slice(0, 2) : phones.slice(2))

/** Sends frames from a socket of its own, since five wrong signatures end one. */
async function codeOf(phone: Phone, frame: Parameters<Phone['send']>[0]): Promise<string> {
  const fresh = await Phone.online(server, phone.device)
  const code = await fresh.send(frame)
  fresh.close()
  await fresh.socket.closed
  return code
}

test('[AN1] [CB8] an answer signed for one request, device or account is refused at every other: the whole matrix', async () => {
  let tried = 0
  for (const signedFor of open)
    for (const signer of phonesOf(signedFor)) {
      const frame = await signer.shown(signedFor.asked.challengeId)
      const choice = signedFor.asked.match
      const answer = signedAnswer(signer.device, frame, { decision: 'approve', choice }, 1_000)
      for (const shownTo of open)
        for (const sender of phones) {
          if (shownTo === signedFor && sender === signer) continue
          const replayed = { ...answer, challengeId: shownTo.asked.challengeId }
          const known = phonesOf(shownTo).includes(sender)
          const where = `${signedFor.what} → ${shownTo.what}`
          assert.equal(await codeOf(sender, replayed), known ? 'answer_invalid' : 'challenge_unknown', where)
          tried += 1
        }
    }
  assert.equal(tried, 6 * 4 * 3 - 6)
  await nothingHappened()
})

test('[AN1] every value of a signed answer binds: each one changed alone, in bytes or in the frame, is refused', async () => {
  const [alice, other] = phones
  const [first, second] = open
  assert.ok(first && second)
  const frame = await alice.shown(first.asked.challengeId)
  const elsewhere = questionOf(await other.shown(first.asked.challengeId))
  const another = questionOf(await alice.shown(second.asked.challengeId))
  const decided = { decision: 'approve', choice: first.asked.match } as const
  const inBytes: readonly Parameters<typeof signedAnswer>[4][] = [
    { serverId: new Uint8Array(32) },
    { challengeId: another.challengeId },
    { accountId: questionOf(await phones[2].shown(open[2]?.asked.challengeId ?? '')).accountId },
    { deviceId: elsewhere.deviceId },
    { challengeHash: new Uint8Array(32) },
    { decision: 2 },
    { chosen: new Uint8Array(0) },
    { userVerification: 1 },
    { counter: 2_001 },
    { deviceTimeMs: 0 },
  ]
  for (const changed of inBytes)
    assert.equal(
      await codeOf(alice, signedAnswer(alice.device, frame, decided, 2_000, changed)),
      'answer_invalid',
      JSON.stringify(Object.keys(changed ?? {})),
    )
  const good = signedAnswer(alice.device, frame, decided, 2_000)
  const inFrame: readonly Partial<typeof good>[] = [
    { decision: 'deny' },
    { decision: 'report' },
    { chosen: toBase64Url(Uint8Array.of(0, 64)) },
    { counter: 2_001 },
    { deviceTimeMs: 0 },
    { signature: toBase64Url(new Uint8Array(64)) },
  ]
  for (const changed of inFrame) assert.equal(await codeOf(alice, { ...good, ...changed }), 'answer_invalid')
  await nothingHappened()
})

test('[CB8] a device’s signature over any other kind of document is no answer, and none of them opens a socket', async () => {
  const [alice] = phones
  const [first] = open
  assert.ok(first)
  const frame = await alice.shown(first.asked.challengeId)
  const { serverId, challengeId, accountId, deviceId } = questionOf(frame)
  const good = signedAnswer(alice.device, frame, { decision: 'deny' }, 3_000)
  const answerBody = answerDocument.encode({
    version: 1,
    serverId,
    challengeId,
    accountId,
    deviceId,
    challengeHash: createHash('sha256')
      .update(challengeDocument.message(bytesOf(frame.body)))
      .digest(),
    decision: 2,
    chosen: new Uint8Array(0),
    userVerification: 0,
    counter: 3_000,
    deviceTimeMs: good.deviceTimeMs,
  })
  const domains = [
    challengeDocument,
    receiptDocument,
    socketAuthDocument,
    keySetDocument,
    pairingAcceptDocument,
    pairingLookupDocument,
  ]
  // The very bytes of a good answer, under every other domain, and under none.
  for (const message of [...domains.map((document) => document.message(answerBody)), answerBody]) {
    const signature = toBase64Url(sign(null, message, alice.device.privateKey))
    assert.equal(await codeOf(alice, { ...good, signature }), 'answer_invalid')
  }

  const socket = new RawSocket(server.wsUrl)
  const hello = await socket.take('hello')
  const auth = socketAuthDocument.encode({
    version: 1,
    serverId: bytesOf(hello.serverId),
    host: server.host,
    deviceId: idToBytes(alice.device.deviceId),
    nonce: bytesOf(hello.nonce),
    expiresAtMs: hello.expiresAtMs,
  })
  const signature = toBase64Url(sign(null, answerDocument.message(auth), alice.device.privateKey))
  socket.send({ type: 'authenticate', deviceId: alice.device.deviceId, signature })
  assert.deepEqual(await socket.take('refusal'), { type: 'refusal', code: 'answer_invalid' })
  await nothingHappened()
})

test('[AP2] one app’s key finds nothing of another’s: not to look, not to redeem, not to cancel', async () => {
  for (const { asked, apiKey: own, what } of open)
    for (const apiKey of Object.values(apps).filter((key) => key !== own)) {
      const path = `/v1/challenges/${asked.challengeId}`
      const body = { appNonce: asked.appNonce }
      const nothing = `/v1/challenges/00000000-0000-7000-8000-000000000000`
      for (const [method, place] of [
        ['GET', ''],
        ['POST', '/redeem'],
        ['POST', '/cancel'],
      ] as const) {
        const more = method === 'POST' ? { body } : {}
        const reply = await server.call(method, path + place, { apiKey, ...more })
        const none = await server.call(method, nothing + place, { apiKey, ...more })
        const { requestId: _a, ...heard } = assertProblem(reply, 404, 'challenge_unknown')
        const { requestId: _b, ...unknown } = assertProblem(none, 404, 'challenge_unknown')
        assert.deepEqual(heard, unknown, `${what} by another app`)
      }
    }
  await nothingHappened()
})

test('[ST5] [AP3] nonces and watch tokens: each fits its own request and no other', async () => {
  for (const one of open)
    for (const other of open) {
      const path = `/v1/challenges/${one.asked.challengeId}/redeem`
      const body = { appNonce: other.asked.appNonce }
      const reply = await server.call('POST', path, { apiKey: one.apiKey, body })
      if (one === other) assertProblem(reply, 409, 'challenge_not_approved')
      else assertProblem(reply, 401, 'unauthorized')
    }
  // The credentials of one kind in the place of another.
  const [one] = open
  assert.ok(one)
  const { watchToken, appNonce, challengeId } = one.asked
  for (const authorization of [
    `Bearer ${watchToken}`,
    `Bearer ${appNonce}`,
    `Watch ${one.apiKey}`,
    `Bearer ${challengeId}`,
  ])
    assertProblem(
      await server.call('GET', `/v1/challenges/${challengeId}`, { headers: { authorization } }),
      401,
      'unauthorized',
    )
  for (const token of [appNonce, one.apiKey, challengeId])
    assertProblem(
      await server.call('GET', '/v1/watch', { headers: { authorization: `Watch ${token}` } }),
      401,
      'unauthorized',
    )
  await nothingHappened()
})

async function nothingHappened(): Promise<void> {
  for (const { asked, apiKey, what } of open) {
    const { json } = await server.call('GET', `/v1/challenges/${asked.challengeId}`, { apiKey })
    assert.equal(json.state, 'pending', what)
  }
  for (const { device } of phones) {
    const stored = await server.ports.storage.read.devices.byId(device.deviceId)
    assert.deepEqual([stored?.counter, stored?.state], [0, 'active'])
  }
}
