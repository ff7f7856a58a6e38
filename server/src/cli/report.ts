// What a command says: text for a person or JSON for a program, never both; and how a refusal reads in either.
import type { ExitCode, ExitName } from './exits.js'
import { exits } from './exits.js'
import type { Io } from './io.js'

export interface Report {
  /** The result: the object under `--json`, else the text. Exit code 0. */
  done(object: Readonly<Record<string, unknown>>, text: string): ExitCode
  /** Something that happened on the way: one JSON line, or the text unless it is empty. */
  event(object: Readonly<Record<string, unknown>>, text: string): void
  /** Only for a person: what to do now, what to expect. */
  note(text: string): void
  failed(fault: Fault): ExitCode
}

export interface Fault {
  readonly exit: Exclude<ExitName, 'ok'>
  /** Stable, for programs. */
  readonly code: string
  /** What was expected and what came, without the final full stop. */
  readonly sentence: string
  /** The next step, as a sentence or a command line. */
  readonly next: string
  /** More to list under the sentence: one line each. */
  readonly list?: readonly string[]
}

export function makeReport(io: Io, json: boolean): Report {
  return json ? jsonReport(io) : textReport(io)
}

function jsonReport(io: Io): Report {
  const line = (object: Readonly<Record<string, unknown>>): void => io.out(`${JSON.stringify(object)}\n`)
  return {
    done(object) {
      line(object)
      return exits.ok.code
    },
    event: line,
    note: () => undefined,
    failed({ exit, code, sentence, next, list }) {
      line({ error: { code, sentence, next, ...(list === undefined ? {} : { list }) } })
      return exits[exit].code
    },
  }
}

function textReport(io: Io): Report {
  return {
    done(_object, text) {
      io.out(withNewline(text))
      return exits.ok.code
    },
    event(_object, text) {
      if (text !== '') io.out(withNewline(text))
    },
    note: (text) => io.error(withNewline(text)),
    failed({ exit, sentence, next, list = [] }) {
      io.error(
        ['', ...list].reduce(
          (text, entry) => `${text}${entry === '' ? '' : `  ${entry}\n`}`,
          `countersign: ${sentence}\n`,
        ),
      )
      io.error(`next: ${next}\n`)
      return exits[exit].code
    },
  }
}

/** Columns under their headings, two spaces apart. */
export function columns(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = headings.map((heading, i) =>
    Math.max(heading.length, ...rows.map((row) => row[i]?.length ?? 0)),
  )
  return [headings, ...rows]
    .map((row) =>
      row
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

/** `2026-11-21 18:14:54 UTC`: the same for every reader of a shared terminal or log. */
export function when(atMs: number): string {
  return `${new Date(atMs).toISOString().slice(0, 19).replace('T', ' ')} UTC`
}

function withNewline(text: string): string {
  return text.endsWith('\n') ? text : `${text}\n`
}
