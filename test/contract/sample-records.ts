// Records for the store suites: whole and valid, each with an id of its own; a test names what matters to it.
import { randomBytes, randomUUID } from 'node:crypto'
import type { AccountId, AppId, ChallengeId, DeviceId, KeyId, TicketId } from '@countersign/protocol'
import type { Group } from '@countersign/server/core/directory'
import { newAccount } from '@countersign/server/core/new-account'
import { newApp } from '@countersign/server/core/new-app'
import type { Storage } from '@countersign/server/core/ports'
import type {
  Account,
  App,
  AppKey,
  ChallengeRecord,
  Delivery,
  Device,
  SigningKeyRecord,
  Ticket,
} from '@countersign/server/core/records'

/** The time at which samples are made; long enough after 1970 that tests can go back. */
export const NOW_MS = 1_800_000_000_000

export function bytes(length: number): Uint8Array {
  return new Uint8Array(randomBytes(length))
}

/** A fresh id of the kind that the place it is used in wants. */
export function id<T extends string>(): T {
  return randomUUID() as string as T
}

export function sampleAccount(fields: Partial<Account> = {}): Account {
  const accountId = id<AccountId>()
  return { ...newAccount(accountId, `user-${accountId}`, NOW_MS, { displayName: 'Ada L.' }), ...fields }
}

export function sampleGroup(fields: Partial<Group> = {}): Group {
  const groupId = id()
  return {
    ...{ id: groupId, name: `group ${groupId}`, description: '', externalId: undefined },
    ...{ createdAtMs: NOW_MS, changedAtMs: NOW_MS, revision: 1 },
    ...fields,
  }
}

export function sampleApp(fields: Partial<App> = {}): App {
  const appId = id<AppId>()
  const origins = ['https://shop.example', 'https://shop.example:8443']
  return { ...newApp(appId, `app-${appId}`, origins, NOW_MS), ...fields }
}

export function sampleAppKey(appId: AppId, fields: Partial<AppKey> = {}): AppKey {
  const key = { id: randomBytes(8).toString('hex'), appId, secretHash: bytes(32), createdAtMs: NOW_MS }
  return { ...key, expiresAtMs: undefined, ...fields }
}

export function sampleDevice(accountId: AccountId, fields: Partial<Device> = {}): Device {
  return {
    id: id<DeviceId>(),
    accountId,
    name: 'Pixel',
    publicKey: bytes(32),
    state: 'active',
    counter: 0,
    createdAtMs: NOW_MS,
    changedAtMs: NOW_MS,
    verifies: false,
    lastUsedAtMs: undefined,
    ...fields,
  }
}

export function sampleTicket(accountId: AccountId, fields: Partial<Ticket> = {}): Ticket {
  return {
    id: id<TicketId>(),
    accountId,
    sealedSecret: bytes(45),
    state: 'open',
    expiresAtMs: NOW_MS + 600_000,
    deviceId: undefined,
    confirmation: undefined,
    ...fields,
  }
}

export function sampleChallenge(
  accountId: AccountId,
  appId: AppId,
  fields: Partial<ChallengeRecord> = {},
): ChallengeRecord {
  return {
    id: id<ChallengeId>(),
    accountId,
    appId,
    pool: 'app',
    purpose: 'login',
    mode: 'symbol',
    requirements: 0,
    state: 'pending',
    cause: 'none',
    pushed: true,
    options: [3, 1, 4, 15, 9, 26],
    appNonce: bytes(32),
    expectedChoice: bytes(32),
    watchTokenHash: bytes(32),
    requester: { address: '2001:db8::7', browser: 'Firefox on Windows' },
    browserKnown: 'undetermined',
    browserId: undefined,
    place: '',
    requestId: 'checkout-7f3a',
    traceParent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
    createdAtMs: NOW_MS,
    expiresAtMs: NOW_MS + 90_000,
    decidedAtMs: undefined,
    answer: undefined,
    ...fields,
  }
}

export function sampleDelivery(
  challengeId: ChallengeId,
  deviceId: DeviceId,
  fields: Partial<Delivery> = {},
): Delivery {
  return { challengeId, deviceId, keyId: id<KeyId>(), body: bytes(420), ...fields }
}

export function sampleSigningKey(fields: Partial<SigningKeyRecord> = {}): SigningKeyRecord {
  return {
    id: id<KeyId>(),
    publicKey: bytes(32),
    sealedPrivateKey: bytes(61),
    notBeforeMs: NOW_MS,
    notAfterMs: NOW_MS + 90 * 86_400_000,
    ...fields,
  }
}

/** An account with one active device, and an app. */
export async function populate(
  storage: Storage,
): Promise<{ readonly account: Account; readonly app: App; readonly device: Device }> {
  const account = sampleAccount()
  const app = sampleApp()
  const device = sampleDevice(account.id)
  await storage.transaction(async (stores) => {
    await stores.accounts.add(account)
    await stores.apps.add(app)
    await stores.devices.add(device)
  })
  return { account: { ...account, activeDevices: 1 }, app, device }
}

/** Starts `times` transactions at once and counts those that gave true. */
export async function race(times: number, attempt: (i: number) => Promise<boolean>): Promise<number> {
  const outcomes = await Promise.all(Array.from({ length: times }, (_, i) => attempt(i)))
  return outcomes.filter(Boolean).length
}
