// A table as CSV, as spreadsheets open it (RFC 4180), and handed to the person as a file.
import { saveFile } from './save-file.js'

/** The first row is the header. */
export function csvOf(rows: readonly (readonly (string | number)[])[]): string {
  return rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('')
}

/** A byte order mark in front: without it spreadsheets take UTF-8 for Windows text. */
export function saveCsv(name: string, rows: readonly (readonly (string | number)[])[]): void {
  saveFile(name, ['\ufeff', csvOf(rows)], 'text/csv;charset=utf-8')
}

/** OWASP “CSV injection”: a cell that begins like a formula would be run by the spreadsheet that opens it. */
function cell(value: string | number): string {
  const text = String(value)
  const safe = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
