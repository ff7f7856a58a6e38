// What leaves the server, over a table in memory.
import type { Outgoing, OutgoingLane, OutgoingStore } from '../core/ports-outgoing.js'
import type { Rows } from './memory-table.js'

export interface OutgoingTables {
  readonly outgoing: Rows<Outgoing>
}

export function memoryOutgoingStore({ outgoing }: OutgoingTables): OutgoingStore {
  /** Compare-and-set on an item that waits and was claimed `attempts` times. */
  const changeWaiting = (id: string, attempts: number, change: Partial<Outgoing>): boolean => {
    const item = outgoing.get(id)
    if (item === undefined || item.state !== 'waiting' || item.attempts !== attempts) return false
    outgoing.set(id, { ...item, ...change })
    return true
  }
  return {
    async add({ webhookId, accountId, ...item }) {
      if (outgoing.get(item.id) !== undefined) throw new Error('primary key: not unique')
      outgoing.set(item.id, {
        ...item,
        webhookId,
        accountId,
        state: 'waiting',
        attempts: 0,
        lastError: '',
        finishedAtMs: undefined,
      })
    },
    async byId(id) {
      return outgoing.get(id)
    },
    async due(lane, nowMs, limit) {
      return outgoing
        .find((item) => item.state === 'waiting' && item.dueAtMs <= nowMs && isIn(lane, item))
        .sort((a, b) => a.dueAtMs - b.dueAtMs || ascending(a.id, b.id))
        .slice(0, limit)
    },
    async claim(id, attempts, untilMs) {
      return changeWaiting(id, attempts, { attempts: attempts + 1, dueAtMs: untilMs })
    },
    async sent(id, attempts, nowMs) {
      const done = { state: 'sent', sealedContent: undefined, lastError: '', finishedAtMs: nowMs } as const
      return changeWaiting(id, attempts, done)
    },
    async postpone(id, attempts, dueAtMs, error) {
      return changeWaiting(id, attempts, { dueAtMs, lastError: error })
    },
    async bury(id, attempts, error, nowMs) {
      return changeWaiting(id, attempts, { state: 'dead', lastError: error, finishedAtMs: nowMs })
    },
    async holdAll(error, nowMs) {
      const waiting = outgoing.find(({ state }) => state === 'waiting')
      for (const item of waiting)
        outgoing.set(item.id, { ...item, state: 'dead', lastError: error, finishedAtMs: nowMs })
      return waiting.length
    },
    async revive(id, nowMs) {
      const item = outgoing.get(id)
      if (item === undefined || item.state !== 'dead') return false
      outgoing.set(id, { ...item, state: 'waiting', attempts: 0, dueAtMs: nowMs, finishedAtMs: undefined })
      return true
    },
    async removeMailOf(accountId) {
      for (const { id } of outgoing.find((row) => row.accountId === accountId && row.kind === 'mail'))
        outgoing.delete(id)
    },
    async remove(id) {
      const item = outgoing.get(id)
      if (item === undefined || item.state === 'sent') return false
      outgoing.delete(id)
      return true
    },
    async page({ state, kind, webhookId, beforeId, limit }) {
      return outgoing
        .find(
          (item) =>
            (state === undefined || item.state === state) &&
            (kind === undefined || item.kind === kind) &&
            (webhookId === undefined || item.webhookId === webhookId) &&
            (beforeId === undefined || item.id < beforeId),
        )
        .sort((a, b) => ascending(b.id, a.id))
        .slice(0, limit)
    },
    async count(state) {
      return outgoing.find((item) => item.state === state).length
    },
    async waiting(lane) {
      return outgoing.find((item) => item.state === 'waiting' && isIn(lane, item)).length
    },
    async purge(sentBeforeMs, deadBeforeMs, limit) {
      const old = ({ state, finishedAtMs = Number.POSITIVE_INFINITY }: Outgoing): boolean =>
        (state === 'sent' && finishedAtMs < sentBeforeMs) || (state === 'dead' && finishedAtMs < deadBeforeMs)
      const purged = outgoing.find(old).slice(0, limit)
      for (const { id } of purged) outgoing.delete(id)
      return purged.length
    },
  }
}

function isIn(lane: OutgoingLane, { kind, webhookId }: Outgoing): boolean {
  return lane.kind === 'mail' ? kind === 'mail' : kind === 'webhook' && webhookId === lane.webhookId
}

/** By code unit, as SQLite's BINARY collation orders ASCII. */
function ascending(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
