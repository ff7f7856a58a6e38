// The audit as admins read it: a page, one entry, what is new, all of it, and whether it is whole.
import type { AccountId, AppId, DeviceId } from '@countersign/protocol'
import type { AuditEntryBody, AuditVerification } from '@countersign/protocol/admin'
import { auditRecordOf, isWanted } from '../../core/audit-record.js'
import type { Actor } from '../../core/permissions.js'
import type { Ports } from '../../core/ports.js'
import type {
  AuditFilter,
  AuditPosition,
  ChainLink,
  Checkpoint,
  SavedEntry,
  SealedEntry,
} from '../../core/ports-audit.js'
import type { Result } from '../../core/refusal.js'
import { accepted, refused } from '../../core/refusal.js'
import { noteAuditHealth } from '../audit-health.js'
import type { TellProgress } from '../verify-audit.js'
import { verifyAudit as verify } from '../verify-audit.js'
import { action, record } from './action.js'

/** Entries that a stream or an export reads at once. */
const ENTRIES_PER_BITE = 500
/** Of everybody together: each reads the whole record, and a hundred at once would leave logins no time between them. */
const VERIFIES_PER_MINUTE = 6

export interface AuditPageAsked {
  readonly filter: AuditFilter
  readonly before: AuditPosition | undefined
  readonly limit: number
}

export interface AuditPageFound {
  readonly items: readonly AuditEntryBody[]
  readonly next: AuditPosition | undefined
}

/** Newest first. A page may be short, even empty, and still have a next one: rare actions are looked for a stretch at a time. */
export const listAudit = action(
  'audit.list',
  'audit:read',
  async (ports, _actor, { filter, before, limit }: AuditPageAsked): Promise<Result<AuditPageFound>> => {
    const { entries, next } = await ports.storage.read.audit.page(filter, before, limit)
    return accepted({ items: await named(ports, entries), next })
  },
)

export const showAuditEntry = action(
  'audit.show',
  'audit:read',
  async (ports, _actor, { id }: { readonly id: string }): Promise<Result<AuditEntryBody>> => {
    const entry = await ports.storage.read.audit.byId(id)
    const [body] = entry === undefined ? [] : await named(ports, [entry])
    return body === undefined ? refused({ reason: 'not_found', what: 'audit entry' }) : accepted(body)
  },
)

export interface AuditNews {
  readonly items: readonly AuditEntryBody[]
  /** From where to ask the next time. */
  readonly sequence: number
}

/** What was sealed since a place of the chain, ascending; without one, only where the chain ends. */
export const auditSince = action(
  'audit.follow',
  'audit:read',
  async (
    ports,
    _actor,
    { filter, sequence }: { readonly filter: AuditFilter; readonly sequence: number | undefined },
  ): Promise<Result<AuditNews>> => {
    const { audit } = ports.storage.read
    if (sequence === undefined) return accepted({ items: [], sequence: (await audit.end())?.sequence ?? 0 })
    const news = await audit.sealed(sequence, Number.MAX_SAFE_INTEGER, ENTRIES_PER_BITE)
    const wanted = news.filter((entry) => isWanted(entry, filter))
    return accepted({
      items: await named(ports, wanted),
      sequence: news.at(-1)?.link.sequence ?? sequence,
    })
  },
)

export interface AuditExport {
  /** Ascending, as it is read. */
  readonly entries: AsyncIterable<SealedEntry>
  /** The end that the server signed last; to check the export by. */
  readonly checkpoint: Checkpoint | undefined
  readonly serverId: Uint8Array
}

/** Everything sealed so far that the filter asks for. That somebody took it stands in the audit. */
export const exportAudit = action(
  'audit.export',
  'audit:read',
  async (ports, actor, { filter }: { readonly filter: AuditFilter }): Promise<Result<AuditExport>> => {
    const { audit } = ports.storage.read
    await noteInAudit(ports, actor, 'audit.exported', { ...filter })
    const checkpoint = await audit.lastCheckpoint()
    const entries = sealedEntries(ports, filter, checkpoint?.sequence ?? 0)
    return accepted({ entries, checkpoint, serverId: ports.vault.serverId })
  },
)

/**
 * Reads all of it; the overview shows what came of it. `noted`: an end that somebody wrote down elsewhere. `tell` hears how far it
 * got. Refuses with `rate_limited`.
 */
export const verifyAudit = action(
  'audit.verify',
  'audit:read',
  async (
    ports,
    actor,
    { noted, tell }: { readonly noted?: ChainLink | undefined; readonly tell?: TellProgress },
  ): Promise<Result<AuditVerification>> => {
    // The command line is its own process, and whoever types waits.
    if (actor.kind !== 'operator' && !(await ports.fabric.allow('audit verify', VERIFIES_PER_MINUTE, 60)))
      return refused({ reason: 'rate_limited', retryAfterSeconds: 60 })
    const found = await verify(ports, noted, tell)
    const { ok, checkedAtMs, entries, faults } = found
    await noteAuditHealth(ports, { checkedAtMs, ok, sequence: found.end?.sequence ?? 0 })
    if (!ok) ports.log.error('audit_broken', { faults: faults.slice(0, 10) })
    await noteInAudit(ports, actor, 'audit.verified', { ok, entries, faults: faults.length })
    return accepted(found)
  },
)

function noteInAudit(
  ports: Ports,
  actor: Actor,
  name: 'audit.exported' | 'audit.verified',
  facts: Readonly<Record<string, string | number | boolean>>,
): Promise<void> {
  return ports.storage.transaction((stores) => record(ports, stores, actor, { action: name, facts }))
}

async function* sealedEntries(
  { storage }: Ports,
  filter: AuditFilter,
  upTo: number,
): AsyncIterable<SealedEntry> {
  for (let after = 0; after < upTo; ) {
    const bite = await storage.read.audit.sealed(after, upTo, ENTRIES_PER_BITE)
    const last = bite.at(-1)
    if (last === undefined) return
    for (const entry of bite) if (isWanted(entry, filter)) yield entry
    after = last.link.sequence
    // Whoever waits has a turn between two bites.
    await new Promise((resolve) => setImmediate(resolve))
  }
}

/** The entries with the names that people know them by, each looked up once. */
async function named(ports: Ports, entries: readonly SavedEntry[]): Promise<readonly AuditEntryBody[]> {
  const known = new Map<string, Promise<string | null>>()
  const nameOf = (reference: string): Promise<string | null> => {
    const name = known.get(reference) ?? lookUp(ports, reference)
    known.set(reference, name)
    return name
  }
  const bodies: AuditEntryBody[] = []
  for (const saved of entries) {
    const { actor, accountId, appId } = saved.entry
    const names = {
      actor: await nameOf(actor),
      account: accountId === undefined ? null : await nameOf(`person:${accountId}`),
      app: appId === undefined ? null : await nameOf(`app:${appId}`),
    }
    bodies.push({ ...auditRecordOf(saved), names })
  }
  return bodies
}

async function lookUp({ storage: { read } }: Ports, reference: string): Promise<string | null> {
  const at = reference.indexOf(':')
  const id = reference.slice(at + 1)
  switch (reference.slice(0, at)) {
    case 'admin':
    case 'person':
      // Sound, here and below: an id that is none is found nowhere.
      return (await read.accounts.byId(id as AccountId))?.userId ?? null
    case 'app':
      return (await read.apps.byId(id as AppId))?.name ?? null
    case 'device':
      return (await read.devices.byId(id as DeviceId))?.name ?? null
    case 'token':
      return (await read.tokens.byId(id))?.name ?? null
    default:
      return null
  }
}
