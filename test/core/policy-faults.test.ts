// What is refused in a list of policies beyond its shape, and by which path it is named.
import assert from 'node:assert/strict'
import test from 'node:test'
import type { PolicyGiven } from '@countersign/protocol/admin'
import { HOURS_MAX, policyFault, TIME_ZONES_MAX } from '@countersign/server/core/policy-faults'
import { policyBody } from '../support/policies.js'

const good = policyBody({ id: 1, says: { requirement: 'off' } })
const time = { days: ['mon' as const], from: '08:00', to: '17:00', timeZone: 'Europe/Berlin' }

test('an empty list and one that says something are in order', () => {
  assert.equal(fault([]), undefined)
  assert.equal(
    fault([
      good,
      { ...policyBody({ id: 2, says: { profile: 'nist' }, when: { times: [time] } }), id: undefined },
    ]),
    undefined,
  )
})

const rows: readonly (readonly [title: string, policy: PolicyGiven, path: string])[] = [
  ['one that says nothing', policyBody({ id: 2 }), 'policies.1.then'],
  ['a name twice', { ...policyBody({ id: 2, says: { match: 'code' } }), name: good.name }, 'policies.1.name'],
  ['an id twice', { ...policyBody({ id: 1, says: { match: 'code' } }), name: 'other' }, 'policies.1.id'],
  [
    'a range with bits beyond its prefix',
    policyBody({ id: 2, says: { match: 'code' }, when: { networks: ['192.0.2.0/24', '10.0.0.7/8'] } }),
    'policies.1.when.networks.1',
  ],
  [
    'a zone that this machine does not know',
    policyBody({
      id: 2,
      says: { match: 'code' },
      when: { times: [time, { ...time, timeZone: 'Europe/Bielefeld' }] },
    }),
    'policies.1.when.times.1.timeZone',
  ],
  [
    'a profile without symbols beside symbols',
    policyBody({ id: 2, says: { profile: 'nist', match: 'symbol' } }),
    'policies.1.then.match',
  ],
  [
    'the strict profile beside symbols in a browser that is not known',
    policyBody({ id: 2, says: { profile: 'strict', newBrowserMatch: 'symbol' } }),
    'policies.1.then.newBrowserMatch',
  ],
  [
    'a profile that offers passkeys beside none',
    policyBody({ id: 2, says: { profile: 'nist', passkeys: 'off' } }),
    'policies.1.then.passkeys',
  ],
  [
    'a printed code beside the strict profile',
    policyBody({ id: 2, says: { profile: 'strict', otherWays: ['totp', 'backup'] } }),
    'policies.1.then.otherWays.1',
  ],
  [
    'a code of the help desk beside the nist profile',
    policyBody({ id: 2, says: { profile: 'nist', otherWays: ['bypass'] } }),
    'policies.1.then.otherWays.0',
  ],
  [
    'a kind of code twice',
    policyBody({ id: 2, says: { otherWays: ['totp', 'backup', 'totp'] } }),
    'policies.1.then.otherWays.2',
  ],
]
for (const [title, policy, path] of rows)
  test(`${title} is refused at ${path}`, () => assert.equal(fault([good, policy])?.path, path))

test('fewer kinds of codes than a profile has, down to none, are in order', () => {
  assert.equal(fault([policyBody({ says: { profile: 'nist', otherWays: ['totp'] } })]), undefined)
  assert.equal(fault([policyBody({ says: { profile: 'strict', otherWays: [] } })]), undefined)
  assert.equal(
    fault([policyBody({ says: { profile: 'balanced', otherWays: ['bypass', 'backup', 'totp'] } })]),
    undefined,
  )
})

test('a fault never repeats the value', () => {
  const found = fault([policyBody({ says: { match: 'code' }, when: { networks: ['10.99.88.77/8'] } })])
  assert.doesNotMatch(found?.expected ?? '10.99', /10\.99/)
})

test('more time zones than a login should look up are refused', () => {
  const policies = Array.from({ length: TIME_ZONES_MAX + 1 }, (_, n) =>
    policyBody({ id: n, says: { match: 'code' }, when: { times: [{ ...time, timeZone: `Etc/GMT-${n}` }] } }),
  )
  assert.equal(fault(policies.slice(1)), undefined)
  assert.equal(fault(policies)?.path, 'policies')
})

test('more hours than a preview should look through are refused', () => {
  const policies = [0, 1, 2].map((n) =>
    policyBody({ id: n, says: { match: 'code' }, when: { times: new Array(HOURS_MAX / 2).fill(time) } }),
  )
  assert.equal(fault(policies.slice(1)), undefined)
  assert.equal(fault(policies)?.path, 'policies')
})

function fault(policies: readonly PolicyGiven[]) {
  return policyFault(policies, (name) => name !== 'Europe/Bielefeld')
}
