// Waivers by the vectors and of a running server, checked by an implementation that shares nothing with ours.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, test } from 'node:test'
import { call } from './stranger.js'
import { unb64u } from './stranger-bytes.js'
import { checkKeySet, faultOfAssertion, vectors } from './stranger-verifier.js'
import type { ExpectedWaiver } from './stranger-waiver.js'
import { faultOfWaiver } from './stranger-waiver.js'
import type { Surroundings } from './surroundings.js'
import { addPerson, openSurroundings, WebApp } from './surroundings.js'

const serverId = Buffer.from(vectors('keys')['serverId'], 'hex')
const { keySet: signedSet, cases } = vectors('waivers')
const keySet = checkKeySet(signedSet, serverId)

interface WaiverCase {
  readonly why: string
  readonly valid: boolean
  readonly rule?: string
  readonly expected: ExpectedWaiver
  readonly statement: string
}

for (const { why, valid, rule, expected, statement } of cases as readonly WaiverCase[])
  test(`${rule === undefined ? '[WV2] [WV3]' : `[${rule}]`} waiver: ${why}`, () => {
    const fault = faultOfWaiver(statement, keySet, expected)
    assert.equal(fault === undefined, valid, fault)
    assert.equal(fault, rule)
  })

test('[WV8] no good assertion of the vectors is a waiver, and no good waiver an assertion', () => {
  const assertions = vectors('assertions')['cases'].filter((each: WaiverCase) => each.valid)
  const waivers = (cases as readonly WaiverCase[]).filter((each) => each.valid)
  for (const { expected, assertion } of assertions)
    assert.equal(faultOfWaiver(assertion, keySet, { ...expected, address: expected.context.address }), 'WV2')
  for (const { statement } of waivers)
    assert.equal(faultOfAssertion(statement, keySet, assertions[0].expected), 'AS1')
})

let around: Surroundings
before(async () => {
  around = await openSurroundings()
})
after(() => around.end())

test('[WV1] [WV2] [WV3] a server waives for whom an admin turned the second factor off, for an app that takes it, and for nobody else', async () => {
  const app = await WebApp.add(around, 'waiving')
  const [{ userId }, other] = [await addPerson(around), await addPerson(around)]
  await around.admin('second-factor', 'disable', userId, '--for', '1h', '--reason', 'conformance')
  const signed = (await call(`${around.url}/v1/keyset`)).json as Parameters<typeof checkKeySet>[0]
  const { serverId: pinned } = await around.admin('key', 'status')
  const live = checkKeySet(signed, unb64u(pinned))
  const ask = async (who: string, more: object = {}) => {
    const appNonce = randomBytes(32).toString('base64url')
    const context = { address: '203.0.113.7', browser: 'Firefox on Windows' }
    const body = { userId: who, purpose: 'login', appNonce, context, mayWaive: true, ...more }
    const { status, json } = await app.post('/v1/challenges', body)
    assert.equal(status, 201)
    return { json, appNonce }
  }

  const { json, appNonce } = await ask(userId)
  assert.deepEqual(Object.keys(json).sort(), ['because', 'decision', 'statement'])
  assert.equal(json['because'], 'second_factor_off')
  const expectedHere: ExpectedWaiver = {
    nowMs: Date.now(),
    serverId: pinned,
    appId: app.appId,
    userId,
    appNonce,
    purpose: 'login',
    address: '203.0.113.7',
  }
  assert.equal(faultOfWaiver(json['statement'], live, expectedHere), undefined)
  assert.equal(faultOfWaiver(json['statement'], live, { ...expectedHere, address: '203.0.113.8' }), 'WV3')

  assert.ok('challengeId' in (await ask(userId, { mayWaive: false })).json)
  assert.ok('challengeId' in (await ask(other.userId)).json)
})
