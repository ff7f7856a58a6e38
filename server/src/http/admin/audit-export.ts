// The audit as a download: written as fast as the reader reads.
import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import type { AuditExport } from '../../flows/admin/audit.js'
import type { ExportForm } from '../../flows/admin/audit-lines.js'
import { exportLines } from '../../flows/admin/audit-lines.js'

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
  for await (const line of exportLines(form, exported)) {
    if (response.destroyed) return
    if (!response.write(line)) await Promise.race([once(response, 'drain'), once(response, 'close')])
  }
  response.end()
}
