// Imported lists over tables in memory.
import type { ImportJob, ImportLine, ImportPlace, ImportStore } from '../core/ports-imports.js'
import type { Rows } from './memory-table.js'
import { ascending, insert, requireRow } from './memory-table.js'

export interface ImportTables {
  readonly importJob: Rows<ImportJob>
  readonly importLine: Rows<SavedLine>
}

export interface SavedLine {
  readonly jobId: string
  readonly line: ImportLine
}

export function memoryImportStore({ importJob: jobs, importLine: lines }: ImportTables): ImportStore {
  const linesOf = (jobId: string): ImportLine[] =>
    lines
      .find((row) => row.jobId === jobId)
      .map(({ line }) => line)
      .sort((a, b) => a.line - b.line)
  return {
    async add(job) {
      insert(jobs, job.id, job)
    },
    async byId(id) {
      return jobs.get(id)
    },
    async page(limit, before) {
      return jobs
        .find((job) => job.state !== 'reading' && (before === undefined || newestFirst(before, job) < 0))
        .sort(newestFirst)
        .slice(0, limit)
    },
    async save(job) {
      if (jobs.get(job.id)?.revision !== job.revision) return false
      jobs.set(job.id, { ...job, revision: job.revision + 1 })
      return true
    },
    async running() {
      return jobs
        .find((job) => job.state === 'running')
        .sort(newestFirst)
        .at(-1)
    },
    async addLines(jobId, added) {
      requireRow(jobs, jobId)
      for (const line of added) insert(lines, keyOf(jobId, line.line), { jobId, line })
    },
    async lines(jobId, afterLine, limit, plan) {
      return linesOf(jobId)
        .filter((line) => line.line > afterLine && (plan === undefined || line.plan === plan))
        .slice(0, limit)
    },
    async settle(jobId, afterLine, upToLine, plans, state) {
      for (const line of linesOf(jobId)) {
        const meant = line.line > afterLine && line.line <= upToLine && plans.includes(line.plan)
        if (meant && line.state === 'waiting')
          lines.set(keyOf(jobId, line.line), { jobId, line: { ...line, state } })
      }
    },
    async saveLine(jobId, line) {
      if (lines.get(keyOf(jobId, line.line)) !== undefined)
        lines.set(keyOf(jobId, line.line), { jobId, line })
    },
    async purge(endedBeforeMs, readBeforeMs, limit) {
      const old = jobs
        .find((job) => isOld(job, endedBeforeMs, readBeforeMs))
        .sort((a, b) => ascending(a.id, b.id))[0]
      if (old === undefined) return 0
      const removed = linesOf(old.id).slice(0, limit)
      for (const { line } of removed) lines.delete(keyOf(old.id, line))
      if (removed.length === limit) return limit
      jobs.delete(old.id)
      return removed.length + 1
    },
  }
}

function isOld({ state, changedAtMs }: ImportJob, endedBeforeMs: number, readBeforeMs: number): boolean {
  if (state === 'reading') return changedAtMs < readBeforeMs
  return state !== 'running' && state !== 'paused' && changedAtMs < endedBeforeMs
}

function keyOf(jobId: string, line: number): string {
  return `${jobId}/${line}`
}

function newestFirst(a: ImportPlace, b: ImportPlace): number {
  return b.createdAtMs - a.createdAtMs || ascending(b.id, a.id)
}
