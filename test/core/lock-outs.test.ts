// Whom policies would lock out: examples to read, then every answer against a search through each app, address and minute.
import assert from 'node:assert/strict'
import test from 'node:test'
import type { AppId } from '@countersign/protocol'
import type { DecidedSettings, PolicyBody, PolicyTime } from '@countersign/protocol/admin'
import type { LockOut, Phoneless, Places } from '@countersign/server/core/lock-outs'
import { addressesOf, deciding, lockOutFinder } from '@countersign/server/core/lock-outs'
import { addressText, holds, parseAddress, parseNetwork } from '@countersign/server/core/network'
import type { Policy } from '@countersign/server/core/policies'
import { effectivePolicy, readPolicy } from '@countersign/server/core/policies'
import { isAsStrongAs } from '@countersign/server/core/totp'
import { momentsAhead } from '@countersign/server/flows/moments-ahead'
import { wallClocks } from '@countersign/server/flows/wall-clocks'
import fc from 'fast-check'
import { idOf } from '../support/core-records.js'
import { policyBody, usualSettings } from '../support/policies.js'

const DEFAULTS = usualSettings
const SHOP = idOf<AppId>(100)
const WIKI = idOf<AppId>(101)
const STAFF: string = idOf(200)
const GUESTS: string = idOf(201)
const NOW = Date.parse('2026-10-23T10:00:00Z')
const WEEK_MS = 7 * 86_400_000
const clocks = wallClocks()
const nobody: Phoneless = { groupIds: [], hasSuspendedDevice: false, totps: [] }
const withApp: Phoneless = { ...nobody, totps: [{ algorithm: 'SHA1', digits: 6 }] }

test('without policies the default decides', () => {
  assert.equal(find([], nobody)?.policy, undefined)
  assert.notEqual(find([], nobody), undefined)
  assert.equal(find([], nobody, { ...DEFAULTS, requirement: 'off' }), undefined)
})

test('optional locks nobody out who never had a phone, but whoever has only a suspended one', () => {
  const policies = [policyBody({ says: { requirement: 'optional' } })]
  assert.equal(find(policies, nobody), undefined)
  assert.notEqual(find(policies, { ...nobody, hasSuspendedDevice: true }), undefined)
})

test('an app with codes lets in where codes from apps count, and only as strong as they must be', () => {
  assert.equal(find([], withApp), undefined)
  assert.notEqual(find([policyBody({ says: { otherWays: ['backup', 'bypass'] } })], withApp), undefined)
  assert.notEqual(find([policyBody({ says: { totpDigits: 8 } })], withApp), undefined)
  assert.notEqual(find([policyBody({ says: { totpAlgorithm: 'SHA256' } })], withApp), undefined)
  const strong: Phoneless = { ...nobody, totps: [{ algorithm: 'SHA256', digits: 8 }] }
  const asked = policyBody({ says: { totpDigits: 8, totpAlgorithm: 'SHA256' } })
  assert.equal(find([asked], strong), undefined)
})

test('optional asks whoever has an app with codes, and locks out where those do not count', () => {
  const optional = policyBody({ id: 1, says: { requirement: 'optional' } })
  assert.equal(find([optional], withApp), undefined)
  const elsewhere = policyBody({ id: 2, says: { otherWays: [] }, when: { appIds: [WIKI] } })
  assert.equal(find([elsewhere, optional], withApp)?.appId, WIKI)
})

test('whoever has nothing is led to the set-up, and not locked out, where a login may do that', () => {
  const atLogin = policyBody({ says: { setUp: 'at_login' } })
  assert.equal(find([atLogin], nobody), undefined)
  assert.notEqual(find([atLogin], { ...nobody, hasSuspendedDevice: true }), undefined)
  const noCodes = policyBody({ id: 2, says: { otherWays: [] } })
  assert.notEqual(find([atLogin, noCodes], withApp), undefined)
})

test('biometrics lock out who has only phones without, and passkeys who has none; each is blamed on what asks', () => {
  const withPhone: Phoneless = { ...nobody, phone: 'without' }
  assert.equal(find([], withPhone), undefined)
  const biometrics = policyBody({ id: 1, says: { userVerification: 'biometrics' }, when: { appIds: [WIKI] } })
  assert.equal(find([biometrics], withPhone)?.appId, WIKI)
  assert.equal(find([biometrics], withPhone)?.policy?.body.name, 'policy 1')
  assert.equal(find([biometrics], { ...nobody, phone: 'with_biometrics' }), undefined)
  assert.equal(find([biometrics], { ...withApp, phone: 'without' }), undefined)
  const passkeys = policyBody({ id: 2, says: { passkeys: 'required' } })
  assert.equal(find([passkeys], { ...withApp, phone: 'with_biometrics' })?.policy?.body.name, 'policy 2')
  assert.equal(find([passkeys], { ...nobody, hasPasskey: true }), undefined)
  assert.notEqual(
    find([policyBody({ says: { passkeys: 'off' } })], { ...nobody, hasPasskey: true }),
    undefined,
  )
})

test('one app that requires it is enough, and is named', () => {
  const policies = [
    policyBody({ id: 1, says: { requirement: 'required' }, when: { appIds: [WIKI] } }),
    policyBody({ id: 2, says: { requirement: 'off' } }),
  ]
  const found = find(policies, nobody)
  assert.equal(found?.appId, WIKI)
  assert.equal(found?.policy?.body.name, 'policy 1')
})

test('a trusted network spares nobody who may also come from elsewhere', () => {
  const policies = [policyBody({ says: { requirement: 'off' }, when: { networks: ['10.0.0.0/8'] } })]
  const found = find(policies, nobody)
  assert.notEqual(found, undefined)
  assert.equal(found?.policy, undefined)
  assert.equal(found?.address, '203.0.113.7')
})

test('ranges that together hold every address spare also whoever has one, but not whose address nobody knows', () => {
  const policies = [
    policyBody({ says: { requirement: 'off' }, when: { networks: ['0.0.0.0/1', '128.0.0.0/1', '::/0'] } }),
  ]
  assert.equal(find(policies, nobody)?.address, '')
})

test('hours on every day and through every night leave no gap', () => {
  const days: PolicyTime['days'] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']
  const times = [
    { days, from: '08:00', to: '20:00', timeZone: 'Europe/Berlin' },
    { days, from: '20:00', to: '08:00', timeZone: 'Europe/Berlin' },
  ]
  assert.equal(find([policyBody({ says: { requirement: 'off' }, when: { times } })], nobody), undefined)
  const gap = [policyBody({ says: { requirement: 'off' }, when: { times: times.slice(0, 1) } })]
  assert.equal(new Date(find(gap, nobody)?.atMs ?? 0).toISOString(), '2026-10-23T18:00:00.000Z')
})

test('somebody in a group is judged by that group’s policies', () => {
  const policies = [
    policyBody({ id: 1, says: { requirement: 'required' }, when: { groupIds: [STAFF] } }),
    policyBody({ id: 2, says: { requirement: 'off' } }),
  ]
  assert.equal(find(policies, nobody), undefined)
  assert.equal(find(policies, { ...nobody, groupIds: [GUESTS] }), undefined)
  assert.equal(find(policies, { ...nobody, groupIds: [GUESTS, STAFF] })?.policy?.body.name, 'policy 1')
})

test('a disabled policy and one without a requirement lock nobody out', () => {
  const policies = [
    policyBody({ id: 1, says: { requirement: 'required' }, enabled: false }),
    policyBody({ id: 2, says: { match: 'code' } }),
    policyBody({ id: 3, says: { requirement: 'off' } }),
  ]
  assert.equal(find(policies, nobody), undefined)
})

test('an address of every set is found: of each range without those inside it, and of none', () => {
  const texts = ['10.0.0.0/8', '10.0.0.0/9', '10.128.0.0/9', '192.0.2.0/24', '192.0.2.0/25', '2001:db8::/32']
  const found = addressesOf(texts.flatMap((text) => parseNetwork(text) ?? []))
  assert.deepEqual(
    found.map((address) => address && addressText(address)),
    ['10.0.0.0', '10.128.0.0', '192.0.2.128', '192.0.2.0', '2001:db8::7', '203.0.113.7', '::', undefined],
  )
})

test('addresses represent every set that ranges tell apart', () => {
  // Within sixteen addresses, so that every one of them can be looked at.
  const range = fc.tuple(fc.nat(15), fc.integer({ min: 28, max: 32 })).map(([last, prefix]) => {
    const size = 2 ** (32 - prefix)
    return `192.0.2.${Math.floor(last / size) * size}/${prefix}`
  })
  fc.assert(
    fc.property(fc.array(range, { maxLength: 10 }), (texts) => {
      const networks = texts.flatMap((text) => parseNetwork(text) ?? [])
      const memberships = (address: string): string => {
        const read = parseAddress(address)
        return networks.map((network) => Number(read !== undefined && holds(network, read))).join('')
      }
      const represented = new Set(
        addressesOf(networks).map((address) => memberships(address ? addressText(address) : '')),
      )
      for (let last = 0; last < 17; last++) assert.ok(represented.has(memberships(`192.0.2.${last}`)))
    }),
  )
})

test('the preview says of each person just what a search through every app, address and minute says', () => {
  let lockedOut = 0
  fc.assert(
    fc.property(
      fc.array(anyPolicy(), { maxLength: 5 }),
      anyPerson(),
      anyRequirement(),
      (bodies, person, byDefault) => {
        const policies = bodies.map(readPolicy)
        const defaults = { ...DEFAULTS, requirement: byDefault }
        const found = lockOutFinder(policies, defaults, placesOf(policies))(person)
        assert.equal(found !== undefined, isLockedOutSomewhere(policies, defaults, person))
        if (found === undefined) return
        lockedOut++
        assert.ok(isLockedOutAt(policies, defaults, person, found.appId, found.address, found.atMs ?? NOW))
        assert.equal(deciderAt(policies, defaults, person, found), found.policy)
      },
    ),
    { numRuns: 60 },
  )
  assert.ok(lockedOut > 5, 'the search must have been put to the test')
})

function find(bodies: readonly PolicyBody[], person: Phoneless, defaults = DEFAULTS): LockOut | undefined {
  const policies = bodies.map(readPolicy)
  return lockOutFinder(policies, defaults, placesOf(policies))(person)
}

/** A week, in the midst of which Berlin ends its summer. */
function placesOf(policies: readonly Policy[]): Places {
  const all = deciding(policies)
  return {
    appIds: [SHOP, WIKI],
    addresses: addressesOf(all.flatMap(({ networks }) => networks)),
    moments: momentsAhead(
      all.flatMap(({ hours }) => hours),
      clocks,
      NOW,
      WEEK_MS,
    ),
  }
}

const ADDRESSES = ['10.0.0.1', '10.200.0.1', '203.0.113.1', '2001:db8::1', 'fe80::1', '']
const ZONES = ['UTC', 'Europe/Berlin']
/** Every quarter of an hour: the hours below begin and end at those. */
const MOMENTS = Array.from({ length: WEEK_MS / 900_000 }, (_, n) => {
  const atMs = NOW + n * 900_000
  return { atMs, clocks: clocks.at(ZONES, atMs) }
})

function isLockedOutSomewhere(
  policies: readonly Policy[],
  defaults: DecidedSettings,
  person: Phoneless,
): boolean {
  return [SHOP, WIKI].some((appId) =>
    ADDRESSES.some((address) =>
      MOMENTS.some(({ atMs }) => isLockedOutAt(policies, defaults, person, appId, address, atMs)),
    ),
  )
}

function isLockedOutAt(
  policies: readonly Policy[],
  defaults: DecidedSettings,
  { groupIds, hasSuspendedDevice, totps, phone, hasPasskey }: Phoneless,
  appId: AppId | undefined,
  address: string,
  atMs: number,
): boolean {
  const facts = { appId, groupIds, address: parseAddress(address), clocks: clocksAt(atMs) }
  const terms = effectivePolicy(policies, defaults, facts).settings
  const hasNothing = !hasSuspendedDevice && totps.length === 0 && phone === undefined && !hasPasskey
  if (terms.requirement === 'off' || (terms.requirement === 'optional' && hasNothing)) return false
  if (hasNothing) return terms.setUp !== 'at_login'
  if (hasPasskey && terms.passkeys !== 'off') return false
  if (terms.passkeys === 'required') return true
  if (phone === 'with_biometrics' || (phone === 'without' && terms.userVerification !== 'biometrics'))
    return false
  return !terms.otherWays.includes('totp') || !totps.some((totp) => isAsStrongAs(totp, terms))
}

function deciderAt(
  policies: readonly Policy[],
  defaults: DecidedSettings,
  { groupIds, phone, hasPasskey }: Phoneless,
  { appId, address, atMs = NOW }: LockOut,
): Policy | undefined {
  const facts = { appId, groupIds, address: parseAddress(address), clocks: clocksAt(atMs) }
  const { settings, decidedBy } = effectivePolicy(policies, defaults, facts)
  if (settings.passkeys === 'required' && !hasPasskey) return decidedBy.passkeys.policy
  if (settings.userVerification === 'biometrics' && phone === 'without')
    return decidedBy.userVerification.policy
  return decidedBy.requirement.policy
}

function clocksAt(atMs: number) {
  return MOMENTS.find((moment) => moment.atMs === atMs)?.clocks ?? clocks.at(ZONES, atMs)
}

function anyPolicy() {
  const time = fc
    .tuple(
      fc.subarray(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const, { minLength: 1 }),
      fc.constantFrom('00:00', '02:15', '08:00', '20:30'),
      fc.constantFrom('00:00', '02:45', '17:00', '24:00'),
      fc.constantFrom(...ZONES),
    )
    .map(([days, from, to, timeZone]) => ({ days: [...days], from, to, timeZone }))
  return fc
    .record({
      enabled: fc.boolean(),
      appIds: fc.subarray([SHOP, WIKI]),
      groupIds: fc.subarray([STAFF, GUESTS], { maxLength: 1 }),
      networks: fc.subarray(['10.0.0.0/8', '10.128.0.0/9', '0.0.0.0/0', '2001:db8::/32', '::/0']),
      times: fc.array(time, { maxLength: 2 }),
      says: fc.record({
        requirement: fc.option(anyRequirement(), { nil: undefined }),
        otherWays: fc.option(fc.subarray(['totp' as const]), { nil: undefined }),
        totpDigits: fc.option(fc.constantFrom(6, 8), { nil: undefined }),
        totpAlgorithm: fc.option(fc.constantFrom('SHA1', 'SHA256'), { nil: undefined }),
        setUp: fc.option(fc.constantFrom('at_login', 'by_invitation'), { nil: undefined }),
        userVerification: fc.option(fc.constantFrom('any', 'biometrics'), { nil: undefined }),
        passkeys: fc.option(fc.constantFrom('off', 'offered', 'required'), { nil: undefined }),
      }),
    })
    .map(({ enabled, says, ...when }) => policyBody({ enabled, says, when }))
}

function anyPerson() {
  return fc.record({
    groupIds: fc.subarray([STAFF, GUESTS]),
    hasSuspendedDevice: fc.boolean(),
    phone: fc.constantFrom(undefined, 'without' as const, 'with_biometrics' as const),
    hasPasskey: fc.boolean(),
    totps: fc.subarray([
      { algorithm: 'SHA1' as const, digits: 6 as const },
      { algorithm: 'SHA256' as const, digits: 6 as const },
      { algorithm: 'SHA1' as const, digits: 8 as const },
    ]),
  })
}

function anyRequirement() {
  return fc.constantFrom('required', 'optional', 'off')
}
