// The audit over tables in memory.
import { refuseTooLong } from '../core/audit-entry.js'
import { isWanted } from '../core/audit-record.js'
import type { AuditStore, Checkpoint, SavedEntry, SealedEntry } from '../core/ports-audit.js'
import type { Rows } from './memory-table.js'

export interface AuditTables {
  readonly audit: Rows<SavedEntry>
  readonly auditCheckpoint: Rows<Checkpoint>
}

export function memoryAuditStore({ audit, auditCheckpoint }: AuditTables): AuditStore {
  const sealedWhere = (wanted: (sequence: number) => boolean): readonly SealedEntry[] =>
    audit
      .find(({ link }) => link !== undefined && wanted(link.sequence))
      .flatMap(({ link, ...entry }) => (link === undefined ? [] : [{ ...entry, link }]))
      .sort((a, b) => a.link.sequence - b.link.sequence)
  const checkpointsWhere = (wanted: (sequence: number) => boolean): readonly Checkpoint[] =>
    auditCheckpoint.find(({ sequence }) => wanted(sequence)).sort((a, b) => a.sequence - b.sequence)
  return {
    async append(id, atMs, entry, mark) {
      refuseTooLong(entry)
      if (audit.get(id) !== undefined) throw new Error('primary key: not unique')
      audit.set(id, { id, atMs, entry, factsText: JSON.stringify(entry.facts), mark, link: undefined })
    },
    async byId(id) {
      return audit.get(id)
    },
    async unsealed(limit) {
      return audit
        .find(({ link }) => link === undefined)
        .sort(byTime)
        .slice(0, limit)
    },
    async unsealedCount() {
      return audit.find(({ link }) => link === undefined).length
    },
    async seal(id, link) {
      const entry = audit.get(id)
      if (entry === undefined || entry.link !== undefined) return false
      audit.set(id, { ...entry, link })
      return true
    },
    async end() {
      return sealedWhere(() => true).at(-1)?.link
    },
    async at(sequence) {
      return sealedWhere((each) => each === sequence)[0]?.link
    },
    async sealed(after, upTo, limit) {
      return sealedWhere((sequence) => sequence > after && sequence <= upTo).slice(0, limit)
    },
    async page(filter, before, limit) {
      const found = audit
        .find((saved) => (before === undefined || byTime(saved, before) < 0) && isWanted(saved, filter))
        .sort((a, b) => byTime(b, a))
        .slice(0, limit)
      const last = found.length === limit ? found.at(-1) : undefined
      return { entries: found, next: last && { atMs: last.atMs, id: last.id } }
    },
    async addCheckpoint(checkpoint) {
      const key = String(checkpoint.sequence)
      if (auditCheckpoint.get(key) !== undefined) throw new Error('primary key: not unique')
      auditCheckpoint.set(key, checkpoint)
    },
    async checkpoints(after, upTo, limit) {
      return checkpointsWhere((sequence) => sequence > after && sequence <= upTo).slice(0, limit)
    },
    async lastCheckpoint() {
      return checkpointsWhere(() => true).at(-1)
    },
  }
}

function byTime(a: Pick<SavedEntry, 'atMs' | 'id'>, b: Pick<SavedEntry, 'atMs' | 'id'>): number {
  if (a.atMs !== b.atMs) return a.atMs - b.atMs
  if (a.id === b.id) return 0
  return a.id < b.id ? -1 : 1
}
