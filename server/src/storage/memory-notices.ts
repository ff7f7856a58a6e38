// Notices over a table in memory.
import type { NoticePlace, NoticeRecord, NoticeStore } from '../core/ports-notices.js'
import type { Rows } from './memory-table.js'

export interface NoticeTables {
  readonly notice: Rows<NoticeRecord>
}

export function memoryNoticeStore({ notice }: NoticeTables): NoticeStore {
  return {
    async add(added) {
      if (notice.get(added.id) !== undefined) throw new Error('primary key: not unique')
      notice.set(added.id, added)
    },
    async byId(id) {
      return notice.get(id)
    },
    async ofAccount(accountId, limit, before) {
      return notice
        .find((row) => row.accountId === accountId && (before === undefined || newestFirst(before, row) < 0))
        .sort(newestFirst)
        .slice(0, limit)
    },
    async since(sinceMs, limit) {
      return notice
        .find((row) => row.atMs >= sinceMs)
        .sort((a, b) => newestFirst(b, a))
        .slice(0, limit)
    },
    async removeOf(accountId) {
      for (const { id } of notice.find((row) => row.accountId === accountId)) notice.delete(id)
    },
    async purge(beforeMs, limit) {
      const old = notice.find((row) => row.atMs < beforeMs).slice(0, limit)
      for (const { id } of old) notice.delete(id)
      return old.length
    },
  }
}

function newestFirst(a: NoticePlace, b: NoticePlace): number {
  if (a.atMs !== b.atMs) return b.atMs - a.atMs
  if (a.id === b.id) return 0
  return a.id < b.id ? 1 : -1
}
