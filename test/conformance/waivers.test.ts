// Waivers by the vectors, checked by an implementation that shares nothing with ours.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkKeySet, faultOfAssertion, vectors } from './stranger-verifier.js'
import type { ExpectedWaiver } from './stranger-waiver.js'
import { faultOfWaiver } from './stranger-waiver.js'

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
