// The audit as lines of a file: JSON Lines that another program can check the chain by, or CSV that a spreadsheet opens without harm.
import { toBase64Url } from '@countersign/protocol'
import { csvLine } from '../../core/csv/write.js'
import type { SealedEntry } from '../../core/ports-audit.js'
import type { AuditExport } from './audit.js'

export type ExportForm = 'jsonl' | 'csv'

export function exportLines(form: ExportForm, exported: AuditExport): AsyncIterable<string> {
  return form === 'csv' ? csvLines(exported) : jsonLines(exported)
}

/** One entry a line, `facts` byte for byte as it was hashed; the last line is the checkpoint that the server signed. */
async function* jsonLines({ entries, checkpoint, serverId }: AuditExport): AsyncIterable<string> {
  for await (const entry of entries) yield `${jsonLine(entry)}\n`
  if (checkpoint === undefined) return
  const { sequence, hash, atMs, signature } = checkpoint
  const signed = { sequence, hash: toBase64Url(hash), atMs, signature: toBase64Url(signature) }
  yield `${JSON.stringify({ checkpoint: { serverId: toBase64Url(serverId), ...signed } })}\n`
}

function jsonLine({ id, atMs, entry, factsText, link }: SealedEntry): string {
  const { action, actor, accountId = null, appId = null } = entry
  const head = JSON.stringify({ sequence: link.sequence, id, atMs, action, actor, accountId, appId })
  return `${head.slice(0, -1)},"facts":${asJson(factsText)},"hash":"${toBase64Url(link.hash)}"}`
}

/** Whoever changed the database may have left no JSON there: then it stands in the line as a text. */
function asJson(text: string): string {
  try {
    JSON.parse(text)
    return /[\r\n]/.test(text) ? JSON.stringify(text) : text
  } catch {
    return JSON.stringify(text)
  }
}

async function* csvLines({ entries }: AuditExport): AsyncIterable<string> {
  yield csvLine(['sequence', 'time', 'action', 'actor', 'account', 'app', 'facts', 'hash', 'id'])
  for await (const { id, atMs, entry, factsText, link } of entries)
    yield csvLine([
      String(link.sequence),
      timeText(atMs),
      entry.action,
      entry.actor,
      entry.accountId ?? '',
      entry.appId ?? '',
      factsText,
      toBase64Url(link.hash),
      id,
    ])
}

function timeText(atMs: number): string {
  const date = new Date(atMs)
  return Number.isNaN(date.getTime()) ? String(atMs) : date.toISOString()
}
