// Pairing and the socket of a server, seen from outside (SPEC.md sections 2 to 4).
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, test } from 'node:test'
import { acceptBody, call, lookUpBody, readLink, Socket, Stranger } from './stranger.js'
import type { Values } from './stranger-bytes.js'
import { b64u, message, publicKeyOf, signWith, write } from './stranger-bytes.js'
import { checkKeySet, vectors } from './stranger-verifier.js'
import type { Surroundings } from './surroundings.js'
import { addPerson, bring, openSurroundings, right, WebApp } from './surroundings.js'

let around: Surroundings
let app: WebApp
let link: string
/** Opened first and looked at last: its deadline passes while the other tests run. */
let silent: { readonly socket: Socket; readonly openedMs: number }

before(async () => {
  around = await openSurroundings()
  silent = { socket: new Socket(around.url), openedMs: Date.now() }
  app = await WebApp.add(around, 'devices')
})
after(() => around.end())

test('[KS1] [KS2] [KS4] the key set is good for the server id of a link, and holds a key that may sign now', async () => {
  const { userId } = await addPerson(around)
  link = (await around.admin('pair', userId, '--no-wait'))['link']
  const { status, json } = await call(`${around.url}/v1/keyset`)
  assert.equal(status, 200)
  const keySet = checkKeySet(json as Parameters<typeof checkKeySet>[0], readLink(link).serverId)
  assert.ok(keySet['keySetVersion'] >= 1)
  const nowMs = Date.now()
  assert.ok(keySet['keys'].some((key: Values) => key['notBeforeMs'] <= nowMs && nowMs <= key['notAfterMs']))
})

test('[PA1] [PA2] a look-up with the proof of the link tells whom the phone will be paired with', async () => {
  const parsed = readLink(link)
  const { status, json } = await call(`${around.url}/v1/pairings/look-up`, lookUpBody(parsed))
  assert.equal(status, 200)
  assert.deepEqual(Object.keys(json).sort(), ['accountId', 'expiresAtMs', 'keySet', 'serverName', 'userId'])
  checkKeySet(json['keySet'], parsed.serverId)
})

test('[PA3] an unknown ticket and a wrong proof get one and the same answer, at look-up and at acceptance', async () => {
  const good = readLink(link)
  const { accountId } = (await call(`${around.url}/v1/pairings/look-up`, lookUpBody(good))).json
  const strangers = [
    { ...good, secret: randomBytes(16) },
    { ...good, ticketId: randomBytes(16) },
  ]
  const answers = []
  for (const bad of strangers) {
    answers.push(await call(`${around.url}/v1/pairings/look-up`, lookUpBody(bad)))
    answers.push(await call(`${around.url}/v1/pairings/accept`, acceptBody(bad, accountId, randomBytes(32))))
  }
  for (const { status, json } of answers) {
    assert.equal(status, 404)
    assert.equal(json['code'], 'ticket_invalid')
  }
  const said = answers.map(({ json }) => JSON.stringify({ ...json, requestId: '' }))
  assert.equal(new Set(said).size, 1)
})

test('[KE2] a device key of low order, or spelled otherwise than canonical, is refused and the ticket stays open', async () => {
  const parsed = readLink(link)
  const { accountId } = (await call(`${around.url}/v1/pairings/look-up`, lookUpBody(parsed))).json
  const { lowOrderPublicKeys, nonCanonicalPublicKeys } = vectors('ed25519')
  // Under a key of low order this signature fits many messages: R = the key, S = 0.
  for (const key of [lowOrderPublicKeys[0], lowOrderPublicKeys[6], nonCanonicalPublicKeys[0]]) {
    const deviceKey = Buffer.from(key, 'hex')
    const body = acceptBody(parsed, accountId, randomBytes(32), { deviceKey })
    const signature = b64u(Buffer.concat([deviceKey, Buffer.alloc(32)]))
    const { status } = await call(`${around.url}/v1/pairings/accept`, { ...body, signature })
    assert.ok(status >= 400 && status < 500, String(status))
  }
  assert.equal((await call(`${around.url}/v1/pairings/look-up`, lookUpBody(parsed))).status, 200)
})

test('[PA4] of ten simultaneous acceptances of one ticket exactly one succeeds, and afterwards none', async () => {
  const parsed = readLink(link)
  const { accountId } = (await call(`${around.url}/v1/pairings/look-up`, lookUpBody(parsed))).json
  const accept = () =>
    call(`${around.url}/v1/pairings/accept`, acceptBody(parsed, accountId, randomBytes(32)))
  const replies = await Promise.all(Array.from({ length: 10 }, accept))
  assert.deepEqual(replies.map(({ status }) => status).sort(), [201, ...Array<number>(9).fill(404)])
  assert.equal((await accept()).json['code'], 'ticket_invalid')
  assert.equal(
    (await call(`${around.url}/v1/pairings/look-up`, lookUpBody(parsed))).json['code'],
    'ticket_invalid',
  )
})

test('[PA4] a phone that lost the reply to its acceptance sends it again and gets the same', async () => {
  const { userId } = await addPerson(around)
  const ticket = readLink((await around.admin('pair', userId, '--no-wait'))['link'])
  const { accountId } = (await call(`${around.url}/v1/pairings/look-up`, lookUpBody(ticket))).json
  const body = acceptBody(ticket, accountId, randomBytes(32))
  const first = await call(`${around.url}/v1/pairings/accept`, body)
  const again = await call(`${around.url}/v1/pairings/accept`, body)
  assert.equal(again.status, 201)
  assert.deepEqual(again.json, first.json)
})

test('[KE3] a device key that some device has is refused for another pairing', async () => {
  const { userId, phone } = await addPerson(around)
  const other = readLink((await around.admin('pair', userId, '--no-wait'))['link'])
  const reply = await call(`${around.url}/v1/pairings/accept`, acceptBody(other, phone.accountId, phone.seed))
  assert.equal(reply.json['code'], 'key_refused')
})

test('[PA5] [PA6] [AN4] an unconfirmed device connects, learns its state only, and becomes active by the right digits', async () => {
  const { userId, phone: first } = await addPerson(around)
  const { link: newLink, ticketId } = await around.admin('pair', userId, '--no-wait')
  const phone = await Stranger.pair(newLink)
  const { socket, welcome } = await phone.connect()
  assert.equal(welcome['deviceState'], 'pending_confirm')

  const firstSocket = (await first.connect()).socket
  const { frame } = await bring(app, userId, first, firstSocket)
  socket.send(phone.answer(frame, 'deny'))
  assert.equal((await socket.take('refusal'))['code'], 'device_not_confirmed')

  const wrongDigits = phone.confirmation === '000000' ? '000001' : '000000'
  await assert.rejects(around.admin('pair', 'confirm', ticketId, '--confirmation', wrongDigits))
  assert.equal((await around.admin('pair', 'status', ticketId))['state'], 'accepted')
  await around.admin('pair', 'confirm', ticketId, '--confirmation', phone.confirmation)
  assert.equal((await socket.take('device'))['deviceState'], 'active')
  socket.close()
  firstSocket.close()
})

test('[SA1] the server greets with its id and a nonce that it never repeats', async () => {
  const sockets = [new Socket(around.url), new Socket(around.url)]
  const hellos = await Promise.all(sockets.map((socket) => socket.take('hello')))
  assert.equal(hellos[0]?.['serverId'], hellos[1]?.['serverId'])
  assert.notEqual(hellos[0]?.['nonce'], hellos[1]?.['nonce'])
  for (const socket of sockets) socket.close()
})

test('[SA2] whoever speaks before authenticating is refused with socket_unauthenticated, and the socket is closed', async () => {
  const { phone } = await addPerson(around)
  for (const frame of [{ type: 'pull' }, { type: 'received', challengeId: phone.deviceId }]) {
    const socket = new Socket(around.url)
    await socket.take('hello')
    socket.send(frame)
    assert.equal((await socket.take('refusal'))['code'], 'socket_unauthenticated')
    assert.equal((await socket.closed).code, 1008)
  }
})

test('[SA3] a signature for another host, nonce, device or time is refused', async () => {
  const { phone } = await addPerson(around)
  const { phone: other } = await addPerson(around)
  const changes: readonly Values[] = [
    { host: 'id.example.org' },
    { host: new URL(around.url).host.toUpperCase().replace('127', '128') },
    { nonce: randomBytes(32) },
    { deviceId: Buffer.from(other.deviceId.replaceAll('-', ''), 'hex') },
    { expiresAtMs: Date.now() + 600_000 },
  ]
  for (const changed of changes) {
    const socket = new Socket(around.url)
    socket.send(phone.authenticate(await socket.take('hello'), changed))
    assert.equal((await socket.take('refusal'))['code'], 'answer_invalid')
    assert.equal((await socket.closed).code, 1008)
  }
  const socket = new Socket(around.url)
  const hello = await socket.take('hello')
  socket.send({ ...phone.authenticate(hello), deviceId: other.deviceId })
  assert.equal((await socket.take('refusal'))['code'], 'answer_invalid')
})

test('[SA4] a second socket of the same device replaces the first', async () => {
  const { phone } = await addPerson(around)
  const first = (await phone.connect()).socket
  const second = (await phone.connect()).socket
  assert.equal((await first.take('refusal'))['code'], 'socket_replaced')
  assert.deepEqual(await first.closed, { code: 1008, reason: 'socket_replaced' })
  second.send({ type: 'ping' })
  assert.ok((await second.take('pong'))['nowMs'] > 0)
  second.close()
})

test('[FR1] what is not a frame is refused as a whole; five of them close the socket', async () => {
  const { phone } = await addPerson(around)
  const { socket } = await phone.connect()
  const bad = ['not json', '[]', '{"type":"dance"}', '{"type":"ping","extra":1}', '{"type":"received"}']
  for (const text of bad) {
    socket.send(text)
    assert.equal((await socket.take('refusal'))['code'], 'frame_invalid')
  }
  assert.equal((await socket.closed).code, 1008)
})

test('[FR1] a binary message and one above 16 384 bytes close the socket', async () => {
  const { phone } = await addPerson(around)
  const one = (await phone.connect()).socket
  one.send(Buffer.from('{"type":"ping"}'))
  assert.equal((await one.closed).code, 1003)
  const two = (await phone.connect()).socket
  two.send(`{"type":"ping"${' '.repeat(16_384)}}`)
  assert.equal((await two.closed).code, 1009)
})

test('[VE1] a server of this version speaks countersign.v1 and refuses a document of another version', async () => {
  const { phone } = await addPerson(around)
  const socket = new Socket(around.url)
  const hello = await socket.take('hello')
  socket.send(phone.authenticate(hello, { version: 2 }))
  assert.equal((await socket.take('refusal'))['code'], 'answer_invalid')
})

test('[CB8] a signature over one document is refused where another is expected', async () => {
  const { userId, phone } = await addPerson(around)
  const { socket } = await phone.connect()
  const { asked, frame } = await bring(app, userId, phone, socket)
  const answer = phone.answer(frame, 'approve', right(asked))
  const elsewhere = message(
    'receipt',
    write('receipt', {
      ...{ version: 1, serverId: phone.link.serverId, keyId: randomBytes(16), challengeId: randomBytes(16) },
      ...{ deviceId: randomBytes(16), state: 2, decidedAtMs: 1, byThisDevice: 1 },
    }),
  )
  socket.send({ ...answer, signature: b64u(signWith(phone.seed, elsewhere)) })
  assert.equal((await socket.take('refusal'))['code'], 'answer_invalid')
  assert.equal(publicKeyOf(phone.seed).length, 32)
  socket.close()
})

test('[SA2] a socket that stays silent is closed after its twenty seconds', async () => {
  const { expiresAtMs } = await silent.socket.take('hello')
  assert.ok(expiresAtMs <= silent.openedMs + 21_000)
  assert.equal((await silent.socket.take('refusal', undefined, 25_000))['code'], 'socket_unauthenticated')
  assert.equal((await silent.socket.closed).code, 1008)
})
