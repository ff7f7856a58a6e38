// The examples of the policies' documentation: one policy, followed through all of them.
import { exampleIds } from '../v1/examples.js'

const OFFICE = '01939a3e-3a2c-7d3f-9f6e-6f2f5f0a7c11'

export const examplePolicy = {
  id: OFFICE,
  name: 'In the office',
  enabled: true,
  when: {
    appIds: [],
    groupIds: [],
    networks: ['192.0.2.0/24', '2001:db8::/32'],
    times: [
      { days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '07:00', to: '19:00', timeZone: 'Europe/Berlin' },
    ],
  },
  // biome-ignore lint/suspicious/noThenProperty: "when … then …" is the word of the contract
  then: { requirement: 'off' },
}

const defaults = {
  requirement: 'required',
  match: 'symbol',
  newBrowserMatch: 'symbol',
  userVerification: 'none',
  ring: 'when_needed',
  passkeys: 'offered',
  symbolsShown: 6,
  challengeTtlSeconds: 90,
  otherWays: ['totp', 'backup', 'bypass'],
  totpDigits: 6,
  totpAlgorithm: 'SHA1',
  setUp: 'by_invitation',
  setUpGraceDays: 0,
} as const

export const exampleSet = {
  policies: [examplePolicy],
  defaults,
  profiles: {
    balanced: {
      match: 'symbol',
      symbolsShown: 6,
      challengeTtlSeconds: 90,
      otherWays: ['totp', 'backup', 'bypass'],
    },
    strict: { match: 'code', challengeTtlSeconds: 60, otherWays: ['totp', 'bypass'] },
    nist: { match: 'code', challengeTtlSeconds: 90, otherWays: ['totp', 'backup'] },
  },
  revision: 4,
}

export const examplePreview = {
  withoutDevice: 12,
  lockedOutBefore: 0,
  lockedOutAfter: 12,
  newlyLockedOut: 12,
  freed: 0,
  items: [
    {
      accountId: exampleIds.accountId,
      userId: 'alice',
      displayName: 'Alice',
      newly: true,
      example: { appId: null, address: '203.0.113.7', atMs: 1_795_374_000_000, policy: null },
    },
  ],
}

const byOffice = { by: 'policy', policyId: OFFICE, policyName: examplePolicy.name } as const
const byDefault = { by: 'default', policyId: null, policyName: null } as const

export const exampleExplained = {
  facts: {
    accountId: exampleIds.accountId,
    userId: 'alice',
    accountState: 'active',
    activeDevices: 1,
    biometricDevices: 0,
    activePasskeys: 0,
    totps: 0,
    backupCodesLeft: 10,
    groupIds: [],
    secondFactorOffUntilMs: null,
    appId: '0c9f8a52-5a2e-4d55-9d4c-4b0f3f3f6a10',
    address: '192.0.2.17',
    atMs: 1_795_000_000_000,
  },
  settings: { ...defaults, requirement: 'off' },
  decidedBy: {
    requirement: byOffice,
    match: byDefault,
    newBrowserMatch: byDefault,
    userVerification: byDefault,
    ring: byDefault,
    passkeys: byDefault,
    symbolsShown: byDefault,
    challengeTtlSeconds: byDefault,
    otherWays: byDefault,
    totpDigits: byDefault,
    totpAlgorithm: byDefault,
    setUp: byDefault,
    setUpGraceDays: byDefault,
  },
  considered: [{ policyId: OFFICE, policyName: examplePolicy.name, applies: true, because: 'met' }],
  outcome: {
    withWaiver: 'waived',
    withSetUp: 'challenge',
    laterUntilMs: null,
    withoutWaiver: 'challenge',
    waivedBecause: 'trusted_network',
    devicesAtHand: 1,
    passkeyAtHand: false,
    codesAtHand: ['backup'],
  },
}
