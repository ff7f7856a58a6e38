// What apps, login pages and strangers get from a server, and its policy, seen from outside (SPEC.md sections 8, 9 and 12).
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { call } from './stranger.js'
import type { Values } from './stranger-bytes.js'
import { b64u } from './stranger-bytes.js'
import type { Asked, Surroundings } from './surroundings.js'
import { addPerson, bring, openSurroundings, right, WebApp, wrong } from './surroundings.js'

let around: Surroundings
let app: WebApp

before(async () => {
  around = await openSurroundings()
  app = await WebApp.add(around, 'wiki')
})
after(() => around.end())

const watch = (asked: Asked, more: Readonly<Record<string, string>> = {}) => ({
  authorization: `Watch ${asked.watchToken}`,
  ...more,
})

/** The statuses of a watch stream, as they come; ends with the stream. */
async function* statuses(asked: Asked): AsyncGenerator<Values> {
  const response = await fetch(`${around.url}/v1/watch`, {
    headers: watch(asked, { accept: 'text/event-stream' }),
  })
  assert.equal(response.status, 200)
  assert.match(response.headers.get('content-type') ?? '', /^text\/event-stream/)
  assert.ok(response.body)
  let text = ''
  for await (const piece of response.body.pipeThrough(new TextDecoderStream())) {
    text += piece
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      const lines = text.slice(0, end).split('\n')
      text = text.slice(end + 2)
      const data = lines.find((line) => line.startsWith('data: '))
      if (lines.includes('event: status') && data !== undefined) yield JSON.parse(data.slice(6))
    }
  }
}

test('[AP3] a page watches a login by events: waiting, on the phone, approved, redeemed, end', async () => {
  const { userId, phone } = await addPerson(around)
  const { socket } = await phone.connect()
  const { asked, frame } = await bring(app, userId, phone, socket)
  const seen: string[] = []
  for await (const status of statuses(asked)) {
    assert.deepEqual(Object.keys(status).sort(), ['cause', 'expiresAtMs', 'nowMs', 'progress', 'state'])
    const { state, progress } = status
    seen.push(state === 'pending' ? `pending ${progress}` : state)
    if (state === 'pending' && progress !== 'on_phone')
      socket.send({ type: 'received', challengeId: asked.challengeId })
    if (state === 'pending' && progress === 'on_phone')
      socket.send(phone.answer(frame, 'approve', right(asked)))
    if (state === 'approved') assert.equal((await app.redeem(asked)).status, 200)
  }
  assert.deepEqual(seen.slice(-3), ['pending on_phone', 'approved', 'redeemed'])
  assert.match(seen[0] ?? '', /^pending (?:waiting|sent)$/)
  socket.close()
})

test('[AP3] a page watches a login by long-poll: it answers at once what is new, and waits for what is known', async () => {
  const { userId, phone } = await addPerson(around)
  const { socket } = await phone.connect()
  const { asked, frame } = await bring(app, userId, phone, socket)
  const poll = async (query: string) =>
    (await call(`${around.url}/v1/watch?${query}`, undefined, watch(asked))).json
  const first = await poll('')
  assert.equal(first['state'], 'pending')
  assert.equal((await poll('wait=20&state=approved'))['state'], 'pending')
  const waiting = poll(`wait=20&state=pending&progress=${first['progress']}`)
  socket.send(phone.answer(frame, 'deny'))
  assert.equal((await waiting)['state'], 'denied')
  assert.equal((await poll('wait=20&state=denied'))['state'], 'denied', 'a final state is not waited on')
  socket.close()
})

test('[AP3] [ER1] [ER2] a wrong watch token, a wrong key and no key at all learn nothing', async () => {
  const asked = await app.ask('nobody-at-all')
  const replies = [
    await call(`${around.url}/v1/watch`, undefined, { authorization: `Watch ${b64u(Buffer.alloc(32))}` }),
    await call(`${around.url}/v1/watch`),
    await call(`${around.url}/v1/challenges/${asked.challengeId}`),
    await call(`${around.url}/v1/challenges/${asked.challengeId}/redeem`, { appNonce: asked.appNonce }),
    await call(`${around.url}/v1/challenges`, {}, { authorization: `Bearer ${app.apiKey}x` }),
    await call(`${around.url}/v1/challenges`, {}, watch(asked)),
  ]
  for (const { status, type, json } of replies) {
    assert.equal(status, 401)
    assert.equal(type, 'application/problem+json')
    assert.equal(json['code'], 'unauthorized')
    assert.equal(json['status'], 401)
    assert.ok(json['type'] && json['title'])
  }
})

test('[ER1] a bad body is refused by the path of its first fault, and its values are not repeated', async () => {
  const good = {
    userId: 'alice',
    purpose: 'login',
    appNonce: b64u(Buffer.alloc(32)),
    context: { address: '', browser: '' },
  }
  const bad: readonly (readonly [unknown, number, string, string?])[] = [
    ['{"userId":', 400, 'body_malformed'],
    [{ ...good, secretWord: 'tulip' }, 422, 'body_invalid'],
    [{ ...good, purpose: 'tulip' }, 422, 'body_invalid', 'purpose'],
    [{ ...good, appNonce: `${good.appNonce}=` }, 422, 'body_invalid', 'appNonce'],
    [{ ...good, context: { address: 'tulip\n', browser: '' } }, 422, 'body_invalid', 'context.address'],
    [{ ...good, userId: undefined }, 422, 'body_invalid', 'userId'],
    [`{"x":"${'y'.repeat(16_384)}"}`, 413, 'body_too_large'],
  ]
  for (const [body, status, code, path] of bad) {
    const reply = await app.post('/v1/challenges', body)
    assert.equal(reply.status, status, JSON.stringify(reply.json))
    assert.equal(reply.type, 'application/problem+json')
    assert.equal(reply.json['code'], code)
    if (path !== undefined) assert.equal(reply.json['fault'].path, path)
    assert.ok(!JSON.stringify(reply.json).includes('tulip'))
  }
  assert.equal(
    (await app.post('/v1/challenges', good, { 'content-type': 'text/plain' })).json['code'],
    'content_type_unsupported',
  )
  assert.equal((await call(`${around.url}/v1/nothing`)).json['code'], 'not_found')
})

test('[AP1] [AP2] [AP4] the status tells neither match nor account, and nothing to another app', async () => {
  const { userId } = await addPerson(around)
  const asked = await app.ask(userId)
  const { json } = await app.status(asked)
  assert.deepEqual(Object.keys(json).sort(), ['cause', 'expiresAtMs', 'nowMs', 'progress', 'state'])
  const other = await WebApp.add(around, 'curious')
  const unknown = await other.status({ ...asked, challengeId: '00000000-0000-4000-8000-000000000000' })
  const foreign = await other.status(asked)
  assert.equal(foreign.status, 404)
  assert.deepEqual({ ...foreign.json, requestId: '' }, { ...unknown.json, requestId: '' })
})

test('[LI5] an unknown user ID gets the same shape, and the same one account, each time', async () => {
  const { userId } = await addPerson(around)
  const known = await app.ask(userId)
  const unknown = await app.ask(`${userId}-not`)
  const again = await app.ask(`${userId}-not`)
  const shape = (asked: Asked): unknown => [
    Object.keys(asked).sort(),
    asked['match'].mode,
    asked['delivery'],
    asked['expiresAtMs'] - asked['issuedAtMs'],
  ]
  assert.deepEqual(shape(unknown), shape(known))
  assert.equal(again['accountId'], unknown['accountId'])
  assert.equal((await app.redeem(unknown)).json['code'], 'challenge_final', 'replaced by the newer request')
  assert.equal((await app.redeem(again)).json['code'], 'challenge_not_approved')
})

test('[LI1] [LI2] the fourth push in ten minutes waits for a pull, and an approval clears the budget', async () => {
  const { userId, phone } = await addPerson(around)
  const { socket } = await phone.connect()
  for (let i = 0; i < 3; i += 1) {
    const { asked, frame } = await bring(app, userId, phone, socket)
    assert.equal(asked['delivery'], 'push')
    socket.send(phone.answer(frame, 'deny'))
    await socket.take('receipt')
  }
  const waits = await app.ask(userId)
  assert.equal(waits['delivery'], 'pull')
  socket.send({ type: 'pull' })
  const frame = await socket.take('challenge', ({ challengeId }) => challengeId === waits.challengeId)
  assert.equal((await socket.take('pulled'))['open'], 1)
  socket.send(phone.answer(frame, 'approve', right(waits)))
  assert.equal(phone.outcome(await socket.take('receipt')).state, 'approved')
  assert.equal((await app.redeem(waits)).status, 200)
  assert.equal((await app.ask(userId))['delivery'], 'push')
  socket.close()
})

test('[LI4] the same browser replaces its own request; another browser raises both to the code', async () => {
  const { userId, phone } = await addPerson(around)
  const { socket } = await phone.connect()
  const first = await bring(app, userId, phone, socket)
  const second = await bring(app, userId, phone, socket)
  const replaced = (await app.status(first.asked)).json
  assert.deepEqual([replaced['state'], replaced['cause']], ['cancelled', 'by_app'])
  const other = { context: { address: '198.51.100.9', browser: 'Chrome on Linux' } }
  const third = await bring(app, userId, phone, socket, other)
  assert.equal(third.asked['match'].mode, 'code')
  const raised = (await app.status(second.asked)).json
  assert.deepEqual([raised['state'], raised['cause']], ['cancelled', 'raised'])
  const fourth = await app.ask(userId)
  assert.equal(fourth['match'].mode, 'code')
  assert.equal(
    (await app.status(third.asked)).json['state'],
    'pending',
    'a code challenge is never cancelled by another',
  )
  socket.close()
})

test('[LI6] after a report the requests of that app and address wait for a pull', async () => {
  const { userId, phone } = await addPerson(around)
  const { socket } = await phone.connect()
  const { frame } = await bring(app, userId, phone, socket)
  socket.send(phone.answer(frame, 'report'))
  assert.equal(phone.outcome(await socket.take('receipt')).state, 'reported')
  assert.equal((await app.ask(userId))['delivery'], 'pull')
  const elsewhere = await app.ask(userId, {
    context: { address: '198.51.100.9', browser: 'Chrome on Linux' },
  })
  assert.equal(elsewhere['delivery'], 'push')
  socket.close()
})

test('[LI7] [AN4] the fifth wrong pick suspends the device; it can deny, and an admin lets it approve again', async () => {
  const { userId, phone } = await addPerson(around)
  const { socket } = await phone.connect()
  const next = async () => {
    const asked = await app.ask(userId)
    socket.send({ type: 'pull' })
    const frame = await socket.take('challenge', ({ challengeId }) => challengeId === asked.challengeId)
    return { asked, frame, question: phone.open(frame, Date.now(), false) }
  }
  for (let i = 0; i < 5; i += 1) {
    const { asked, frame, question } = await next()
    socket.send(phone.answer(frame, 'approve', wrong(asked, question)))
    assert.equal(phone.outcome(await socket.take('receipt')).state, 'mismatched')
  }
  assert.equal((await socket.take('device'))['deviceState'], 'suspended')
  const barred = await next()
  socket.send(phone.answer(barred.frame, 'approve', right(barred.asked)))
  assert.equal((await socket.take('refusal'))['code'], 'device_suspended')
  socket.send(phone.answer(barred.frame, 'deny'))
  assert.equal(phone.outcome(await socket.take('receipt')).state, 'denied')
  await around.admin('device', 'resume', phone.deviceId)
  assert.equal((await socket.take('device'))['deviceState'], 'active')
  const good = await next()
  socket.send(phone.answer(good.frame, 'approve', right(good.asked)))
  assert.equal(phone.outcome(await socket.take('receipt')).state, 'approved')
  socket.close()
})

test('[ST1] an app that cancels ends the challenge on every phone; cancelling again tells the same', async () => {
  const { userId, phone } = await addPerson(around)
  const { socket } = await phone.connect()
  const { asked, frame } = await bring(app, userId, phone, socket)
  const cancel = () => app.post(`/v1/challenges/${asked.challengeId}/cancel`, { appNonce: asked.appNonce })
  const { status, json } = await cancel()
  assert.deepEqual([status, json['state'], json['cause']], [200, 'cancelled', 'by_app'])
  assert.deepEqual(phone.outcome(await socket.take('receipt')), { state: 'cancelled', byThisDevice: false })
  socket.send(phone.answer(frame, 'approve', right(asked)))
  assert.equal(phone.outcome(await socket.take('receipt')).state, 'cancelled')
  assert.equal((await cancel()).json['state'], 'cancelled')
  socket.close()
})
