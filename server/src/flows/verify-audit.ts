// Reads the whole audit and says whether it is as the server wrote it: every link, every checkpoint, and the end.
import { equalBytes, toBase64Url } from '@countersign/protocol'
import type { AuditVerification } from '@countersign/protocol/admin'
import type { AuditFault } from '../core/audit-check.js'
import { AUDIT_FAULTS_MAX, ChainCheck } from '../core/audit-check.js'
import type { Ports, Stores } from '../core/ports.js'
import type { ChainLink, Checkpoint, SealedEntry } from '../core/ports-audit.js'
import { isOwnEntry } from './append-audit.js'

/** Entries read at once: a few milliseconds, then whoever waits has a turn. */
const ENTRIES_PER_BITE = 500
const CHECKPOINTS_PER_BITE = 1_000

/** Entries read so far, of so many. */
export type TellProgress = (read: number, all: number) => void

/**
 * @param noted an end of the chain that somebody wrote down elsewhere, if any: only that shows when entries and their checkpoints were cut off together.
 * @param tell hears how far it got, every few milliseconds.
 */
export async function verifyAudit(
  ports: Ports,
  noted?: ChainLink,
  tell: TellProgress = () => undefined,
): Promise<AuditVerification> {
  const { vault, clock, storage } = ports
  const { end, checkpoint, waiting } = await storage.transaction(snapshot)
  const check = new ChainCheck({
    serverId: vault.serverId,
    sha256: vault.sha256,
    isOurs: (each) => vault.isOwnCheckpoint(each),
  })
  const lastSequence = end?.sequence ?? 0
  const foreign = await readChain(ports, check, lastSequence, tell)
  await readCheckpoints(storage.read, check, lastSequence, checkpoint?.sequence ?? 0)
  const { entries, checkpoints, faults } = check.end()
  const named = new Set(faults.map(({ entryId }) => entryId))
  const found = [
    ...faults,
    ...foreign.filter(({ entryId }) => !named.has(entryId)),
    ...(await whatNotedShows(storage.read, noted)),
  ]
  return {
    ok: found.length === 0,
    entries,
    waiting,
    checkpoints,
    lastCheckpointAtMs: checkpoint?.atMs ?? null,
    end: end === undefined ? null : { sequence: end.sequence, hash: toBase64Url(end.hash) },
    faults: found.map(({ kind, sequence, entryId, sentence }) => ({
      kind,
      sequence,
      entryId: entryId ?? null,
      sentence,
    })),
    checkedAtMs: clock.nowMs(),
  }
}

/** Between two batches of the sealer: the chain's end and its checkpoint belong together. */
async function snapshot({ audit }: Stores): Promise<{
  readonly end: ChainLink | undefined
  readonly checkpoint: Checkpoint | undefined
  readonly waiting: number
}> {
  return {
    end: await audit.end(),
    checkpoint: await audit.lastCheckpoint(),
    waiting: await audit.unsealedCount(),
  }
}

/** @returns what has a place and was not written by this server: the chain alone cannot tell. */
async function readChain(
  ports: Ports,
  check: ChainCheck,
  last: number,
  tell: TellProgress,
): Promise<readonly AuditFault[]> {
  const { audit } = ports.storage.read
  const foreign: AuditFault[] = []
  for (let after = 0; after < last && !check.full; ) {
    const entries = await audit.sealed(after, last, ENTRIES_PER_BITE)
    const upTo = entries.at(-1)?.link.sequence
    if (upTo === undefined) break
    await readCheckpoints({ audit }, check, after, upTo)
    check.addEntries(entries)
    for (const entry of entries)
      if (foreign.length < AUDIT_FAULTS_MAX && !isOwnEntry(ports, entry)) foreign.push(foreignFault(entry))
    after = upTo
    tell(upTo, last)
    await new Promise((resolve) => setImmediate(resolve))
  }
  return foreign
}

function foreignFault({ id: entryId, link: { sequence } }: SealedEntry): AuditFault {
  const sentence = `entry ${sequence} (${entryId}) is not as this server wrote it: somebody put it there, or changed it before it had its place`
  return { kind: 'inserted', sequence, entryId, sentence }
}

async function readCheckpoints(
  { audit }: Pick<Stores, 'audit'>,
  check: ChainCheck,
  from: number,
  upTo: number,
): Promise<void> {
  for (let after = from; ; ) {
    const checkpoints = await audit.checkpoints(after, upTo, CHECKPOINTS_PER_BITE)
    check.addCheckpoints(checkpoints)
    const last = checkpoints.at(-1)
    if (last === undefined || checkpoints.length < CHECKPOINTS_PER_BITE) return
    after = last.sequence
  }
}

async function whatNotedShows(
  { audit }: Stores,
  noted: ChainLink | undefined,
): Promise<readonly AuditFault[]> {
  if (noted === undefined) return []
  const { sequence } = noted
  const found = await audit.at(sequence)
  if (found === undefined)
    return [
      {
        kind: 'truncated',
        sequence,
        entryId: undefined,
        sentence: `entry ${sequence} was noted and is missing`,
      },
    ]
  if (equalBytes(found.hash, noted.hash)) return []
  return [
    {
      kind: 'changed',
      sequence,
      entryId: undefined,
      sentence: `entry ${sequence} has another hash than was noted: it or one before it was rewritten`,
    },
  ]
}
