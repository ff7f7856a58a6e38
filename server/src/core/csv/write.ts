// Records → comma-separated text (RFC 4180) that a spreadsheet shows and never runs.
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`
}

/**
 * A cell that begins like a formula gets an apostrophe before it: spreadsheets would compute it, and can fetch and send with
 * it (OWASP, CSV Injection); some take the full-width signs of East Asia for the same. Always in quotes, so that no separator of
 * another country cuts it.
 */
function csvCell(text: string): string {
  const safe = /^[=+\-@\t\r\n＝＋－＠]/.test(text) ? `'${text}` : text
  return `"${safe.replaceAll('"', '""')}"`
}
