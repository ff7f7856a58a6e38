// Downgrade: an attacker makes the two ends agree on something weaker than both can do: six pictures instead of six digits, an
// older version, a grid with fewer passes, a purpose that says less. Here nothing is negotiated: the server decides from its own
// memory, an app can only ask for more, and the phone and the verifier refuse what they were not told.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import {
  answerDocument,
  challengeDocument,
  chosenBytes,
  keySetDocument,
  pairingAcceptDocument,
  SYMBOLS_SHOWN,
  socketAuthDocument,
} from '@countersign/protocol'
import { WebSocket } from 'ws'
import { bytesOf, questionOf } from '../support/raw-device.js'
import { approvalBody, assertProblem, TestServer } from '../support/test-server.js'
import { Phone, signedAnswer, wrongOf } from './phone.js'

let server: TestServer
let apiKey: string
before(async () => {
  server = await TestServer.start()
  apiKey = (await server.addApp()).apiKey
})
after(() => server.stop())

async function person(userId: string): Promise<Phone> {
  await server.addAccount(userId)
  return Phone.paired(server, userId)
}

const ask = (body: Readonly<Record<string, unknown>>) =>
  server.call('POST', '/v1/challenges', { apiKey, body: approvalBody(body) })

test('[LI3] in doubt, no wish of the app brings the pictures back', async () => {
  const phone = await person('doubt')
  const first = await server.requestApproval(apiKey, { userId: 'doubt' })
  await phone.deny(first.challengeId)

  for (const atLeast of ['symbol', undefined]) {
    const reply = await ask({ userId: 'doubt', ...(atLeast === undefined ? {} : { atLeast }) })
    assert.equal(reply.json.match.mode, 'code', String(atLeast))
  }
  for (const wish of [
    { atLeast: 'none' },
    { atLeast: '' },
    { atLeast: null },
    { atMost: 'symbol' },
    { mode: 'symbol' },
    { match: { mode: 'symbol' } },
    { symbolsShown: 2 },
    { options: [1, 2] },
    { profile: 'convenient' },
    { version: 0 },
  ])
    assertProblem(await ask({ userId: 'doubt', ...wish }), 422, 'body_invalid')
  phone.close()
})

test('an app that asks for digits gets digits, and its phone shows no grid to tap', async () => {
  const phone = await person('digits')
  const asked = await server.requestApproval(apiKey, { userId: 'digits', atLeast: 'code' })
  assert.equal(asked.match.mode, 'code')
  const question = questionOf(await phone.shown(asked.challengeId))
  assert.equal(question.mode, 2)
  assert.deepEqual(question.options, [])
  phone.close()
})

test('[ST3] a request of six digits takes no picture for an answer, and no other spelling of the digits', async () => {
  const phone = await person('picture')
  const choices = [
    Uint8Array.of(0, 1),
    new Uint8Array(0),
    new TextEncoder().encode('0'),
    new TextEncoder().encode('00000000'),
  ]
  for (const chosen of choices) {
    const asked = await server.requestApproval(apiKey, { userId: 'picture', atLeast: 'code' })
    await phone.pull()
    const frame = await phone.shown(asked.challengeId)
    const counter = phone.sign(frame, { decision: 'deny' }).counter
    const answer = signedAnswer(phone.device, frame, { decision: 'approve' }, counter, { chosen })
    const sent = { ...answer, chosen: Buffer.from(chosen).toString('base64url') }
    assert.ok(['mismatched', 'device_suspended'].includes(await phone.send(sent)))
  }
  phone.close()
})

test('[CH4] the grid has as many passes as the server is set to, whatever else is open', async () => {
  const phone = await person('grid')
  const mail = (await server.addApp('Mail', ['https://mail.example'])).apiKey
  const news = (await server.addApp('News', ['https://news.example'])).apiKey
  for (const key of [apiKey, mail, news]) {
    const asked = await server.requestApproval(key, { userId: 'grid' })
    await phone.pull()
    const { options } = questionOf(await phone.shown(asked.challengeId))
    assert.equal(new Set(options).size, SYMBOLS_SHOWN)
  }
  phone.close()
})

test('[AN1] options cannot be stripped on the way: the signature and the answer’s hash hold all of them', async () => {
  const phone = await person('stripped')
  const asked = await server.requestApproval(apiKey, { userId: 'stripped' })
  const frame = await phone.shown(asked.challengeId)
  const question = questionOf(frame)
  const two = question.options.slice(0, 2)
  for (const changed of [{ options: two }, { options: [], mode: 2 as const }, { requirements: 1 }]) {
    const body = Buffer.from(challengeDocument.encode({ ...question, ...changed })).toString('base64url')
    const choice = asked.match
    const answer = signedAnswer(phone.device, { ...frame, body }, { decision: 'approve', choice }, 50)
    assert.equal(await phone.send(answer), 'answer_invalid')
  }
  // A wrong pick is still a wrong pick: nothing above has spent the request.
  assert.equal(await phone.approve(asked.challengeId, wrongOf(asked.match, question.options)), 'mismatched')
  phone.close()
})

test('[VE1] no document of another version is written or read', () => {
  const documents = [
    challengeDocument,
    answerDocument,
    socketAuthDocument,
    keySetDocument,
    pairingAcceptDocument,
  ]
  for (const document of documents) {
    assert.throws(() => document.encode({ version: 0 } as never))
    assert.throws(() => document.encode({ version: 2 } as never))
    // tag 1, one byte, version 2: refused at the first field, whatever follows.
    const parsed = document.parse(Uint8Array.of(1, 0, 1, 2))
    assert.ok(!parsed.ok && /version/.test(parsed.fault), JSON.stringify(parsed))
  }
})

test('[VE1] a socket without the subprotocol, or with an older one only, is not opened', async () => {
  for (const offered of [[], ['countersign.v0'], ['countersign'], ['countersign.v1.insecure']]) {
    const socket = new WebSocket(`${server.wsUrl}/v1/device`, offered)
    const status = await new Promise((resolve) => {
      socket.on('unexpected-response', (_request, response) => resolve(response.statusCode))
      socket.on('open', () => resolve('open'))
      socket.on('error', () => undefined)
    })
    assert.equal(status, 400)
    socket.terminate()
  }
  const both = new WebSocket(`${server.wsUrl}/v1/device`, ['countersign.v0', 'countersign.v1'])
  await new Promise((resolve) => both.on('open', resolve))
  assert.equal(both.protocol, 'countersign.v1')
  both.close()
})

test('[AN1] what was signed for "login" is not an approval of the other purpose', async () => {
  const phone = await person('purpose')
  const login = await server.requestApproval(apiKey, { userId: 'purpose', purpose: 'login' })
  const frame = await phone.shown(login.challengeId)
  const stepUp = challengeDocument.encode({ ...questionOf(frame), purpose: 2 })
  const changed = { ...frame, body: Buffer.from(stepUp).toString('base64url') }
  const choice = login.match
  const answer = signedAnswer(phone.device, changed, { decision: 'approve', choice }, 9)
  assert.equal(await phone.send(answer), 'answer_invalid')
  assert.notDeepEqual(bytesOf(changed.body), bytesOf(frame.body))
  assert.equal(chosenBytes(choice).length, 2)
  phone.close()
})
