// What some login of an account could be asked for: the union over policies, as far down as they can decide anything.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AppId } from '@countersign/protocol'
import { readPolicy } from '@countersign/server/core/policies'
import { possibleTerms } from '@countersign/server/core/possible-terms'
import { idOf } from '../support/core-records.js'
import type { PolicyWords } from '../support/policies.js'
import { policyBody, usualSettings } from '../support/policies.js'

const WIKI = idOf<AppId>(71)
const STAFF: string = idOf<AppId>(72)
const waysBy = (policies: readonly PolicyWords[], groupIds: readonly string[] = []) =>
  possibleTerms(policies.map(policyBody).map(readPolicy), usualSettings, groupIds).ways

test('without policies the server’s defaults are all there is', () => {
  assert.deepEqual(possibleTerms([], usualSettings, []), {
    ...{ ways: ['totp', 'backup', 'bypass'], totpDigits: 6, totpAlgorithm: 'SHA1' },
    ...{ asksForUser: false, passkeys: 'offered' },
  })
})

test('[TO9] below a policy that always applies nothing decides, not even the default', () => {
  assert.deepEqual(waysBy([{ id: 1, says: { otherWays: ['backup'] } }]), ['backup'])
  assert.deepEqual(
    waysBy([
      { id: 1, says: { otherWays: [] } },
      { id: 2, says: { otherWays: ['totp'] } },
    ]),
    [],
  )
})

test('[TO9] what an app, a network or an hour could allow is possible, beside what lies below', () => {
  const below = { id: 9, says: { otherWays: ['bypass' as const] } }
  const conditions: readonly NonNullable<PolicyWords['when']>[] = [
    { appIds: [WIKI] },
    { networks: ['192.0.2.0/24'] },
    { times: [{ days: ['mon'], from: '08:00', to: '17:00', timeZone: 'Europe/Berlin' }] },
  ]
  for (const when of conditions)
    assert.deepEqual(waysBy([{ id: 1, when, says: { otherWays: ['totp'] } }, below]), ['totp', 'bypass'])
})

test('[TO9] a policy of a group concerns its members alone, and a disabled one nobody', () => {
  const staff = { id: 1, when: { groupIds: [STAFF] }, says: { otherWays: ['totp' as const] } }
  const below = { id: 2, says: { otherWays: [] } }
  assert.deepEqual(waysBy([staff, below]), [])
  assert.deepEqual(waysBy([staff, below], [STAFF]), ['totp'])
  assert.deepEqual(waysBy([{ ...staff, enabled: false }, below], [STAFF]), [])
})

test('[TO9] a profile says what it stands for', () => {
  assert.deepEqual(waysBy([{ id: 1, says: { profile: 'nist' } }]), ['totp', 'backup'])
  // A policy that says nothing of it passes it on.
  assert.deepEqual(waysBy([{ id: 1, says: { match: 'code' } }]), ['totp', 'backup', 'bypass'])
})

test('[TO9] of digits and hashes the strictest possible one is meant', () => {
  const policies = [
    policyBody({ id: 1, when: { appIds: [WIKI] }, says: { totpDigits: 8 } }),
    policyBody({ id: 2, when: { groupIds: [STAFF] }, says: { totpAlgorithm: 'SHA256' } }),
  ].map(readPolicy)
  const terms = possibleTerms(policies, usualSettings, [])
  assert.deepEqual([terms.totpDigits, terms.totpAlgorithm], [8, 'SHA1'])
  assert.equal(possibleTerms(policies, usualSettings, [STAFF]).totpAlgorithm, 'SHA256')
})
