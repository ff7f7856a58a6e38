// When apps enrolled, or tried to, over a table in memory.
import type { AppId } from '@countersign/protocol'
import type { EnrolmentTryStore } from '../core/ports-codes.js'
import type { App } from '../core/records.js'
import type { Rows } from './memory-table.js'
import { insert, requireRow } from './memory-table.js'

export interface EnrolmentTry {
  readonly id: string
  readonly appId: AppId
  readonly atMs: number
}

export interface EnrolmentTryTables {
  readonly app: Rows<App>
  readonly enrolmentTry: Rows<EnrolmentTry>
}

export function memoryEnrolmentTryStore({
  app: apps,
  enrolmentTry: tries,
}: EnrolmentTryTables): EnrolmentTryStore {
  return {
    async add(id, appId, atMs) {
      requireRow(apps, appId)
      insert(tries, id, { id, appId, atMs })
    },
    async since(appId, afterMs) {
      const found = tries.find((row) => row.appId === appId && row.atMs > afterMs)
      return found.map(({ atMs }) => atMs).sort((a, b) => a - b)
    },
    async purge(untilMs, limit) {
      const old = tries
        .find((row) => row.atMs <= untilMs)
        .sort((a, b) => a.atMs - b.atMs)
        .slice(0, limit)
      for (const { id } of old) tries.delete(id)
      return old.length
    },
  }
}
