// Typed codes by the vectors and of a running server, read and checked by an implementation that shares nothing with ours.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, test } from 'node:test'
import { call } from './stranger.js'
import { unb64u } from './stranger-bytes.js'
import type { ExpectedCode } from './stranger-code.js'
import { isGoodCodeAssertion, readTyped } from './stranger-code.js'
import { checkKeySet, faultOfAssertion, vectors } from './stranger-verifier.js'
import type { Surroundings } from './surroundings.js'
import { addPerson, openSurroundings, WebApp } from './surroundings.js'

const serverId = Buffer.from(vectors('keys')['serverId'], 'hex')
const { keySet: signedSet, cases, typed } = vectors('codes')
const keySet = checkKeySet(signedSet, serverId)

interface CodeCase {
  readonly why: string
  readonly valid: boolean
  readonly expected: ExpectedCode
  readonly assertion: string
}

interface Typed {
  readonly typed: string
  readonly way: string | null
  readonly code: string | null
}

for (const { typed: text, way, code } of typed as readonly Typed[])
  test(`[CD1] typed: ${JSON.stringify(text.trim())}${way === null ? ' is no code' : ` is ${way}`}`, () => {
    const right = way === null ? undefined : { way, code }
    assert.deepEqual(readTyped(text), right)
  })

for (const { why, valid, expected, assertion } of cases as readonly CodeCase[])
  test(`[CD14] assertion of a code: ${why}`, () => {
    assert.equal(isGoodCodeAssertion(assertion, keySet, expected), valid)
  })

test('[CD6] no assertion of a code passes for one of a device, nor the other way round', () => {
  const devices = vectors('assertions')['cases'].filter((each: CodeCase) => each.valid)
  const codes = (cases as readonly CodeCase[]).filter((each) => each.valid)
  for (const { assertion } of codes)
    assert.equal(faultOfAssertion(assertion, keySet, devices[0].expected), 'AS1')
  for (const { assertion, expected } of devices)
    for (const way of ['totp', 'backup', 'bypass']) {
      const here = { ...expected, address: expected.context.address, way }
      assert.equal(isGoodCodeAssertion(assertion, keySet, here), false)
    }
})

test('[WV8] no assertion of a code passes for a waiver, nor the other way round', () => {
  const waivers = vectors('waivers')['cases'].filter((each: CodeCase) => each.valid)
  for (const { statement, expected } of waivers)
    assert.equal(isGoodCodeAssertion(statement, keySet, { ...expected, way: 'totp' }), false)
})

let around: Surroundings
before(async () => {
  around = await openSurroundings()
})
after(() => around.end())

test('[CD1] [CD4] [CD5] [CD14] a server lets in by a bypass code, once, for the session that asked, and says no in one way', async () => {
  const app = await WebApp.add(around, 'codes')
  const { userId } = await addPerson(around)
  const { code } = await around.admin('bypass', 'make', userId, '--reason', 'conformance')
  const signed = (await call(`${around.url}/v1/keyset`)).json as Parameters<typeof checkKeySet>[0]
  const { serverId: pinned } = await around.admin('key', 'status')
  const live = checkKeySet(signed, unb64u(pinned))
  const context = { address: '203.0.113.7', browser: 'Firefox on Windows' }
  const type = async (who: string, text: string) => {
    const appNonce = randomBytes(32).toString('base64url')
    const body = { userId: who, purpose: 'login', appNonce, context, code: text }
    const { status, json } = await app.post('/v1/codes', body)
    return { status, json, appNonce }
  }

  const ways = await app.post('/v1/ways', { userId, context })
  assert.deepEqual(ways.json, { otherWays: ['totp', 'backup', 'bypass'], passkeys: 'offered' })
  const spoken = [...String(code).replace(/\D/g, '')].join(' ')
  const { status, json, appNonce } = await type(userId, spoken)
  assert.equal(status, 200)
  assert.deepEqual(Object.keys(json), ['assertion'])
  const expected: ExpectedCode = {
    ...{ nowMs: Date.now(), serverId: pinned, appId: app.appId, userId, appNonce },
    ...{ purpose: 'login', address: context.address, way: 'bypass' },
  }
  assert.equal(isGoodCodeAssertion(json['assertion'], live, expected), true)
  assert.equal(isGoodCodeAssertion(json['assertion'], live, { ...expected, appNonce: 'A'.repeat(43) }), false)

  const used = await type(userId, spoken)
  const nobody = await type('nobody-has-this-id', spoken)
  for (const { status: no, json: problem } of [used, nobody]) {
    assert.equal(no, 403)
    assert.deepEqual([problem['code'], problem['title']], [used.json['code'], used.json['title']])
  }
  assert.equal(used.json['code'], 'code_refused')
})
