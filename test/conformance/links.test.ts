// A login whose page is on the phone that approves, seen from outside (SPEC.md section 9, the link).
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, test } from 'node:test'
import { call } from './stranger.js'
import type { Values } from './stranger-bytes.js'
import { b64u, unb64u } from './stranger-bytes.js'
import { checkKeySet, faultOfAssertion, returnCodeHash } from './stranger-verifier.js'
import type { Surroundings } from './surroundings.js'
import { addPerson, openSurroundings, right, WebApp } from './surroundings.js'

let around: Surroundings
let app: WebApp

before(async () => {
  around = await openSurroundings()
  app = await WebApp.add(around, 'shop')
})
after(() => around.end())

const redeem = ({ challengeId, appNonce }: Values, returnCode?: string) =>
  app.post(`/v1/challenges/${challengeId}/redeem`, { appNonce, returnCode })

test('[LK1] [LK2] [LK3] [LK4] [LK5] a login by link: nothing rings, the phone fetches it, the return code lets in', async () => {
  const { userId, phone } = await addPerson(around)
  const { socket } = await phone.connect()
  const asked = await app.ask(userId, { sameDevice: true })
  const { match, delivery } = asked as Values
  assert.deepEqual([match.mode, unb64u(match.secret).length, delivery], ['link', 16, 'pull'])

  socket.send({ type: 'pull' })
  const frame = await socket.take('challenge')
  const question = phone.open(frame, Date.now())
  assert.deepEqual([question['mode'], question['options'], question['context'].origin], [4, [], app.origin])
  const returnCode = b64u(randomBytes(16))
  socket.send(
    phone.answer(frame, 'approve', Buffer.concat([unb64u(match.secret), returnCodeHash(returnCode)])),
  )
  assert.deepEqual(phone.outcome(await socket.take('receipt')), { state: 'approved', byThisDevice: true })

  for (const code of [undefined, b64u(randomBytes(16))])
    assert.equal((await redeem(asked, code)).json['code'], 'unauthorized')
  const { status, json } = await redeem(asked, returnCode)
  assert.equal(status, 200)
  const keySet = checkKeySet(
    (await call(`${around.url}/v1/keyset`)).json as Parameters<typeof checkKeySet>[0],
    phone.link.serverId,
  )
  const expected = {
    ...{
      nowMs: Date.now(),
      serverId: b64u(phone.link.serverId),
      appId: app.appId,
      accountId: phone.accountId,
    },
    ...{ userId, challengeId: asked.challengeId, appNonce: asked.appNonce, purpose: 'login', match },
    context: { ...asked['context'], origin: app.origin },
  }
  assert.equal(faultOfAssertion(json['assertion'], keySet, { ...expected, returnCode }), undefined)
  assert.equal(faultOfAssertion(json['assertion'], keySet, expected), 'AS6')
  assert.equal(
    faultOfAssertion(json['assertion'], keySet, { ...expected, returnCode: b64u(randomBytes(16)) }),
    'AS6',
  )
  socket.close()
})

test('[LK1] the same browser changes between link and access pass; each request ends the one before', async () => {
  const { userId, phone } = await addPerson(around)
  const { socket } = await phone.connect()
  const first = await app.ask(userId)
  await socket.take('challenge', ({ challengeId }) => challengeId === first.challengeId)
  const link = await app.ask(userId, { sameDevice: true })
  assert.equal((await app.status(first)).json['cause'], 'by_app')
  const last = await app.ask(userId)
  assert.equal((await app.status(link)).json['cause'], 'by_app')
  const frame = await socket.take('challenge', ({ challengeId }) => challengeId === last.challengeId)
  phone.open(frame, Date.now())
  socket.send(phone.answer(frame, 'approve', right(last)))
  await socket.take('receipt', ({ challengeId }) => challengeId === last.challengeId)
  assert.equal((await app.redeem(last)).status, 200)
  socket.close()
})

test('[LK3] a phone without the link can deny; a wrong secret is a wrong pick, and what follows is a code or a link', async () => {
  const { userId, phone } = await addPerson(around)
  const { socket } = await phone.connect()
  for (const how of ['deny', 'approve'] as const) {
    const asked = await app.ask(userId, { sameDevice: true })
    socket.send({ type: 'pull' })
    const frame = await socket.take('challenge', ({ challengeId }) => challengeId === asked.challengeId)
    socket.send(phone.answer(frame, how, how === 'deny' ? '' : randomBytes(32)))
    const { state } = phone.outcome(await socket.take('receipt'))
    assert.equal(state, how === 'deny' ? 'denied' : 'mismatched')
  }
  assert.equal((await app.ask(userId, { sameDevice: true }))['match'].mode, 'link')
  assert.equal((await app.ask(userId))['match'].mode, 'code', '[LI3]')
  socket.close()
})
