// Comma-separated text → records of cells (RFC 4180), each with the line it begins on; what breaks the rules is named by line and cell.
//
// Our own reader: csv-parse, tried, counts CRLF in a cell twice and loses every line after a stray quote. It is the one that
// test/core/csv.test.ts holds this against.

export type Delimiter = ',' | ';' | '\t'

export type CsvRecord = CellsRead | RecordFault

export interface CellsRead {
  readonly line: number
  readonly cells: readonly string[]
}

/** `column` counts cells, from 1. */
export interface RecordFault {
  readonly line: number
  readonly column: number
  /**
   * `quote_open`: a quote opens a cell and never closes it. `quote_stray`: a quote in a cell without quotes around it, or text
   * after the closing one. `value_too_long`: a cell of more than 65,536 characters.
   */
  readonly fault: 'quote_open' | 'quote_stray' | 'cells_too_many' | 'value_too_long'
}

/** Far more than a list has; so that one line of delimiters makes no list of millions. */
export const CELLS_MAX = 64
/** Far more than any column takes; so that one cell of forty megabytes holds nobody up. */
export const CELL_CHARACTERS_MAX = 65_536

const QUOTE = 0x22
const LF = 0x0a
const CR = 0x0d

/**
 * Record by record; lines that are empty, or hold delimiters only, are left out. Lines end with CRLF, LF or CR, also mixed.
 * After a fault reading goes on at the next line, so that a stray quote hides nothing below it.
 */
export function* readRecords(text: string, delimiter: Delimiter): Generator<CsvRecord> {
  const separator = delimiter.charCodeAt(0)
  let at = 0
  let line = 1
  while (at < text.length) {
    const record = readRecord(text, at, separator)
    if ('fault' in record) {
      yield { line, column: record.column, fault: record.fault }
      // Nothing is read more than twice: inside a cell that spans lines quotes stand in pairs, and what begins with pairs ends
      // with them, so none of those lines spans lines itself.
      at = afterLineEnd(text, lineEnd(text, at))
      line += 1
      continue
    }
    if (record.cells.some((cell) => cell.trim() !== '')) yield { line, cells: record.cells }
    line += lineBreaks(text, at, record.end) + 1
    at = afterLineEnd(text, record.end)
  }
}

type Read = { readonly cells: readonly string[]; readonly end: number } | Omit<RecordFault, 'line'>

function readRecord(text: string, begin: number, separator: number): Read {
  const cells: string[] = []
  let at = begin
  for (;;) {
    const column = cells.length + 1
    if (column > CELLS_MAX) return { fault: 'cells_too_many', column }
    const cell = text.charCodeAt(at) === QUOTE ? readQuoted(text, at) : readPlain(text, at, separator)
    if (cell === 'open') return { fault: 'quote_open', column }
    if (cell === 'too_long') return { fault: 'value_too_long', column }
    const next = text.charCodeAt(cell.end)
    if (next !== separator && !endsLine(text, cell.end)) return { fault: 'quote_stray', column }
    cells.push(cell.value)
    if (next !== separator) return { cells, end: cell.end }
    at = cell.end + 1
  }
}

interface Cell {
  readonly value: string
  /** Of the first character after it. */
  readonly end: number
}

/** Up to a delimiter, a line end, or a quote, which has no business here. */
function readPlain(text: string, begin: number, separator: number): Cell | 'too_long' {
  let end = begin
  for (; end < text.length; end += 1) {
    const code = text.charCodeAt(end)
    if (code === separator || code === LF || code === CR || code === QUOTE) break
    if (end - begin >= CELL_CHARACTERS_MAX) return 'too_long'
  }
  return { value: text.slice(begin, end), end }
}

/** From one quote to the next single one; two in a row are one of the text's own. */
function readQuoted(text: string, begin: number): Cell | 'open' | 'too_long' {
  for (let from = begin + 1; ; ) {
    const quote = text.indexOf('"', from)
    if (quote === -1) return 'open'
    if (quote - begin > CELL_CHARACTERS_MAX) return 'too_long'
    if (text.charCodeAt(quote + 1) !== QUOTE)
      return { value: text.slice(begin + 1, quote).replaceAll('""', '"'), end: quote + 1 }
    from = quote + 2
  }
}

function endsLine(text: string, at: number): boolean {
  const code = text.charCodeAt(at)
  return at >= text.length || code === LF || code === CR
}

function lineEnd(text: string, from: number): number {
  let at = from
  while (!endsLine(text, at)) at += 1
  return at
}

function afterLineEnd(text: string, at: number): number {
  return text.charCodeAt(at) === CR && text.charCodeAt(at + 1) === LF ? at + 2 : at + 1
}

function lineBreaks(text: string, from: number, to: number): number {
  let count = 0
  for (let at = lineEnd(text, from); at < to; at = lineEnd(text, afterLineEnd(text, at))) count += 1
  return count
}
