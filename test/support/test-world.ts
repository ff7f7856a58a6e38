// A whole server without its edges: real core, flows and vault over memory, with a clock that stands still and chance that repeats.
import assert from 'node:assert/strict'
import type {
  AcceptPairingBody,
  ApprovalRequested,
  MatchShown,
  RequestApprovalBody,
  TicketId,
} from '@countersign/protocol'
import {
  chosenBytes,
  fromBase64Url,
  idToBytes,
  pairingAcceptDocument,
  parsePairingLink,
  toBase64Url,
} from '@countersign/protocol'
import type { FlowSettings, Ports, Storage } from '@countersign/server/core/ports'
import type { Backups } from '@countersign/server/core/ports-backups'
import type { MailCourier } from '@countersign/server/core/ports-mail'
import type { PushCourier, RingBook } from '@countersign/server/core/ports-push'
import { noMetrics, noTracer } from '@countersign/server/core/ports-telemetry'
import type { HookCourier } from '@countersign/server/core/ports-webhooks'
import type { App } from '@countersign/server/core/records'
import type { Refusal, Result } from '@countersign/server/core/refusal'
import { createMemoryFabric } from '@countersign/server/fabric/memory'
import { acceptPairing } from '@countersign/server/flows/accept-pairing'
import { addAccount } from '@countersign/server/flows/accounts'
import { addApp } from '@countersign/server/flows/apps'
import { confirmPairing } from '@countersign/server/flows/confirm-pairing'
import { createTicket } from '@countersign/server/flows/create-ticket'
import { loadKeys } from '@countersign/server/flows/keep-keys'
import { policyBook } from '@countersign/server/flows/policy-book'
import { ringBook } from '@countersign/server/flows/push/ring-book'
import { requestApproval } from '@countersign/server/flows/request-approval'
import { noPushCourier } from '@countersign/server/outgoing/push'
import { createCodeHash } from '@countersign/server/vault/code-hash'
import { createVault } from '@countersign/server/vault/vault'
import { createWebAuthn } from '@countersign/server/webauthn/webauthn'
import type { FixedClock } from './clock.js'
import { fixedClock, START_MS } from './clock.js'
import type { CollectingLog } from './collecting-log.js'
import { collectingLog } from './collecting-log.js'
import { isStill, newStorage } from './engine.js'
import { seededRandom } from './seeded-random.js'
import type { DeviceKeyPair } from './test-device.js'
import { newDeviceKey, TestDevice } from './test-device.js'

export interface World {
  readonly ports: Ports
  readonly clock: FixedClock
  readonly log: CollectingLog
  /** Registered as `Wiki`, origin `https://wiki.example`. */
  readonly app: App
}

export interface WorldOptions {
  readonly storage?: Storage
  readonly settings?: Partial<FlowSettings>
  readonly seed?: number
  /** Where addresses are. */
  readonly places?: Readonly<Record<string, string>>
  /** Nobody is woken unless a test is about that. */
  readonly push?: PushCourier
  readonly rings?: RingBook
}

const SETTINGS: FlowSettings = {
  serverName: 'ACME',
  publicUrl: 'https://id.example',
  challengeTtlMs: 90_000,
  redeemWithinMs: 60_000,
  symbolsShown: 6,
  retentionMs: 30 * 86_400_000,
  version: '0.0.0',
  startedAtMs: START_MS,
  passkeys: { rpId: 'id.example', admins: 'offered' },
  engine: 'memory',
  joined: false,
  inForce: [],
}

/** What a hash costs here: a millisecond instead of a third of a second. What it costs outside is tested in test/vault. */
export const QUICK_COST = 2 ** 8

/** A server with its keys loaded and one app. */
export async function makeWorld({
  storage,
  settings,
  places = {},
  seed = 1,
  push = noPushCourier,
  rings = ringBook(),
}: WorldOptions = {}): Promise<World> {
  const clock = fixedClock()
  const log = collectingLog()
  const vault = createVault({ root: new Uint8Array(32).fill(1), master: new Uint8Array(32).fill(2) }, clock)
  const ports: Ports = {
    storage: storage ?? (await newStorage()),
    fabric: createMemoryFabric(clock),
    vault,
    codeHash: createCodeHash(vault, { cost: QUICK_COST }),
    webAuthn: createWebAuthn(),
    // Places that a test knows without a file.
    places: { of: (address) => places[address] ?? '', refresh: () => Promise.resolve() },
    metrics: noMetrics,
    tracer: noTracer,
    requestId: '',
    clock,
    random: seededRandom(seed),
    log,
    hooks: noHooks,
    backups: noBackups,
    mail: noMail,
    policies: policyBook(),
    push,
    rings,
    settings: { ...SETTINGS, ...settings },
  }
  await loadKeys(ports)
  const { app } = must(await addApp(ports, { name: 'Wiki', origins: ['https://wiki.example'] }))
  return { ports, clock, log, app }
}

/** A mail server that takes everything, and nobody reads it. */
export const noMail: MailCourier = { send: async () => ({ kind: 'taken' }) }

/** Nothing is kept, so there is nothing to copy. */
export const noBackups: Backups = {
  configured: false,
  list: async () => [],
  make: async () => ({ kind: 'nothing_kept' }),
  makeAt: async () => ({ kind: 'nothing_kept' }),
}

/** Nobody listens: what a test sends to a webhook goes nowhere. */
export const noHooks: HookCourier = {
  whyNot: () => undefined,
  post: async () => ({ kind: 'failed', error: 'nobody listens' }),
}

/** A second app, e.g. for requests of the same browser elsewhere. */
export async function anotherApp({ ports }: World, name = 'Mail'): Promise<App> {
  return must(await addApp(ports, { name, origins: [`https://${name.toLowerCase()}.example`] })).app
}

/** Adds the account if it is new, pairs one more device with it, confirms it, and connects it. */
export async function pairedDevice(world: World, userId = 'alice'): Promise<TestDevice> {
  const { ports } = world
  await addAccount(ports, { userId, displayName: userId })
  const pairing = await offeredPairing(world, userId)
  const accepted = must(await acceptPairing(ports, pairing.body))
  must(await confirmPairing(ports, pairing.ticketId, accepted.confirmation))
  const device = new TestDevice(ports, accepted.deviceId, accepted.accountId, pairing.key)
  await settled()
  device.connect()
  return device
}

export interface OfferedPairing {
  readonly ticketId: TicketId
  readonly ticketSecret: Uint8Array
  readonly key: DeviceKeyPair
  readonly body: AcceptPairingBody
}

/** A ticket, and what a phone with this key would send to accept it. */
export async function offeredPairing(
  world: World,
  userId: string,
  key: DeviceKeyPair = newDeviceKey(),
): Promise<OfferedPairing> {
  const { link } = must(await createTicket(world.ports, userId))
  const { ticketId, ticketSecret } = parsePairingLink(link) ?? assert.fail('no pairing link')
  return acceptanceBy(world, userId, ticketId, ticketSecret, key)
}

/** What one more phone that saw the ticket's QR would send. */
export async function acceptanceBy(
  { ports }: World,
  userId: string,
  ticketId: TicketId,
  ticketSecret: Uint8Array,
  key: DeviceKeyPair = newDeviceKey(),
): Promise<OfferedPairing> {
  const { account } = (await ports.storage.read.accounts.withDevices(userId)) ?? assert.fail('no account')
  const values = { deviceName: 'Phone', deviceTimeMs: ports.clock.nowMs() }
  const message = pairingAcceptDocument.message(
    pairingAcceptDocument.encode({
      version: 1,
      serverId: ports.vault.serverId,
      ticketId: idToBytes(ticketId),
      accountId: idToBytes(account.id),
      deviceKey: key.publicKey,
      ...values,
    }),
  )
  const body = {
    ...values,
    ticketId,
    deviceKey: toBase64Url(key.publicKey),
    signature: toBase64Url(key.sign(message)),
    ticketProof: toBase64Url(ports.vault.hmacSha256(ticketSecret, message)),
  }
  return { ticketId, ticketSecret, key, body }
}

/** Of a login: typed codes and waivers are for nothing else. */
export type LoginBody = Omit<RequestApprovalBody, 'purpose'> & { readonly purpose: 'login' | 'stepUp' }

/** What an app sends; every field can be replaced. */
export function requestBody(over: Partial<LoginBody> = {}): LoginBody {
  return {
    userId: 'alice',
    purpose: 'login',
    appNonce: toBase64Url(NONCE),
    context: { address: '192.0.2.1', browser: 'Firefox on Linux' },
    ...over,
  }
}

/** The nonce of `requestBody`. */
export const NONCE: Uint8Array = new Uint8Array(32).fill(7)

/** A login at a browser of its own; the phones have been told when this resolves. */
export async function asked(
  { ports, app }: World,
  over: Partial<LoginBody> = {},
  at: App = app,
): Promise<ApprovalRequested> {
  const requested = must(await requestApproval(ports, at, requestBody(over)))
  await settled()
  return requested
}

/** Another browser, told apart by its address. */
export function from(address: string): Partial<LoginBody> {
  return { context: { address, browser: 'Firefox on Linux' } }
}

/** A match that is not the one given, of the same mode. */
export function wrong(match: MatchShown): MatchShown {
  if (match.mode === 'symbol') return { mode: 'symbol', symbolId: match.symbolId === 1 ? 2 : 1 }
  if (match.mode === 'link' || match.mode === 'qr')
    return { mode: match.mode, secret: match.secret.replace(/^./, (c) => (c === 'A' ? 'B' : 'A')) }
  return { mode: 'code', code: match.code === '000000' ? '000001' : '000000' }
}

/** Whether two matches are the same choice. */
export function sameMatch(a: MatchShown, b: MatchShown): boolean {
  return Buffer.from(chosenBytes(a)).equals(chosenBytes(b))
}

/** Resolves once pages and phones have been told what was decided so far. */
export async function settled(): Promise<void> {
  for (let turns = 0; turns < 2; turns = isStill() ? turns + 1 : 0)
    await new Promise((resolve) => setImmediate(resolve))
}

/** The value of a result that must be good. */
export function must<T>(result: Result<T>): T {
  if (!result.ok) assert.fail(`refused: ${JSON.stringify(result.refusal)}`)
  return result.value
}

/** The reason of a result that must be a refusal. */
export function reasonOf(result: Result<unknown>): Refusal['reason'] {
  if (result.ok) assert.fail(`a refusal expected, accepted: ${JSON.stringify(result.value)}`)
  return result.refusal.reason
}

export function bytesOf(text: string): Uint8Array {
  return fromBase64Url(text) ?? assert.fail('not base64url')
}
