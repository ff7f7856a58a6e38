// The audit as a download: written as fast as the reader reads.
import type { ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { AuditExport } from '../../flows/admin/audit.js'
import type { ExportForm } from '../../flows/admin/audit-lines.js'
import { exportLines } from '../../flows/admin/audit-lines.js'

/** Lines that are ready while the reader is busy. */
const LINES_AHEAD = 64

/** Stops when the reader is gone. */
export async function sendExport(
  response: ServerResponse,
  form: ExportForm,
  exported: AuditExport,
  fileDate: string,
): Promise<void> {
  response.statusCode = 200
  response.setHeader('Content-Type', form === 'csv' ? 'text/csv; charset=utf-8' : 'application/jsonl')
  response.setHeader('Content-Disposition', `attachment; filename="audit-${fileDate}.${form}"`)
  const lines = Readable.from(exportLines(form, exported), { highWaterMark: LINES_AHEAD })
  try {
    await pipeline(lines, response)
  } catch (error) {
    // Nobody is there any more to hear of it.
    if (!response.destroyed) throw error
  }
}
