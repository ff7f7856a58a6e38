// Reads a chain from its first link to its last and says what somebody did to it: which entry, where, and in what way.
import { equalBytes } from '@countersign/protocol'
import type { Sha256 } from './audit-chain.js'
import { CHAIN_START, linkHash } from './audit-chain.js'
import type { ChainLink, Checkpoint, SealedEntry } from './ports-audit.js'

export type AuditFaultKind =
  | 'changed'
  | 'removed'
  | 'inserted'
  | 'reordered'
  | 'truncated'
  | 'checkpoint_forged'
  | 'checkpoint_missing'

export interface AuditFault {
  readonly kind: AuditFaultKind
  readonly sequence: number
  readonly entryId: string | undefined
  readonly sentence: string
}

/** Faults after which reading on tells nothing more: somebody must look. */
export const AUDIT_FAULTS_MAX = 100
/** How far from its place a moved entry is looked for, and how many removed ones in a row are counted. */
const WINDOW = 32

export interface ChainKeys {
  readonly serverId: Uint8Array
  readonly sha256: Sha256
  /** Whether the root key signed this checkpoint. */
  isOurs(checkpoint: Checkpoint): boolean
}

/** An entry that waits for its place. `passed` counts the places given away since it should have had one. */
interface Waiting {
  entry: SealedEntry
  missingBefore: number
  passed: number
}

/**
 * Feed it all checkpoints up to the end of a stretch, then the stretch, in ascending order; then ask for the end.
 *
 * At each place it looks for the entry that fits there by its hash. One that stands elsewhere was moved; one that fits nowhere
 * was inserted; where none fits, the one that stands there was changed, unless the next fits a later place: then some between were removed.
 */
export class ChainCheck {
  readonly #keys: ChainKeys
  readonly #faults: AuditFault[] = []
  readonly #checkpoints: Checkpoint[] = []
  readonly #waiting: Waiting[] = []
  #last: ChainLink = CHAIN_START
  /** After removed entries nobody knows what the next one must follow. */
  #lastKnown = true
  #storedSequence = 0
  #entries = 0
  #checkpointsRead = 0
  #attested = 0

  constructor(keys: ChainKeys) {
    this.#keys = keys
  }

  get full(): boolean {
    return this.#faults.length >= AUDIT_FAULTS_MAX
  }

  addCheckpoints(checkpoints: readonly Checkpoint[]): void {
    this.#checkpointsRead += checkpoints.length
    for (const checkpoint of checkpoints) {
      if (this.#keys.isOurs(checkpoint)) this.#checkpoints.push(checkpoint)
      else
        this.#fault(
          'checkpoint_forged',
          checkpoint.sequence,
          undefined,
          'was not signed by this server’s root key',
        )
    }
  }

  addEntries(entries: readonly SealedEntry[]): void {
    for (const entry of entries) {
      this.#entries += 1
      const { sequence } = entry.link
      this.#waiting.push({ entry, missingBefore: sequence - this.#storedSequence - 1, passed: 0 })
      this.#storedSequence = sequence
      while (this.#waiting.length > WINDOW && !this.full) this.#place()
    }
  }

  end(): { readonly entries: number; readonly checkpoints: number; readonly faults: readonly AuditFault[] } {
    while (this.#waiting.length > 0 && !this.full) this.#place()
    const { sequence } = this.#last
    const latest = this.#checkpoints.at(-1)
    if (latest !== undefined && latest.sequence > sequence)
      this.#fault(
        'truncated',
        sequence + 1,
        undefined,
        `${range(sequence + 1, latest.sequence)} missing at the end`,
      )
    else if (!this.full && this.#attested < sequence)
      this.#fault(
        'checkpoint_missing',
        this.#attested + 1,
        undefined,
        `${range(this.#attested + 1, sequence)} not covered by a checkpoint: added without the server’s key, or a checkpoint was removed`,
      )
    return { entries: this.#entries, checkpoints: this.#checkpointsRead, faults: this.#faults }
  }

  #place(): void {
    const [first] = this.#waiting
    if (first === undefined) return
    if (first.missingBefore > 0) this.#skipMissing(first)
    else if (this.#lastKnown) this.#placeWhatFits(first)
    else this.#accept(0)
  }

  #placeWhatFits(first: Waiting): void {
    const fitting = this.#find((entry) => entry.link.hash)
    const exchanged = fitting < 0 ? this.#find(() => first.entry.link.hash) : -1
    if (fitting >= 0) this.#acceptFitting(fitting)
    else if (exchanged > 0) this.#exchange(first, exchanged)
    else this.#acceptChanged(first)
  }

  /** The first that is, here, what that hash is of. Behind a gap everything is judged after the gap. */
  #find(hashOf: (entry: SealedEntry) => Uint8Array): number {
    const gap = this.#waiting.findIndex(({ missingBefore }, i) => i > 0 && missingBefore > 0)
    return this.#waiting
      .slice(0, gap < 0 ? undefined : gap)
      .findIndex(({ entry }) => this.#hashes(entry, this.#last, hashOf(entry)))
  }

  #skipMissing(first: Waiting): void {
    const from = this.#last.sequence + 1
    const to = this.#last.sequence + first.missingBefore
    this.#fault('removed', from, undefined, `${range(from, to)} missing`)
    this.#last = { sequence: to, hash: CHAIN_START.hash }
    this.#lastKnown = false
    first.missingBefore = 0
  }

  #acceptFitting(at: number): void {
    const found = this.#waiting[at]
    if (found !== undefined && found.passed > 0) this.#moved(found.entry, this.#last.sequence + 1)
    for (const each of this.#waiting.slice(0, at)) each.passed += 1
    this.#accept(at)
    const [stranger] = this.#waiting
    if (stranger !== undefined && stranger.passed > WINDOW) this.#dropStranger(stranger)
  }

  #dropStranger({ entry }: Waiting): void {
    this.#waiting.shift()
    this.#fault('inserted', entry.link.sequence, entry.id, 'belongs to no place of the chain')
  }

  /** Two entries changed places and left their links where they were. */
  #exchange(first: Waiting, at: number): void {
    const other = this.#waiting[at]
    if (other === undefined) return
    const [here, there] = [first.entry, other.entry]
    this.#moved(there, here.link.sequence)
    this.#moved(here, there.link.sequence)
    first.entry = { ...there, link: here.link }
    other.entry = { ...here, link: there.link }
    this.#accept(0)
  }

  /** Nothing fits here. Those that were passed over have no place left; the next one stands where it should, with other words. */
  #acceptChanged(first: Waiting): void {
    const index = this.#waiting.findIndex(({ passed }) => passed === 0)
    const changed = this.#waiting[index]
    if (changed === undefined) {
      this.#dropStranger(first)
      return
    }
    const place = this.#last.sequence + 1
    const removed = this.#removedBefore(changed, this.#waiting[index + 1])
    if (removed > 0) {
      const missing = `${range(place, place + removed - 1)} missing, those after renumbered`
      this.#fault('removed', place, undefined, missing)
      this.#last = { ...this.#last, sequence: place + removed - 1 }
    } else
      this.#fault(
        'changed',
        place,
        changed.entry.id,
        'does not fit its hash: changed, or the one before it was',
      )
    this.#accept(index)
  }

  /** How many places later the following entry fits, when it follows this one. */
  #removedBefore({ entry }: Waiting, following: Waiting | undefined): number {
    if (following === undefined || following.missingBefore > 0) return 0
    for (let removed = 0; removed <= WINDOW; removed += 1) {
      const previous = { sequence: this.#last.sequence + 1 + removed, hash: entry.link.hash }
      if (this.#hashes(following.entry, previous, following.entry.link.hash)) return removed
    }
    return 0
  }

  #accept(index: number): void {
    const [accepted] = this.#waiting.splice(index, 1)
    if (accepted === undefined) return
    this.#last = { sequence: this.#last.sequence + 1, hash: accepted.entry.link.hash }
    this.#lastKnown = true
    this.#compareCheckpoint()
  }

  #compareCheckpoint(): void {
    const { sequence, hash } = this.#last
    while ((this.#checkpoints[0]?.sequence ?? Number.POSITIVE_INFINITY) < sequence) this.#checkpoints.shift()
    const [checkpoint] = this.#checkpoints
    if (checkpoint?.sequence !== sequence) return
    if (!equalBytes(checkpoint.hash, hash))
      this.#fault(
        'changed',
        this.#attested + 1,
        undefined,
        `${range(this.#attested + 1, sequence)} rewritten: the chain does not end there as the server signed it`,
      )
    this.#attested = sequence
  }

  #moved({ id, link }: SealedEntry, place: number): void {
    this.#fault('reordered', link.sequence, id, `belongs to place ${place}`)
  }

  #hashes(entry: SealedEntry, previous: ChainLink, hash: Uint8Array): boolean {
    try {
      return equalBytes(linkHash(this.#keys.sha256, this.#keys.serverId, previous, entry), hash)
    } catch {
      // Values that no server of ours ever writes: an answer like any other here.
      return false
    }
  }

  #fault(kind: AuditFaultKind, sequence: number, entryId: string | undefined, what: string): void {
    if (this.full) return
    const subject = entryId === undefined ? '' : `entry ${sequence} (${entryId}) `
    const sentence =
      kind === 'checkpoint_forged' ? `the checkpoint of entry ${sequence} ${what}` : `${subject}${what}`
    this.#faults.push({ kind, sequence, entryId, sentence })
  }
}

function range(from: number, to: number): string {
  return from === to ? `entry ${from} is` : `entries ${from} to ${to} are`
}
