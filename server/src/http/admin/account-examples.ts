// The accounts, phones and requests that the documentation of the admin API shows.
import type { AccountBody, AccountRow, DeviceBody, RequestRow } from '@countersign/protocol/admin'
import { accountBody } from '@countersign/protocol/admin'
import { exampleIds } from '../v1/examples.js'

// Sound: the examples are ids in the shape of ids; a test parses every example with its schema.
const id = <T extends string>(text: string): T => text as T

export const exampleRow: AccountRow = {
  id: id(exampleIds.accountId),
  userId: 'ada@example.org',
  displayName: 'Ada Lovelace',
  state: 'active',
  activeDevices: 1,
  activeTotps: 1,
  activePasskeys: 1,
  emails: ['ada@example.org'],
  aliases: ['ada'],
  groups: [{ id: '019aa5bf-0c1d-7e2f-8a3b-4c5d6e7f8091', name: 'Engineering' }],
  createdAtMs: 1_795_000_000_000,
  secondFactorOffUntilMs: null,
  revision: 3,
}

export const exampleDevice: DeviceBody = {
  id: id(exampleIds.deviceId),
  name: 'Ada’s phone',
  state: 'active',
  thumbprint: '4tqK0mW7sXgZ1nB9cYv3RjLd6HfUeQ8oT2aPiJxMwSk',
  connected: true,
  createdAtMs: 1_795_000_100_000,
  changedAtMs: 1_795_000_130_000,
  lastUsedAtMs: 1_795_003_600_000,
  hasPin: false,
  pinLocked: false,
  biometrics: 'this_phone',
}

export const exampleAccount: AccountBody = {
  ...exampleRow,
  locale: 'en',
  notes: '',
  externalId: null,
  secondFactorOff: null,
  quietHours: null,
  changedAtMs: 1_795_000_000_000,
  devices: [exampleDevice],
  lock: {
    wrongPicks: 0,
    codeOnlyUntilMs: null,
    unansweredPushes: 1,
    reportedAddresses: 0,
    unapprovedRequests: 1,
    deniedRequests: 0,
    harassedAtMs: null,
    suspendedDevices: 0,
    locked: true,
  },
}

export const exampleRequest: RequestRow = {
  challengeId: id(exampleIds.challengeId),
  appId: id('019aa5bd-6a7b-7c8d-9e0f-1a2b3c4d5e6f'),
  appName: 'Wiki',
  outcome: 'redeemed',
  mode: 'symbol',
  address: '192.0.2.7',
  browser: 'Firefox on Linux',
  browserKnown: 'known',
  place: 'Hamburg, Germany',
  requestedAtMs: 1_795_003_590_000,
  endedAtMs: 1_795_003_601_000,
  deviceId: id(exampleIds.deviceId),
  deviceName: 'Ada’s phone',
  rings: [
    {
      deviceId: id(exampleIds.deviceId),
      deviceName: 'Ada’s phone',
      outcome: 'shown_after_push',
      socketAtMs: null,
      pushAtMs: 1_795_003_590_020,
      pushStatus: 201,
      shownAtMs: 1_795_003_594_000,
    },
  ],
}

export const ACCOUNT = { name: 'Account', schema: accountBody } as const
