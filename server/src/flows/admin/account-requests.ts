// What an account was asked lately and how each request ended, as the audit tells it.
import type { AccountId, AppId, ChallengeId, DeviceId } from '@countersign/protocol'
import type { RequestRow } from '@countersign/protocol/admin'
import type { Ports } from '../../core/ports.js'
import type { AuditPosition, SavedEntry } from '../../core/ports-audit.js'
import type { Result } from '../../core/refusal.js'
import { accepted } from '../../core/refusal.js'
import { ringsFor } from './account-rings.js'
import { action } from './action.js'

/** What the audit knows of a request; how it reached the phones is known elsewhere, and for as long as requests are kept. */
export type EndedRequest = Omit<RequestRow, 'rings'>

export interface RequestPage<Row = EndedRequest> {
  readonly rows: readonly Row[]
  readonly next: AuditPosition | undefined
}

export interface RequestQuery {
  readonly accountId: AccountId
  readonly before: AuditPosition | undefined
  readonly limit: number
}

/** The newest first. Empty for an account that is not there. */
export const listRequests = action(
  'account.requests',
  'accounts:read',
  async (ports, _actor, query: RequestQuery): Promise<Result<RequestPage<RequestRow>>> => {
    const ended = await requestsOf(ports, query)
    if (!ended.ok) return ended
    const { rows, next } = ended.value
    const ringsOf = await ringsFor(ports, query.accountId)
    const whole: RequestRow[] = []
    for (const row of rows) whole.push({ ...row, rings: await ringsOf(row.challengeId) })
    return accepted({ rows: whole, next })
  },
)

/** How they ended, without a permission: a person is shown their own. */
export async function requestsOf(
  ports: Ports,
  { accountId, before, limit }: RequestQuery,
): Promise<Result<RequestPage>> {
  const { audit } = ports.storage.read
  const { entries, next } = await audit.page({ accountId, action: 'login.*' }, before, limit)
  const names = await namesOf(ports, accountId)
  const rows: EndedRequest[] = []
  for (const entry of entries) {
    const row = await rowOf(entry, names)
    if (row !== undefined) rows.push(row)
  }
  return accepted({ rows, next })
}

interface Names {
  readonly app: (id: AppId) => Promise<string | null>
  readonly device: (id: string) => string | null
}

/** Each app is looked up once, the account's devices together. */
async function namesOf({ storage }: Ports, accountId: AccountId): Promise<Names> {
  const devices = new Map<string, string>()
  for (const { id, name } of await storage.read.devices.ofAccount(accountId)) devices.set(id, name)
  const apps = new Map<AppId, Promise<string | null>>()
  return {
    device: (id) => devices.get(id) ?? null,
    app: (id) => {
      const known = apps.get(id) ?? storage.read.apps.byId(id).then((app) => app?.name ?? null)
      apps.set(id, known)
      return known
    },
  }
}

const modes = ['symbol', 'code', 'qr', 'link'] as const
const outcomes = ['redeemed', 'lapsed', 'denied', 'reported', 'mismatched', 'expired', 'cancelled'] as const

/** Undefined for an entry that is no end of a request, as a waived one. */
async function rowOf({ entry, atMs }: SavedEntry, names: Names): Promise<EndedRequest | undefined> {
  const outcome = outcomes.find((each) => entry.action === `login.${each}`)
  const { challengeId, mode, address, browser, browserKnown, place, requestedAtMs, deviceId } = entry.facts
  if (outcome === undefined || entry.appId === undefined || typeof challengeId !== 'string') return undefined
  const device = typeof deviceId === 'string' ? deviceId : undefined
  return {
    // Sound: the audit holds what `recordOutcome` wrote, and that were ids.
    challengeId: challengeId as ChallengeId,
    appId: entry.appId,
    appName: await names.app(entry.appId),
    outcome,
    mode: modes.find((each) => each === mode) ?? null,
    address: String(address ?? ''),
    browser: String(browser ?? ''),
    browserKnown: browserKnown === 'known' || browserKnown === 'new' ? browserKnown : 'undetermined',
    place: String(place ?? ''),
    requestedAtMs: typeof requestedAtMs === 'number' ? requestedAtMs : atMs,
    endedAtMs: atMs,
    deviceId: device === undefined ? null : (device as DeviceId),
    deviceName: device === undefined ? null : names.device(device),
  }
}
