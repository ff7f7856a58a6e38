// Replay: bytes that were good once are sent again, by a thief on the wire, a proxy's log or the other side of a lost reply. Every
// signed message of a login and of a pairing is recorded here and sent a second time: on the same socket, on another, for
// the next request, to a restarted server. None has a second effect; what may be asked twice gets the truth and no more.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, test } from 'node:test'
import { toBase64Url } from '@countersign/protocol'
import { CountersignClient } from '@countersign/web-plugin/client'
import { verifyAssertion } from '@countersign/web-plugin/verify'
import { acceptBody, authenticateFrame, lookUpBody, newKey, RawSocket } from '../support/raw-device.js'
import { assertProblem, TestServer } from '../support/test-server.js'
import { choiceOn, openDemoSite } from './demo-site.js'
import { Phone } from './phone.js'

let server: TestServer
let app: { readonly apiKey: string; readonly appId: string }
before(async () => {
  server = await TestServer.start()
  app = await server.addApp()
})
after(() => server.stop())

async function person(userId: string): Promise<Phone> {
  await server.addAccount(userId)
  return Phone.paired(server, userId)
}

const ask = (userId: string) => server.requestApproval(app.apiKey, { userId })
const redeem = (asked: { readonly challengeId: string; readonly appNonce: string }) =>
  server.call('POST', `/v1/challenges/${asked.challengeId}/redeem`, {
    apiKey: app.apiKey,
    body: { appNonce: asked.appNonce },
  })

test('[AN3] an answer sent again, on this socket and the next, gets the receipt and moves nothing', async () => {
  const phone = await person('answer')
  const asked = await ask('answer')
  const answer = phone.sign(await phone.shown(asked.challengeId), {
    decision: 'approve',
    choice: asked.match,
  })
  assert.equal(await phone.send(answer), 'approved')
  assert.equal(await phone.send(answer), 'approved')
  assert.equal((await redeem(asked)).status, 200)
  phone.close()

  const again = await Phone.online(server, phone.device)
  assert.equal(again.nextCounter, answer.counter + 1)
  assert.equal(await again.send(answer), 'redeemed')
  assertProblem(await redeem(asked), 409, 'challenge_final')
  again.close()
})

test('[AN1] yesterday’s approval is no answer to today’s request, with its id or with the new one', async () => {
  const phone = await person('yesterday')
  const first = await ask('yesterday')
  const old = phone.sign(await phone.shown(first.challengeId), { decision: 'approve', choice: first.match })
  await phone.send(old)
  await redeem(first)

  const second = await ask('yesterday')
  await phone.shown(second.challengeId)
  assert.equal(await phone.send({ ...old, challengeId: second.challengeId }), 'answer_invalid')
  assert.equal(
    await phone.send({ ...old, challengeId: second.challengeId, counter: phone.nextCounter }),
    'answer_invalid',
  )
  assertProblem(await redeem(second), 409, 'challenge_not_approved')
  phone.close()
})

test('[ST5] a redemption sent again gets nothing, at once and a hundred times', async () => {
  const phone = await person('redeem')
  const asked = await ask('redeem')
  await phone.approve(asked.challengeId, asked.match)
  const replies = await Promise.all(Array.from({ length: 100 }, () => redeem(asked)))

  assert.equal(replies.filter(({ status }) => status === 200).length, 1)
  for (const reply of replies) if (reply.status !== 200) assertProblem(reply, 409, 'challenge_final')
  phone.close()
})

test('[SA3] the frame that opened one socket opens no second one', async () => {
  const { device } = await person('socket')
  const first = new RawSocket(server.wsUrl)
  const recorded = authenticateFrame(device, await first.take('hello'), server.host)
  first.send(recorded)
  await first.take('welcome')

  const second = new RawSocket(server.wsUrl)
  await second.take('hello')
  second.send(recorded)
  assert.deepEqual(await second.take('refusal'), { type: 'refusal', code: 'answer_invalid' })
  assert.equal((await second.closed).code, 1008)
  // Nor does it count against the device that it names: its socket stays.
  first.send({ type: 'ping' })
  await first.take('pong')
  first.close()
})

test('[PA4] an acceptance sent again is the same device, not a second one, and not once it was withdrawn', async () => {
  await server.addAccount('pairing')
  const link = await server.pairingLink('pairing')
  const found = await server.call('POST', '/v1/pairings/look-up', { body: lookUpBody(link) })
  const body = acceptBody(link, found.json, newKey())
  const replies = await Promise.all(
    Array.from({ length: 10 }, () => server.call('POST', '/v1/pairings/accept', { body })),
  )
  const good = replies.filter(({ status }) => status === 201)
  assert.ok(good.length >= 1)
  assert.equal(new Set(good.map(({ json }) => json.deviceId)).size, 1)
  const { devices = [] } = (await server.ports.storage.read.accounts.withDevices('pairing')) ?? {}
  assert.equal(devices.length, 1)
})

test('[RC1] a receipt sent to another device, or for another request, is one no device would believe', async () => {
  const [one, two] = [await person('receipts'), await Phone.paired(server, 'receipts')]
  const asked = await ask('receipts')
  await two.shown(asked.challengeId)
  await one.approve(asked.challengeId, asked.match)
  const receipts = (phone: Phone) =>
    phone.frames.flatMap((frame) => (frame.type === 'receipt' ? [frame] : [])).map(({ body }) => body)
  await two.settled()
  // Each names its device and its challenge in the signed bytes, so that one never passes for the other.
  assert.equal(receipts(one).length, 1)
  assert.equal(receipts(two).length, 1)
  assert.notEqual(receipts(one)[0], receipts(two)[0])
  // Sent to the server, it is no frame at all.
  one.socket.sendRaw(JSON.stringify(one.frames.find(({ type }) => type === 'receipt')))
  await one.settled()
  assert.ok(one.frames.some((frame) => frame.type === 'refusal' && frame.code === 'frame_invalid'))
  one.close()
  two.close()
})

test('[AS2] an assertion is good for the attempt it was made for, and for no later one', async () => {
  const phone = await person('assertion')
  const client = new CountersignClient({
    serverUrl: server.url,
    serverId: toBase64Url(server.ports.vault.serverId),
    apiKey: app.apiKey,
  })
  const asked = await ask('assertion')
  await phone.approve(asked.challengeId, asked.match)
  const { assertion } = (await redeem(asked)).json
  const keySet = await client.keySet()
  const expected = {
    serverId: toBase64Url(server.ports.vault.serverId),
    appId: app.appId,
    userId: 'assertion',
    challengeId: asked.challengeId,
    appNonce: asked.appNonce,
    purpose: 'login' as const,
    match: asked.match,
    context: { address: '203.0.113.7', browser: 'Firefox on Windows', origin: 'https://wiki.example' },
  }
  const verdict = (over: Partial<typeof expected>, nowMs = Date.now()): string => {
    const result = verifyAssertion({ assertion, keySet, expected: { ...expected, ...over }, nowMs })
    return result.ok ? 'good' : result.reason
  }
  assert.equal(verdict({}), 'good')

  const next = await ask('assertion')
  assert.equal(verdict({ challengeId: next.challengeId }), 'challenge_other')
  assert.equal(verdict({ appNonce: next.appNonce }), 'nonce_other')
  assert.equal(verdict({ challengeId: next.challengeId, appNonce: next.appNonce }), 'challenge_other')
  assert.equal(verdict({ appNonce: toBase64Url(randomBytes(32)) }), 'nonce_other')
  assert.equal(verdict({}, Date.now() + 121_000), 'expired')
  phone.close()
})

test('[AS2] at the app, an approval completes one login of one browser, however often it is called', async () => {
  const site = await openDemoSite(server, 'Replayed')
  const phone = await person('alice')
  const browser = site.browser()
  await browser.signIn('alice')
  const started = await browser.call('start')
  await phone.approve(phone.rung.at(-1) ?? '', choiceOn(started))
  const before = browser.cookie
  const windows = Array.from({ length: 16 }, () => Object.assign(site.browser(), { cookie: before }))
  const replies = await Promise.all(windows.map((window) => window.call('complete')))

  assert.equal(replies.filter(({ json }) => json.state === 'passed').length, 1)
  // The cookie from before the login, in whosever hands, opens nothing.
  const old = Object.assign(site.browser(), { cookie: before })
  assert.equal((await old.get('/')).location, '/login')
  phone.close()
  await site.close()
})
