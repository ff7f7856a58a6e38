// When a login may go on without the phone, as a table; and what no policy can change.
import assert from 'node:assert/strict'
import test from 'node:test'
import type { Requirement, SettingName } from '@countersign/protocol/admin'
import { settingNames } from '@countersign/protocol/admin'
import type { Decider } from '@countersign/server/core/policies'
import { readPolicy } from '@countersign/server/core/policies'
import type { Person } from '@countersign/server/core/waiver'
import { waiverCause } from '@countersign/server/core/waiver'
import fc from 'fast-check'
import { policyBody, usualSettings } from '../support/policies.js'

const NOW = 5_000
const NOBODY: Person = {
  state: 'unknown',
  pairedDevices: 0,
  activeTotps: 0,
  activePasskeys: 0,
  secondFactorOffUntilMs: undefined,
}
const PHONELESS: Person = { ...NOBODY, state: 'active' }
const PAIRED: Person = { ...PHONELESS, pairedDevices: 1 }
const CODED: Person = { ...PHONELESS, activeTotps: 1 }

const rows: readonly (readonly [
  requirement: Requirement,
  who: string,
  person: Person,
  cause: string | undefined,
])[] = [
  ['required', 'somebody with a phone', PAIRED, undefined],
  ['required', 'somebody without a phone', PHONELESS, undefined],
  ['required', 'an ID nobody has', NOBODY, undefined],
  ['optional', 'somebody with a phone', PAIRED, undefined],
  ['optional', 'somebody without a phone', PHONELESS, 'not_required'],
  ['optional', 'somebody with an app that makes codes', CODED, undefined],
  ['optional', 'an ID nobody has', NOBODY, 'not_required'],
  ['off', 'somebody with a phone', PAIRED, 'not_required'],
  ['off', 'somebody without a phone', PHONELESS, 'not_required'],
  ['off', 'an ID nobody has', NOBODY, 'not_required'],
  [
    'required',
    'somebody whose second factor is off',
    { ...PAIRED, secondFactorOffUntilMs: NOW + 1 },
    'second_factor_off',
  ],
  [
    'required',
    'somebody whose second factor is on again',
    { ...PAIRED, secondFactorOffUntilMs: NOW },
    undefined,
  ],
  ['off', 'somebody suspended', { ...PAIRED, state: 'suspended' }, undefined],
  ['off', 'somebody deleted', { ...PHONELESS, state: 'deleted' }, undefined],
  [
    'off',
    'somebody suspended whose second factor is off',
    { ...PAIRED, state: 'suspended', secondFactorOffUntilMs: NOW + 1 },
    undefined,
  ],
]
for (const [requirement, who, person, cause] of rows)
  test(`[WV5] ${requirement}, ${who}: ${cause ?? 'the phone is asked'}`, () =>
    assert.equal(causeOf(requirement, person, { by: 'default', policy: undefined }), cause))

test('a waiver says that it rests on the address only when the deciding policy looks at addresses', () => {
  const office = readPolicy(policyBody({ says: { requirement: 'off' }, when: { networks: ['10.0.0.0/8'] } }))
  const everywhere = readPolicy(policyBody({ says: { requirement: 'off' } }))
  assert.equal(causeOf('off', PAIRED, { by: 'policy', policy: office }), 'trusted_network')
  assert.equal(causeOf('off', PAIRED, { by: 'policy', policy: everywhere }), 'not_required')
})

test('[WV5] an ID that nobody has gets what an account without groups and phones gets, whatever is required', () => {
  fc.assert(
    fc.property(fc.constantFrom<Requirement>('required', 'optional', 'off'), (requirement) => {
      const decider: Decider = { by: 'default', policy: undefined }
      assert.equal(causeOf(requirement, NOBODY, decider), causeOf(requirement, PHONELESS, decider))
    }),
  )
})

function causeOf(requirement: Requirement, person: Person, decider: Decider): string | undefined {
  const settings = { ...usualSettings, requirement }
  const byDefault: Decider = { by: 'default', policy: undefined }
  // Sound: it has every name that settings have.
  const all = Object.fromEntries(settingNames.map((name) => [name, byDefault])) as Record<
    SettingName,
    Decider
  >
  const decidedBy = { ...all, requirement: decider }
  return waiverCause({ settings, decidedBy }, person, NOW)
}
