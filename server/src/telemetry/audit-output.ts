// Audit entries on the standard output, for a log collector: JSON lines, or syslog as RFC 5424 writes it.
import { hostname } from 'node:os'
import { auditRecordOf } from '../core/audit-record.js'
import type { SavedEntry } from '../core/ports-audit.js'

export type AuditOutputForm = 'none' | 'json' | 'syslog'

export interface LineOutput {
  write(text: string): void
}

/** Writes one line an entry; `none` writes nothing. */
export function createAuditOutput(
  form: AuditOutputForm,
  output: LineOutput = { write: (text) => process.stdout.write(text) },
  host: string = hostname(),
): (entries: readonly SavedEntry[]) => void {
  if (form === 'none') return () => undefined
  const line = form === 'json' ? jsonLine : (entry: SavedEntry) => syslogLine(entry, host)
  return (entries) => {
    for (const entry of entries) output.write(`${line(entry)}\n`)
  }
}

/** `audit` tells it from the lines of the log beside it. */
function jsonLine(entry: SavedEntry): string {
  return JSON.stringify({ time: entry.atMs, audit: auditRecordOf(entry) })
}

/** RFC 5424 §6: `<PRI>1 TIMESTAMP HOSTNAME APP-NAME PROCID MSGID STRUCTURED-DATA MSG`. */
function syslogLine(entry: SavedEntry, host: string): string {
  const { action } = entry.entry
  const head = `<${AUDIT_FACILITY * 8 + severityOf(action)}>1 ${new Date(entry.atMs).toISOString()}`
  const record = JSON.stringify(auditRecordOf(entry))
  return `${head} ${printable(host, 255)} countersign ${process.pid} ${printable(action, 32)} - ${asciiOf(record)}`
}

/** RFC 5424 §6.2.1: 13 is "log audit". */
const AUDIT_FACILITY = 13

/** 4 is "warning", 5 "notice": what somebody should look at stands out. */
function severityOf(action: string): 4 | 5 {
  return action === 'login.reported' || action === 'login.mismatched' ? 4 : 5
}

/** RFC 5424 §6: PRINTUSASCII, without spaces, bounded; `-` for nothing. */
function printable(text: string, max: number): string {
  return text.replace(/[^\x21-\x7e]/g, '_').slice(0, max) || '-'
}

/** JSON may spell every character in ASCII, so the message needs no byte order mark (§6.4) and holds no line break. */
function asciiOf(json: string): string {
  return json.replace(
    /[^\x20-\x7e]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
