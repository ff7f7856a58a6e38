// `countersign audit tail`: what happened last, and what happens now.
import type { AuditEntryBody } from '@countersign/protocol/admin'
import { auditSince, listAudit } from '../../flows/admin/audit.js'
import { entryText, filterOptions, readFilter } from '../audit-filter.js'
import { defineCommand } from '../command.js'
import { faultOf } from '../refusals.js'
import { withPorts } from '../server.js'
import { readCount } from '../values.js'

const LINES_MAX = 10_000
const LOOK_EVERY_MS = 1_000
const operator = { kind: 'operator' } as const

export const auditTail = defineCommand({
  name: 'audit tail',
  sentence: 'show what happened last, and with --follow what happens now',
  details:
    'One entry a line, the newest last; with --json one object a line. --follow shows entries once a running server has sealed them, and ends with Ctrl-C.',
  arguments: [],
  options: {
    lines: { type: 'string', value: 'N', sentence: 'how many entries to begin with; default 20' },
    follow: { type: 'boolean', sentence: 'go on as entries come' },
    ...filterOptions,
  },
  examples: [
    'countersign audit tail',
    'countersign audit tail --account alice --since 24h --lines 100',
    'countersign audit tail --follow --action "login.*" --json',
  ],
  run({ options }, surroundings) {
    const { io, report } = surroundings
    return withPorts(surroundings, async (ports) => {
      const lines = readCount('--lines', options.lines ?? '20', LINES_MAX)
      if (!lines.ok) return report.failed(lines.fault)
      const filter = await readFilter(ports, options)
      if (!filter.ok) return report.failed(filter.fault)
      const start = await auditSince(ports, operator, { filter: filter.value, sequence: undefined })
      if (!start.ok) return report.failed(faultOf(start.refusal, ''))

      const latest: AuditEntryBody[] = []
      for (let before: Parameters<typeof listAudit>[2]['before']; ; ) {
        const found = await listAudit(ports, operator, { filter: filter.value, before, limit: lines.value })
        if (!found.ok) return report.failed(faultOf(found.refusal, ''))
        latest.push(...found.value.items)
        before = found.value.next
        if (before === undefined || latest.length >= lines.value) break
      }
      const show = (entry: AuditEntryBody): void => report.event({ ...entry }, entryText(entry))
      for (const entry of latest.slice(0, lines.value).reverse()) show(entry)

      let { sequence } = start.value
      while (options.follow && !io.stopped.aborted) {
        await passed(LOOK_EVERY_MS, io.stopped)
        const news = await auditSince(ports, operator, { filter: filter.value, sequence })
        if (!news.ok) return report.failed(faultOf(news.refusal, ''))
        sequence = news.value.sequence
        for (const entry of news.value.items) show(entry)
      }
      return 0
    })
  },
})

/** Resolves after that time, or when the command is to end. */
function passed(ms: number, stopped: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms)
    stopped.addEventListener(
      'abort',
      () => {
        clearTimeout(timer)
        resolve()
      },
      { once: true },
    )
  })
}
