// Gives the entries of the last moment their places in the chain, signs its end, counts logins, and hands entries to webhooks.
import { equalBytes, toBase64Url } from '@countersign/protocol'
import { CHAIN_START, linksAfter } from '../core/audit-chain.js'
import type { Ports, Stores } from '../core/ports.js'
import type { ChainLink, SealedEntry } from '../core/ports-audit.js'
import type { MinuteCount } from '../core/ports-counts.js'
import { isOwnEntry } from './append-audit.js'
import { noteAuditHealth } from './audit-health.js'
import { sendToWebhooks } from './send-to-webhooks.js'

/** One bite of the write lock, about ten milliseconds; what is left over follows at once, after the logins that waited. */
const ENTRIES_PER_SEAL = 200
const MINUTE_MS = 60_000
/** How often the chain's end is written to the log, where whoever can change the database cannot change it. */
const TELL_END_EVERY_MS = 3_600_000

/**
 * A sealer for the process. It remembers the chain's end: a chain that is shorter than it was, or other, while the server runs
 * was cut by somebody, and is not written on any more.
 *
 * @param tell hears each batch after its commit: for the standard output.
 */
export function auditSealer(
  ports: Ports,
  tell: (entries: readonly SealedEntry[]) => void,
): () => Promise<void> {
  let known = CHAIN_START
  let cut = false
  let toldMs = Number.NEGATIVE_INFINITY
  return async () => {
    for (;;) {
      if (cut || (await ports.storage.read.audit.unsealed(1)).length === 0) return
      const batch = await ports.storage.transaction((stores) => sealBatch(ports, stores, known), {
        one: 'audit',
      })
      if (batch === 'cut') {
        cut = true
        ports.log.error('audit_cut', { sequence: known.sequence })
        await noteAuditHealth(ports, {
          checkedAtMs: ports.clock.nowMs(),
          ok: false,
          sequence: known.sequence,
        })
        return
      }
      if (batch.foreign.length > 0) await tellOfForeign(ports, batch.foreign)
      tell(batch.own)
      known = batch.end
      if (ports.clock.nowMs() - toldMs >= TELL_END_EVERY_MS) {
        toldMs = ports.clock.nowMs()
        ports.log.info('audit_end', { sequence: known.sequence, hash: toBase64Url(known.hash) })
      }
    }
  }
}

/** Seals what waits, once. For commands, which end before a round comes by. */
export async function sealAudit(ports: Ports): Promise<void> {
  await auditSealer(ports, () => undefined)()
}

interface Batch {
  /** What this server wrote, and what somebody else put there. */
  readonly own: readonly SealedEntry[]
  readonly foreign: readonly SealedEntry[]
  readonly end: ChainLink
}

async function sealBatch(ports: Ports, stores: Stores, known: ChainLink): Promise<Batch | 'cut'> {
  const { audit, counts } = stores
  if (known.sequence > 0 && !sameLink(await audit.at(known.sequence), known)) return 'cut'
  const waiting = await audit.unsealed(ENTRIES_PER_SEAL)
  const end = (await audit.end()) ?? CHAIN_START
  const links = linksAfter(ports.vault.sha256, ports.vault.serverId, end, waiting)
  const own: SealedEntry[] = []
  const foreign: SealedEntry[] = []
  const places: Promise<boolean>[] = []
  for (const [at, entry] of waiting.entries()) {
    const link = links[at]
    if (link === undefined) throw new Error('an entry without its place')
    places.push(audit.seal(entry.id, link))
    const whose = isOwnEntry(ports, entry) ? own : foreign
    whose.push({ ...entry, link })
  }
  // At once: an engine elsewhere hears of all of them in a few messages.
  if ((await Promise.all(places)).includes(false)) throw new Error('an entry sealed twice')
  const last = links.at(-1)
  if (last === undefined) return { own, foreign, end: known }
  const checkpoint = { ...last, atMs: ports.clock.nowMs() }
  await audit.addCheckpoint({ ...checkpoint, signature: ports.vault.signCheckpoint(checkpoint) })
  // What somebody else put there gets a place, so that it can be named; nobody is told of it as if it had happened.
  await counts.add(loginCounts(own))
  await sendToWebhooks(ports, stores, own)
  return { own, foreign, end: last }
}

/** The overview says that the record is not whole; `audit verify` names each. */
async function tellOfForeign(ports: Ports, foreign: readonly SealedEntry[]): Promise<void> {
  for (const { link } of foreign) ports.log.error('audit_foreign', { sequence: link.sequence })
  const sequence = foreign.at(-1)?.link.sequence ?? 0
  await noteAuditHealth(ports, { checkedAtMs: ports.clock.nowMs(), ok: false, sequence })
}

function sameLink(found: ChainLink | undefined, known: ChainLink): boolean {
  return found !== undefined && equalBytes(found.hash, known.hash)
}

/** How often each outcome came, by minute and app. */
function loginCounts(entries: readonly SealedEntry[]): readonly MinuteCount[] {
  const counts = new Map<string, MinuteCount>()
  for (const { atMs, entry } of entries) {
    const { action, appId } = entry
    if (!action.startsWith('login.') || appId === undefined) continue
    const minute = Math.floor(atMs / MINUTE_MS)
    const outcome = action.slice('login.'.length)
    const key = `${minute}/${appId}/${outcome}`
    counts.set(key, { minute, appId, outcome, count: (counts.get(key)?.count ?? 0) + 1 })
  }
  return [...counts.values()]
}
