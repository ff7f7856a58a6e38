// One record of an uploaded list → what it asks for, or every fault of it by column.

import {
  DISPLAY_NAME_MAX_BYTES,
  isSignableText,
  normaliseUserId,
  START_CODE_DIGITS,
  TEXT_MAX_BYTES,
} from '@countersign/protocol'
import type { ImportColumn, ImportFault, ImportFaultCode } from '@countersign/protocol/admin'
import {
  ACCOUNT_GROUPS_MAX,
  ALIASES_MAX,
  GROUP_NAME_MAX_BYTES,
  NOTES_MAX_BYTES,
} from '@countersign/protocol/admin'
import { EMAIL_MAX_LENGTH, isEmail } from '@countersign/protocol/me'
import type { CsvRecord } from '../csv/records.js'
import { CELL_CHARACTERS_MAX } from '../csv/records.js'
import type { CompletedId } from '../id-pattern.js'
import { isUserId } from '../user-id.js'
import type { ImportHeader } from './header.js'

/** What a record asks for. Undefined, or an empty list: it leaves what the account has. */
export interface ImportRow {
  readonly userId: string
  readonly displayName: string | undefined
  readonly email: string | undefined
  readonly email2: string | undefined
  readonly aliases: readonly string[]
  readonly groups: readonly string[]
  readonly locale: 'en' | 'de' | undefined
  readonly startCode: string | undefined
  readonly notes: string | undefined
}

export type ImportRowRead =
  | { readonly line: number; readonly row: ImportRow; readonly faults: readonly [] }
  | { readonly line: number; readonly row: undefined; readonly faults: readonly ImportFault[] }

/** Separates several values in one cell: in no user ID or group name by habit, and no separator of cells. */
const IN_CELL = '|'

/** @param complete makes a full user ID of one that was typed without its suffix, and says whether the short one logs in too. */
export function readRow(
  { columns, names }: ImportHeader,
  record: CsvRecord,
  complete: (userId: string) => CompletedId,
): ImportRowRead {
  const { line } = record
  if ('fault' in record) {
    const { column, fault } = record
    const columnName = columns[column - 1] ?? names[column - 1] ?? ''
    return {
      line,
      row: undefined,
      faults: [{ line, column, columnName, code: fault, expected: QUOTES[fault] }],
    }
  }
  const faults: ImportFault[] = []
  const say = (column: ImportColumn | number, code: ImportFaultCode, expected: string): undefined => {
    const place = typeof column === 'number' ? column : columns.indexOf(column) + 1
    faults.push({ line, column: place, columnName: columns[place - 1] ?? '', code, expected })
  }
  const { cells } = record
  if (cells.length < names.length)
    say(0, 'cells_missing', `${names.length} cells, as the header has; ${cells.length} came`)
  const spare = cells.findIndex((cell, i) => i >= names.length && cell.trim() !== '')
  if (spare >= 0) say(spare + 1, 'cells_too_many', `${names.length} cells, as the header has`)
  const row = rowOf(new Cells(columns, cells, say), complete)
  return faults.length > 0 || row === undefined ? { line, row: undefined, faults } : { line, row, faults: [] }
}

const QUOTES = {
  quote_open: 'a quote that ends the cell again',
  quote_stray: 'quotes around the whole cell, and each quote inside it doubled',
  cells_too_many: 'as many cells as the header has',
  value_too_long: `at most ${CELL_CHARACTERS_MAX} characters`,
} as const

type Say = (column: ImportColumn, code: ImportFaultCode, expected: string) => undefined

/** The cells of one record by column; each reader says what is wrong, and gives undefined then. */
class Cells {
  readonly #columns: readonly (ImportColumn | undefined)[]
  readonly #cells: readonly string[]
  readonly say: Say

  constructor(columns: readonly (ImportColumn | undefined)[], cells: readonly string[], say: Say) {
    this.#columns = columns
    this.#cells = cells
    this.say = say
  }

  /** Trimmed and NFC: spreadsheets on a Mac write letters and their accents apart. Empty when there is nothing. */
  text(column: ImportColumn): string {
    return (this.#cells[this.#columns.indexOf(column)] ?? '').normalize('NFC').trim()
  }

  /** Several values of one cell, each once. */
  texts(column: ImportColumn): readonly string[] {
    const parts = this.text(column)
      .split(IN_CELL)
      .map((part) => part.trim())
    return [...new Set(parts.filter((part) => part !== ''))]
  }
}

function rowOf(cells: Cells, complete: (userId: string) => CompletedId): ImportRow | undefined {
  const completed = userIdIn(cells, complete)
  const row = {
    displayName: shortText(cells, 'display_name', DISPLAY_NAME_MAX_BYTES),
    email: emailIn(cells, 'email'),
    email2: emailIn(cells, 'email2'),
    aliases: aliasesIn(cells, completed?.aliases ?? []),
    groups: groupsIn(cells),
    locale: localeIn(cells),
    startCode: startCodeIn(cells),
    notes: notesIn(cells),
  }
  return completed && { userId: completed.userId, ...row }
}

function userIdIn(cells: Cells, complete: (userId: string) => CompletedId): CompletedId | undefined {
  const typed = cells.text('user_id')
  if (typed === '') return cells.say('user_id', 'value_missing', 'a user ID')
  const completed = complete(normaliseUserId(typed))
  return loginName(cells, 'user_id', completed.userId) === undefined ? undefined : completed
}

function loginName(cells: Cells, column: 'user_id' | 'aliases', name: string): string | undefined {
  if (isUserId(name)) return name
  if (!isSignableText(name, Number.MAX_SAFE_INTEGER))
    return cells.say(column, 'character_forbidden', 'no control characters')
  if (/\s/.test(name)) return cells.say(column, 'value_invalid', 'no spaces')
  return cells.say(column, 'value_too_long', `at most ${TEXT_MAX_BYTES.userId} bytes`)
}

function shortText(cells: Cells, column: 'display_name', maxBytes: number): string | undefined {
  const text = cells.text(column)
  if (text === '') return undefined
  if (isSignableText(text, maxBytes)) return text
  if (!isSignableText(text, Number.MAX_SAFE_INTEGER))
    return cells.say(column, 'character_forbidden', 'one line without control characters')
  return cells.say(column, 'value_too_long', `at most ${maxBytes} bytes`)
}

function emailIn(cells: Cells, column: 'email' | 'email2'): string | undefined {
  const text = cells.text(column)
  if (text === '' || isEmail(text)) return text || undefined
  if (text.length > EMAIL_MAX_LENGTH)
    return cells.say(column, 'value_too_long', `at most ${EMAIL_MAX_LENGTH} characters`)
  return cells.say(column, 'value_invalid', 'one mail address, like alice@example.org')
}

function aliasesIn(cells: Cells, more: readonly string[]): readonly string[] {
  const names = [...more, ...cells.texts('aliases').map(normaliseUserId)]
  if (names.length > ALIASES_MAX)
    cells.say('aliases', 'too_many', `at most ${ALIASES_MAX} aliases, separated by ${IN_CELL}`)
  return [...new Set(names)].filter((name) => loginName(cells, 'aliases', name) !== undefined)
}

function groupsIn(cells: Cells): readonly string[] {
  const names = cells.texts('groups')
  if (names.length > ACCOUNT_GROUPS_MAX)
    cells.say('groups', 'too_many', `at most ${ACCOUNT_GROUPS_MAX} groups, separated by ${IN_CELL}`)
  const wrong = names.find((name) => !isSignableText(name, GROUP_NAME_MAX_BYTES))
  if (wrong !== undefined)
    cells.say(
      'groups',
      isSignableText(wrong, Number.MAX_SAFE_INTEGER) ? 'value_too_long' : 'character_forbidden',
      `names of groups of at most ${GROUP_NAME_MAX_BYTES} bytes, separated by ${IN_CELL}`,
    )
  return names
}

function localeIn(cells: Cells): 'en' | 'de' | undefined {
  const text = cells.text('locale').toLowerCase()
  if (text === '') return undefined
  return text === 'en' || text === 'de' ? text : cells.say('locale', 'value_invalid', 'en or de')
}

function startCodeIn(cells: Cells): string | undefined {
  const text = cells.text('start_code')
  if (text === '') return undefined
  if (/^[0-9]+$/.test(text) && text.length === START_CODE_DIGITS) return text
  // Never the value: a start code is half of what pairs a phone.
  return cells.say('start_code', 'value_invalid', `${START_CODE_DIGITS} digits`)
}

function notesIn(cells: Cells): string | undefined {
  const text = cells.text('notes').replace(/\r\n?/g, '\n')
  if (text === '') return undefined
  if (NOT_IN_NOTES.test(text)) return cells.say('notes', 'character_forbidden', 'no control characters')
  if (text.length > NOTES_MAX_BYTES)
    return cells.say('notes', 'value_too_long', `at most ${NOTES_MAX_BYTES} characters`)
  return text
}

/** Control characters but tab and line feed, as `notesText` has it. */
const NOT_IN_NOTES = /(?![\t\n])\p{Cc}/u
