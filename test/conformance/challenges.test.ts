// A challenge from the question to the assertion, seen from outside (SPEC.md sections 5 to 7 and 10).
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Stranger } from './stranger.js'
import { call } from './stranger.js'
import type { Values } from './stranger-bytes.js'
import { b64u, sha256, unb64u } from './stranger-bytes.js'
import { checkKeySet, faultOfAssertion } from './stranger-verifier.js'
import type { Asked, Surroundings } from './surroundings.js'
import { addPerson, bring, openSurroundings, right, WebApp, wrong } from './surroundings.js'

let around: Surroundings
let app: WebApp

before(async () => {
  around = await openSurroundings()
  app = await WebApp.add(around, 'shop')
})
after(() => around.end())

/** What the app's own verifier says about the assertion; undefined: good. */
async function faultOf(
  assertion: string,
  asked: Asked,
  phone: Stranger,
  changed: Values = {},
): Promise<string | undefined> {
  const keySet = checkKeySet(
    (await call(`${around.url}/v1/keyset`)).json as Parameters<typeof checkKeySet>[0],
    phone.link.serverId,
  )
  return faultOfAssertion(assertion, keySet, {
    ...{
      nowMs: Date.now(),
      serverId: b64u(phone.link.serverId),
      appId: app.appId,
      accountId: phone.accountId,
    },
    ...{ userId: phone.userId, challengeId: asked.challengeId, appNonce: asked.appNonce, purpose: 'login' },
    context: { ...asked['context'], origin: app.origin },
    match: asked['match'],
    ...changed,
  })
}

test('[CH1] [CH2] [CH3] [CH4] [ST2] [AP5] [AS1] [AS2] [AS3] [AS4] [AS5] [AS6] a login: asked, shown, picked, redeemed, verified', async () => {
  const { userId, phone } = await addPerson(around)
  const { socket } = await phone.connect()
  const { asked, frame, question } = await bring(app, userId, phone, socket)
  assert.equal(asked['delivery'], 'push')
  assert.equal(asked['match'].mode, 'symbol')
  assert.equal(question['options'].length, 6)
  assert.ok(question['options'].includes(asked['match'].symbolId))
  assert.equal(question['context'].userId, userId)
  assert.equal(question['context'].address, '203.0.113.7')
  assert.equal(question['context'].origin, app.origin)
  assert.equal(b64u(question['appNonce']), asked.appNonce)

  assert.equal((await app.redeem(asked)).json['code'], 'challenge_not_approved')
  socket.send({ type: 'received', challengeId: asked.challengeId })
  socket.send(phone.answer(frame, 'approve', right(asked)))
  assert.deepEqual(phone.outcome(await socket.take('receipt')), { state: 'approved', byThisDevice: true })

  const { status, json } = await app.redeem(asked)
  assert.equal(status, 200)
  assert.equal(await faultOf(json['assertion'], asked, phone), undefined)
  assert.equal(await faultOf(json['assertion'], asked, phone, { appNonce: b64u(Buffer.alloc(32)) }), 'AS2')
  assert.equal(
    await faultOf(json['assertion'], asked, phone, {
      context: { ...asked['context'], address: '192.0.2.1', origin: app.origin },
    }),
    'AS5',
  )
  assert.equal(await faultOf(json['assertion'], asked, phone, { pinnedDevices: [] }), 'AS7')
  assert.equal((await app.redeem(asked)).json['code'], 'challenge_final')
  socket.close()
})

test('[AS7] a verifier that pinned the device takes its login and no other', async () => {
  const { userId, phones } = await addPerson(around, 2)
  const [pinned, other] = phones
  assert.ok(pinned && other)
  for (const [phone, fault] of [
    [pinned, undefined],
    [other, 'AS7'],
  ] as const) {
    const { socket } = await phone.connect()
    const { asked, frame } = await bring(app, userId, phone, socket)
    socket.send(phone.answer(frame, 'approve', right(asked)))
    await socket.take('receipt')
    const { assertion } = (await app.redeem(asked)).json
    const { device_id, evidence } = JSON.parse(unb64u(assertion.split('.')[1]).toString())
    assert.equal(device_id, phone.deviceId)
    const print = async (one: Stranger): Promise<string> => {
      const { devices } = await around.admin('device', 'list', '--user', userId)
      return devices.find(({ id }: Values) => id === one.deviceId).thumbprint
    }
    assert.equal(
      sha256(
        Buffer.concat([Buffer.from('\x20countersign/v1/device-thumbprint'), unb64u(evidence.deviceKey)]),
      ).toString('base64url'),
      await print(phone),
    )
    assert.equal(await faultOf(assertion, asked, phone, { pinnedDevices: [await print(pinned)] }), fault)
    socket.close()
  }
})

test('[ST3] [LI3] a wrong pick ends the challenge; the next one is typed, and typing the digits works', async () => {
  const { userId, phone } = await addPerson(around)
  const { socket } = await phone.connect()
  const first = await bring(app, userId, phone, socket)
  socket.send(phone.answer(first.frame, 'approve', wrong(first.asked, first.question)))
  assert.deepEqual(phone.outcome(await socket.take('receipt')), { state: 'mismatched', byThisDevice: true })
  socket.send(phone.answer(first.frame, 'approve', right(first.asked)))
  assert.equal(phone.outcome(await socket.take('receipt')).state, 'mismatched')
  assert.equal((await app.redeem(first.asked)).json['code'], 'challenge_final')

  const second = await bring(app, userId, phone, socket)
  assert.equal(second.asked['match'].mode, 'code')
  assert.match(second.asked['match'].code, /^[0-9]{6}$/)
  assert.deepEqual(second.question['options'], [])
  socket.send(phone.answer(second.frame, 'approve', right(second.asked)))
  assert.equal(phone.outcome(await socket.take('receipt')).state, 'approved')
  const { assertion } = (await app.redeem(second.asked)).json
  assert.equal(await faultOf(assertion, second.asked, phone), undefined)
  socket.close()
})

for (const decision of ['deny', 'report'] as const) {
  const state = { deny: 'denied', report: 'reported' }[decision]
  test(`[ST4] ${decision} ends a waiting challenge as ${state}, and an approved one until it is redeemed`, async () => {
    const { userId, phones } = await addPerson(around, 2)
    const [one, two] = phones
    assert.ok(one && two)
    const sockets = { one: (await one.connect()).socket, two: (await two.connect()).socket }
    const asked = await app.ask(userId)
    const frameOfOne = await sockets.one.take('challenge')
    const frameOfTwo = await sockets.two.take('challenge')
    sockets.one.send(one.answer(frameOfOne, 'approve', right(asked)))
    assert.deepEqual(one.outcome(await sockets.one.take('receipt')), {
      state: 'approved',
      byThisDevice: true,
    })
    assert.deepEqual(two.outcome(await sockets.two.take('receipt')), {
      state: 'approved',
      byThisDevice: false,
    })
    sockets.two.send(two.answer(frameOfTwo, decision))
    assert.deepEqual(two.outcome(await sockets.two.take('receipt')), { state, byThisDevice: true })
    assert.deepEqual(one.outcome(await sockets.one.take('receipt')), { state, byThisDevice: false })
    assert.equal((await app.redeem(asked)).json['code'], 'challenge_final')
    assert.equal((await app.status(asked)).json['state'], state)

    // From elsewhere, since a reported address rings no more ([LI6]).
    const elsewhere = { context: { address: '198.51.100.9', browser: 'Chrome on Linux' } }
    const next = await bring(app, userId, one, sockets.one, elsewhere)
    assert.equal(next.asked['match'].mode, 'code', '[LI3]')
    if (decision === 'deny') {
      sockets.one.send(one.answer(next.frame, 'approve', right(next.asked)))
      await sockets.one.take('receipt')
      assert.equal((await app.redeem(next.asked)).status, 200)
      sockets.one.send(one.answer(next.frame, 'deny'))
      assert.equal(
        one.outcome(await sockets.one.take('receipt')).state,
        'redeemed',
        'a final state never changes',
      )
    }
    sockets.one.close()
    sockets.two.close()
  })
}

test('[ST6] [CH5] [RC1] [RC2] every device gets its own body with the same options; the first decision counts', async () => {
  const { userId, phones } = await addPerson(around, 2)
  const [one, two] = phones
  assert.ok(one && two)
  const sockets = [(await one.connect()).socket, (await two.connect()).socket] as const
  const asked = await app.ask(userId)
  const [frameOfOne, frameOfTwo] = [await sockets[0].take('challenge'), await sockets[1].take('challenge')]
  const [shownToOne, shownToTwo] = [one.open(frameOfOne, Date.now()), two.open(frameOfTwo, Date.now())]
  assert.deepEqual([...shownToOne['options']].sort(), [...shownToTwo['options']].sort())
  assert.throws(() => two.open(frameOfOne, Date.now()), /not for this device/)
  sockets[0].send(one.answer(frameOfOne, 'deny'))
  const receipts = [await sockets[0].take('receipt'), await sockets[1].take('receipt')] as const
  assert.deepEqual(one.outcome(receipts[0]), { state: 'denied', byThisDevice: true })
  assert.deepEqual(two.outcome(receipts[1]), { state: 'denied', byThisDevice: false })
  assert.throws(() => one.outcome(receipts[1]), /not verified/)
  sockets[1].send(two.answer(frameOfTwo, 'approve', right(asked)))
  assert.deepEqual(two.outcome(await sockets[1].take('receipt')), { state: 'denied', byThisDevice: false })
  for (const socket of sockets) socket.close()
})

test('[AN1] an answer whose signature covers other values than the frame is refused, and nothing has happened', async () => {
  const { userId, phone } = await addPerson(around)
  const other = (await addPerson(around)).phone
  const { socket } = await phone.connect()
  const { asked, frame, question } = await bring(app, userId, phone, socket)
  const good = phone.answer(frame, 'approve', right(asked))
  const bad: readonly Values[] = [
    { ...good, chosen: phone.answer(frame, 'approve', wrong(asked, question))['chosen'] },
    { ...good, counter: good['counter'] + 5 },
    { ...good, decision: 'deny', chosen: '' },
    other.answer(frame, 'approve', right(asked)),
  ]
  for (const answer of bad) {
    socket.send(answer)
    const refusal = await socket.take('refusal')
    assert.deepEqual(refusal, { type: 'refusal', code: 'answer_invalid', challengeId: asked.challengeId })
  }
  assert.equal((await app.status(asked)).json['state'], 'pending')
  socket.send(good)
  assert.equal(phone.outcome(await socket.take('receipt')).state, 'approved')
  socket.close()
})

test('[AN1] [CB8] what the device signed must be this challenge, as this device was shown it', async () => {
  const { userId, phones } = await addPerson(around, 2)
  const [one, two] = phones
  assert.ok(one && two)
  const { socket } = await one.connect()
  const second = (await two.connect()).socket
  const { asked, frame } = await bring(app, userId, one, socket)
  const frameOfTwo = await second.take('challenge')
  const changes: readonly Values[] = [
    { challengeHash: sha256(unb64u(frameOfTwo['body'])) },
    { accountId: Buffer.alloc(16) },
    { userVerification: 1 },
  ]
  for (const changed of changes) {
    const answer = one.answer(frame, 'approve', right(asked), changed)
    socket.send({ ...answer, userVerification: 0 })
    assert.equal((await socket.take('refusal'))['code'], 'answer_invalid')
  }
  socket.close()
  second.close()
})

test('[AN2] a counter that was used before is refused while the challenge is open', async () => {
  const { userId, phone } = await addPerson(around)
  const { socket } = await phone.connect()
  const first = await bring(app, userId, phone, socket)
  phone.counter += 10
  socket.send(phone.answer(first.frame, 'approve', right(first.asked)))
  await socket.take('receipt')
  const used = phone.counter
  const second = await bring(app, userId, phone, socket)
  for (const counter of [used, used - 1]) {
    socket.send(phone.answer(second.frame, 'approve', right(second.asked), { counter }))
    assert.equal((await socket.take('refusal'))['code'], 'counter_replayed')
  }
  phone.counter = used
  assert.equal((await app.status(second.asked)).json['state'], 'pending')
  socket.send(phone.answer(second.frame, 'approve', right(second.asked)))
  assert.equal(phone.outcome(await socket.take('receipt')).state, 'approved')
  socket.close()
  const again = await phone.connect()
  assert.equal(again.welcome['nextCounter'], used + 2)
  again.socket.close()
})

test('[AN3] [FR3] an answer sent again, on the same socket or the next, gets the receipt of the truth', async () => {
  const { userId, phone } = await addPerson(around)
  const first = (await phone.connect()).socket
  const { asked, frame } = await bring(app, userId, phone, first)
  const answer = phone.answer(frame, 'approve', right(asked))
  first.send(answer)
  first.send(answer)
  // The line goes dead before any receipt is read.
  first.cut()
  const { socket } = await phone.connect()
  socket.send(answer)
  assert.deepEqual(phone.outcome(await socket.take('receipt')), { state: 'approved', byThisDevice: true })
  assert.equal((await app.redeem(asked)).status, 200)
  socket.send(answer)
  assert.equal(phone.outcome(await socket.take('receipt')).state, 'redeemed')
  socket.close()
})

test('[KE4] [AN3] the same decision under another signature is the same decision', async () => {
  const { userId, phone } = await addPerson(around)
  const { socket } = await phone.connect()
  const { asked, frame } = await bring(app, userId, phone, socket)
  const first = phone.answer(frame, 'approve', right(asked))
  const anew = phone.answer(frame, 'approve', right(asked), { counter: first['counter'], deviceTimeMs: 1 })
  assert.notEqual(anew['signature'], first['signature'])
  for (const answer of [first, anew]) {
    socket.send(answer)
    assert.deepEqual(phone.outcome(await socket.take('receipt')), { state: 'approved', byThisDevice: true })
  }
  socket.close()
})

test('[FR2] [CH3] after a reconnect the open challenge comes again, the same body', async () => {
  const { userId, phone } = await addPerson(around)
  const first = (await phone.connect()).socket
  const { asked, frame } = await bring(app, userId, phone, first)
  first.cut()
  const { socket } = await phone.connect()
  const again = await socket.take('challenge')
  assert.equal(again['body'], frame['body'])
  phone.open(again, Date.now(), false)
  socket.send({ type: 'pull' })
  assert.equal((await socket.take('challenge'))['body'], frame['body'])
  assert.equal((await socket.take('pulled'))['open'], 1)
  socket.send(phone.answer(again, 'approve', right(asked)))
  assert.equal(phone.outcome(await socket.take('receipt')).state, 'approved')
  socket.close()
})

test('[FR2] a request made while the phone was away is there when it connects', async () => {
  const { userId, phone } = await addPerson(around)
  const asked = await app.ask(userId)
  const { socket } = await phone.connect()
  const frame = await socket.take('challenge')
  assert.equal(frame['challengeId'], asked.challengeId)
  socket.close()
})

test('[AN4] a revoked device is told, closed and can answer nothing; what it approved lets nobody in', async () => {
  const { userId, phone } = await addPerson(around)
  const { socket } = await phone.connect()
  const { asked, frame } = await bring(app, userId, phone, socket)
  socket.send(phone.answer(frame, 'approve', right(asked)))
  await socket.take('receipt')
  await around.admin('device', 'revoke', phone.deviceId)
  assert.notEqual((await app.redeem(asked)).status, 200)
  assert.equal((await socket.take('device'))['deviceState'], 'revoked')
  assert.equal((await socket.closed).reason, 'device_revoked')
  await assert.rejects(phone.connect(), /device_revoked/)
})

test('[ST1] of twenty simultaneous redemptions exactly one gets the assertion', async () => {
  const { userId, phone } = await addPerson(around)
  const { socket } = await phone.connect()
  const { asked, frame } = await bring(app, userId, phone, socket)
  socket.send(phone.answer(frame, 'approve', right(asked)))
  await socket.take('receipt')
  const replies = await Promise.all(Array.from({ length: 20 }, () => app.redeem(asked)))
  assert.equal(replies.filter(({ status }) => status === 200).length, 1)
  assert.equal(replies.filter(({ json }) => json['code'] === 'challenge_final').length, 19)
  socket.close()
})

test('[AN5] a wrong pick under a wrong signature is no wrong pick', async () => {
  const { userId, phone } = await addPerson(around)
  const other = (await addPerson(around)).phone
  const { socket } = await phone.connect()
  const { asked, frame, question } = await bring(app, userId, phone, socket)
  socket.send(other.answer(frame, 'approve', wrong(asked, question)))
  assert.equal((await socket.take('refusal'))['code'], 'answer_invalid')
  assert.equal((await app.status(asked)).json['state'], 'pending')
  socket.close()
})

test('[ST5] an approval is redeemed by the app that asked, with the nonce it asked with', async () => {
  const { userId, phone } = await addPerson(around)
  const { socket } = await phone.connect()
  const { asked, frame } = await bring(app, userId, phone, socket)
  socket.send(phone.answer(frame, 'approve', right(asked)))
  await socket.take('receipt')
  const stranger = await WebApp.add(around, 'other')
  assert.equal((await stranger.redeem(asked)).json['code'], 'challenge_unknown')
  assert.equal(
    (await app.redeem({ ...asked, appNonce: b64u(Buffer.alloc(32)) })).json['code'],
    'unauthorized',
  )
  assert.equal((await app.redeem(asked)).status, 200)
  socket.close()
})
