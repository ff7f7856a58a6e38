// The first line of an uploaded list: which separator it uses, which columns it has, and what is wrong with them.
import type { ImportColumn, ImportFault } from '@countersign/protocol/admin'
import { importColumns } from '@countersign/protocol/admin'
import type { Delimiter } from '../csv/records.js'
import { readRecords } from '../csv/records.js'

export interface ImportHeader {
  readonly delimiter: Delimiter
  /** As they were written. */
  readonly names: readonly string[]
  /** By place; undefined where the name is none of ours. */
  readonly columns: readonly (ImportColumn | undefined)[]
  readonly line: number
  readonly faults: readonly ImportFault[]
}

const DELIMITERS: readonly Delimiter[] = [',', ';', '\t']
const KNOWN = importColumns.join(', ')

/** The header as the separator reads it that finds the most columns of ours, then the most columns. Undefined: an empty text. */
export function readHeader(text: string): ImportHeader | undefined {
  const readings = DELIMITERS.map((delimiter) => readWith(text, delimiter)).filter(
    (read) => read !== undefined,
  )
  return readings.reduce<ImportHeader | undefined>(
    (best, read) => (best === undefined || better(read, best) ? read : best),
    undefined,
  )
}

function better(a: ImportHeader, b: ImportHeader): boolean {
  const known = knownOf(a) - knownOf(b)
  return known > 0 || (known === 0 && a.names.length > b.names.length)
}

function knownOf({ columns }: ImportHeader): number {
  return columns.filter((column) => column !== undefined).length
}

function readWith(text: string, delimiter: Delimiter): ImportHeader | undefined {
  const [record] = readRecords(text, delimiter)
  if (record === undefined) return undefined
  const { line } = record
  if ('fault' in record) {
    const fault = faultAt(line, record.column, '', record.fault, 'a header line without stray quotes')
    return { delimiter, names: [], columns: [], line, faults: [fault] }
  }
  const names = trimEnd(record.cells.map((cell) => cell.trim()))
  const columns = names.map(columnNamed)
  return { delimiter, names, columns, line, faults: faultsOf(names, columns, line) }
}

/** Spreadsheets write separators for empty columns at the right edge. */
function trimEnd(names: readonly string[]): readonly string[] {
  return names.slice(0, names.findLastIndex((name) => name !== '') + 1)
}

/** `User ID` and `user-id` are `user_id`. */
export function columnNamed(name: string): ImportColumn | undefined {
  const plain = name.toLowerCase().replace(/[\s-]+/g, '_')
  return importColumns.find((column) => column === plain)
}

function faultsOf(
  names: readonly string[],
  columns: readonly (ImportColumn | undefined)[],
  line: number,
): readonly ImportFault[] {
  if (!columns.some((column) => column !== undefined))
    return [faultAt(line, 0, '', 'header_missing', `a first line with the names of the columns: ${KNOWN}`)]
  const faults = names.flatMap((name, i) => {
    const column = columns[i]
    if (column === undefined) return [faultAt(line, i + 1, shown(name), 'column_unknown', `one of ${KNOWN}`)]
    if (columns.indexOf(column) < i) return [faultAt(line, i + 1, column, 'column_twice', 'each column once')]
    return []
  })
  if (columns.includes('user_id')) return faults
  return [...faults, faultAt(line, 0, 'user_id', 'column_missing', 'a column user_id')]
}

function faultAt(
  line: number,
  column: number,
  columnName: string,
  code: ImportFault['code'],
  expected: string,
): ImportFault {
  return { line, column, columnName, code, expected }
}

/** A name from outside, short enough to repeat. */
function shown(name: string): string {
  return name.length > 40 ? `${name.slice(0, 40)}…` : name
}
