// Precedence as a table: which of several policies decides each setting, and why the others do not.
import assert from 'node:assert/strict'
import test from 'node:test'
import type { AppId } from '@countersign/protocol'
import { codeWays } from '@countersign/protocol'
import type { PolicySettings, PolicyVerdict, SettingName } from '@countersign/protocol/admin'
import { settingNames } from '@countersign/protocol/admin'
import { parseAddress } from '@countersign/server/core/network'
import type { PolicyFacts } from '@countersign/server/core/policies'
import { effectivePolicy, readPolicy } from '@countersign/server/core/policies'
import fc from 'fast-check'
import { idOf } from '../support/core-records.js'
import type { PolicyWords } from '../support/policies.js'
import { policyBody, usualSettings } from '../support/policies.js'

const DEFAULTS = usualSettings
const SHOP = idOf<AppId>(100)
const WIKI = idOf<AppId>(101)
const STAFF: string = idOf(200)
const GUESTS: string = idOf(201)
const FRIDAY_NOON = { weekday: 4, minute: 720 }
const FACTS = { app: SHOP, groups: [STAFF], address: '192.0.2.7', clock: FRIDAY_NOON }
const OFFICE = { days: ['fri'], from: '08:00', to: '17:00', timeZone: 'Europe/Berlin' } as const

interface Row {
  readonly title: string
  /** The topmost first; each is what it says, and when. */
  readonly policies: readonly (PolicySettings & {
    readonly when?: PolicyWords['when']
    readonly off?: true
  })[]
  readonly facts?: Partial<typeof FACTS>
  /** Setting → value, and the place of the policy that decides; `default` for none, `profile` after the place for a profile. */
  readonly expected: Readonly<Partial<Record<SettingName, readonly [unknown, string]>>>
  readonly because?: readonly PolicyVerdict[]
}

const rows: readonly Row[] = [
  {
    title: 'no policy: the defaults',
    policies: [],
    expected: {
      requirement: ['required', 'default'],
      match: ['symbol', 'default'],
      symbolsShown: [6, 'default'],
      challengeTtlSeconds: [90, 'default'],
    },
  },
  {
    title: 'of two that apply the topmost decides',
    policies: [{ requirement: 'optional' }, { requirement: 'off' }],
    expected: { requirement: ['optional', '0'] },
    because: ['met', 'met'],
  },
  {
    title: 'the topmost decides also where it is the weaker',
    policies: [{ match: 'symbol' }, { profile: 'nist' }],
    expected: { match: ['symbol', '0'], challengeTtlSeconds: [90, '1 profile'] },
  },
  {
    title: 'each setting is decided on its own: what the topmost leaves out, the next one says',
    policies: [{ requirement: 'off' }, { match: 'code' }, { match: 'symbol', symbolsShown: 9 }],
    expected: {
      requirement: ['off', '0'],
      match: ['code', '1'],
      symbolsShown: [9, '2'],
      challengeTtlSeconds: [90, 'default'],
    },
  },
  {
    title: 'a policy that is not enabled decides nothing',
    policies: [{ requirement: 'off', off: true }, { requirement: 'optional' }],
    expected: { requirement: ['optional', '1'] },
    because: ['disabled', 'met'],
  },
  {
    title: 'a policy for another app does not apply',
    policies: [{ requirement: 'off', when: { appIds: [WIKI] } }],
    expected: { requirement: ['required', 'default'] },
    because: ['other_app'],
  },
  {
    title: 'one of several apps is enough',
    policies: [{ requirement: 'off', when: { appIds: [WIKI, SHOP] } }],
    expected: { requirement: ['off', '0'] },
  },
  {
    title: 'a policy for another group does not apply',
    policies: [{ requirement: 'off', when: { groupIds: [GUESTS] } }],
    expected: { requirement: ['required', 'default'] },
    because: ['other_group'],
  },
  {
    title: 'one of several groups is enough',
    policies: [{ requirement: 'off', when: { groupIds: [GUESTS] } }],
    facts: { groups: [STAFF, GUESTS] },
    expected: { requirement: ['off', '0'] },
  },
  {
    title: 'somebody without groups is in none',
    policies: [{ requirement: 'off', when: { groupIds: [GUESTS, STAFF] } }],
    facts: { groups: [] },
    expected: { requirement: ['required', 'default'] },
    because: ['other_group'],
  },
  {
    title: 'an address in the range applies',
    policies: [{ requirement: 'off', when: { networks: ['2001:db8::/32', '192.0.2.0/24'] } }],
    expected: { requirement: ['off', '0'] },
  },
  {
    title: 'an IPv4 address that came over IPv6 is the IPv4 address',
    policies: [{ requirement: 'off', when: { networks: ['192.0.2.0/24'] } }],
    facts: { address: '::ffff:192.0.2.7' },
    expected: { requirement: ['off', '0'] },
  },
  {
    title: 'an address outside the range does not apply',
    policies: [{ requirement: 'off', when: { networks: ['192.0.2.0/25'] } }],
    facts: { address: '192.0.2.200' },
    expected: { requirement: ['required', 'default'] },
    because: ['other_network'],
  },
  {
    title: 'an address that nobody knows is in no range, not even in all of them',
    policies: [{ requirement: 'off', when: { networks: ['0.0.0.0/0', '::/0'] } }],
    facts: { address: '' },
    expected: { requirement: ['required', 'default'] },
    because: ['other_network'],
  },
  {
    title: 'a text that is no address is in no range',
    policies: [{ requirement: 'off', when: { networks: ['0.0.0.0/0', '::/0'] } }],
    facts: { address: '192.0.2.7, 10.0.0.1' },
    expected: { requirement: ['required', 'default'] },
    because: ['other_network'],
  },
  {
    title: 'within the hours applies',
    policies: [{ requirement: 'off', when: { times: [{ ...OFFICE, days: ['fri'] }] } }],
    expected: { requirement: ['off', '0'] },
  },
  {
    title: 'outside the hours does not apply',
    policies: [{ requirement: 'off', when: { times: [{ ...OFFICE, days: ['fri'] }] } }],
    facts: { clock: { weekday: 4, minute: 1020 } },
    expected: { requirement: ['required', 'default'] },
    because: ['other_time'],
  },
  {
    title: 'all four conditions must be met; the first that is not is named',
    policies: [
      { requirement: 'off', when: { appIds: [SHOP], groupIds: [STAFF], networks: ['192.0.2.7'], times: [] } },
      { requirement: 'off', when: { appIds: [WIKI], groupIds: [GUESTS], networks: ['10.0.0.0/8'] } },
    ],
    facts: { address: '192.0.2.8' },
    expected: { requirement: ['required', 'default'] },
    because: ['other_network', 'other_app'],
  },
  {
    title: 'a profile is a bundle of settings at the place of its policy',
    policies: [
      { profile: 'strict' },
      { match: 'code', newBrowserMatch: 'qr', symbolsShown: 12, challengeTtlSeconds: 300 },
    ],
    expected: {
      match: ['symbol', '0 profile'],
      newBrowserMatch: ['code', '0 profile'],
      challengeTtlSeconds: [60, '0 profile'],
      symbolsShown: [12, '1'],
    },
  },
  {
    title: 'beside its profile the own value of a policy goes first',
    policies: [{ profile: 'balanced', symbolsShown: 9, match: 'code' }],
    expected: {
      match: ['code', '0'],
      symbolsShown: [9, '0'],
      challengeTtlSeconds: [90, '0 profile'],
      requirement: ['required', 'default'],
    },
  },
  {
    title: 'the codes that count are decided as one list: no two policies add up',
    policies: [{ otherWays: ['totp'] }, { otherWays: ['backup', 'bypass'], totpDigits: 8 }],
    expected: {
      otherWays: [['totp'], '0'],
      totpDigits: [8, '1'],
      totpAlgorithm: ['SHA1', 'default'],
    },
  },
  {
    title:
      'what an approval needs beside it, what wakes the phone and passkeys are decided each on their own',
    policies: [{ ring: 'never' }, { profile: 'nist', userVerification: 'any' }, { passkeys: 'required' }],
    expected: {
      ring: ['never', '0'],
      userVerification: ['any', '1'],
      passkeys: ['offered', '1 profile'],
      newBrowserMatch: ['code', '1 profile'],
    },
  },
  {
    title: 'an empty list of other ways is a decision: none counts',
    policies: [{ otherWays: [] }, { profile: 'balanced' }],
    expected: { otherWays: [[], '0'], match: ['symbol', '1 profile'] },
  },
  {
    title: 'the profiles say which codes count beside the phone',
    policies: [{ profile: 'strict' }],
    expected: { otherWays: [['totp', 'bypass'], '0 profile'] },
  },
  {
    title: 'a set-up at a login is by nobody’s default',
    policies: [{ setUpGraceDays: 14 }],
    expected: { setUp: ['by_invitation', 'default'], setUpGraceDays: [14, '0'] },
  },
  {
    title: 'an exception stands above the rule it is an exception to',
    policies: [
      { requirement: 'required', when: { groupIds: [GUESTS] } },
      { requirement: 'off', when: { networks: ['192.0.2.0/24'] } },
      { requirement: 'required' },
    ],
    facts: { groups: [GUESTS] },
    expected: { requirement: ['required', '0'] },
    because: ['met', 'met', 'met'],
  },
]

for (const row of rows)
  test(row.title, () => {
    const policies = row.policies.map(({ when, off, ...says }, at) =>
      readPolicy(policyBody({ id: at, enabled: off !== true, says, ...(when && { when }) })),
    )
    const effective = effectivePolicy(policies, DEFAULTS, factsOf(row.facts))
    for (const [name, [value, decider]] of Object.entries(row.expected)) {
      const setting = name as SettingName // sound: the rows name settings only
      assert.deepEqual(effective.settings[setting], value, setting)
      const { by, policy } = effective.decidedBy[setting]
      const place = policy === undefined ? '' : String(policies.indexOf(policy))
      assert.equal(
        by === 'default' ? 'default' : by === 'profile' ? `${place} profile` : place,
        decider,
        setting,
      )
    }
    if (row.because !== undefined)
      assert.deepEqual(
        effective.considered.map(({ because }) => because),
        row.because,
      )
  })

test('a clock that is missing is a bug, not a policy that does not apply', () => {
  const policy = readPolicy(
    policyBody({ says: { requirement: 'required' }, when: { times: [{ ...OFFICE, days: ['fri'] }] } }),
  )
  assert.throws(() => effectivePolicy([policy], DEFAULTS, { ...factsOf(), clocks: new Map() }))
})

test('the decision is that of reading the list from the top for each setting, whatever the list', () => {
  fc.assert(
    fc.property(fc.array(anyPolicy(), { maxLength: 8 }), anyFacts(), (bodies, facts) => {
      const policies = bodies.map((body, at) => readPolicy({ ...body, id: idOf(at) }))
      const { settings } = effectivePolicy(policies, DEFAULTS, facts)
      const alone = (name: SettingName): unknown => {
        for (const policy of policies) {
          const [only] = effectivePolicy([policy], DEFAULTS, facts).considered
          if (only?.because === 'met' && policy.says[name] !== undefined) return policy.says[name]
        }
        return DEFAULTS[name]
      }
      assert.deepEqual(settings, Object.fromEntries(settingNames.map((name) => [name, alone(name)])))
    }),
  )
})

test('a policy that does not apply changes nothing, wherever it stands', () => {
  fc.assert(
    fc.property(
      fc.array(anyPolicy(), { maxLength: 6 }),
      anyPolicy(),
      fc.nat(6),
      anyFacts(),
      (bodies, extra, at, facts) => {
        const read = bodies.map(readPolicy)
        const added = readPolicy({ ...extra, enabled: false })
        const place = Math.min(at, read.length)
        const more = [...read.slice(0, place), added, ...read.slice(place)]
        assert.deepEqual(
          effectivePolicy(more, DEFAULTS, facts).settings,
          effectivePolicy(read, DEFAULTS, facts).settings,
        )
      },
    ),
  )
})

function factsOf(over: Row['facts'] = {}): PolicyFacts {
  const { app, groups, address, clock } = { ...FACTS, ...over }
  return {
    appId: app,
    groupIds: groups,
    address: parseAddress(address),
    clocks: new Map([['Europe/Berlin', clock]]),
  }
}

function anyPolicy() {
  return fc
    .record({
      enabled: fc.boolean(),
      appIds: fc.subarray([SHOP, WIKI]),
      groupIds: fc.subarray([STAFF, GUESTS]),
      networks: fc.subarray(['192.0.2.0/24', '10.0.0.0/8', '::/0']),
      requirement: fc.option(fc.constantFrom('required', 'optional', 'off'), { nil: undefined }),
      match: fc.option(fc.constantFrom('symbol', 'code'), { nil: undefined }),
      profile: fc.option(fc.constantFrom('balanced', 'strict', 'nist'), { nil: undefined }),
      otherWays: fc.option(fc.subarray([...codeWays]), { nil: undefined }),
      totpDigits: fc.option(fc.constantFrom(6, 8), { nil: undefined }),
      totpAlgorithm: fc.option(fc.constantFrom('SHA1', 'SHA256'), { nil: undefined }),
      setUp: fc.option(fc.constantFrom('at_login', 'by_invitation'), { nil: undefined }),
      setUpGraceDays: fc.option(fc.nat(90), { nil: undefined }),
    })
    .map(({ enabled, appIds, groupIds, networks, ...says }) =>
      policyBody({ enabled, says, when: { appIds, groupIds, networks } }),
    )
}

function anyFacts() {
  return fc
    .record({
      app: fc.constantFrom(SHOP, WIKI, idOf<AppId>(102)),
      groups: fc.subarray([STAFF, GUESTS]),
      address: fc.constantFrom('192.0.2.1', '10.0.0.1', '203.0.113.1', '2001:db8::1', ''),
    })
    .map(factsOf)
}
