// What SCIM filters and paths are made of: the words of RFC 7644 figure 1, read one after the other, with a bound on all of it.

/** `userName`, `name.familyName`, `urn:…:User:department`: all in lower case, since names are compared so (RFC 7643 §2.1). */
export interface AttributePath {
  /** The schema it is of, in lower case; empty when none was named. */
  readonly schema: string
  readonly name: string
  /** Empty when none was named. */
  readonly sub: string
}

/** Longest filter or path. Entra ID and Okta send less than 200 characters. */
export const FILTER_MAX_LENGTH = 2_048

export type Word =
  | { readonly type: 'text'; readonly value: string }
  | { readonly type: 'value'; readonly value: string | number | boolean | null }
  | { readonly type: '(' | ')' | '[' | ']' }

/** RFC 7643 §2.1: a letter, then letters, digits, `-`, `_`; `$ref` is the one name with a `$`. */
const ATTRIBUTE = /^(\$?[a-z][\w-]*)(?:\.(\$?[a-z][\w-]*))?$/
const SCHEMA = /^(urn:[a-z0-9._:-]+):([^:]+)$/

/** Undefined for anything that is no attribute's path. */
export function attributePath(text: string): AttributePath | undefined {
  const lower = text.toLowerCase()
  // The name follows the last colon: `urn:ietf:params:scim:schemas:core:2.0:User:userName`. A dot before it is the schema's.
  const [, schema = '', rest = lower] = SCHEMA.exec(lower) ?? []
  const [, name, sub = ''] = ATTRIBUTE.exec(rest) ?? []
  return name === undefined ? undefined : { schema, name, sub }
}

const BRACKETS = new Set(['(', ')', '[', ']'])
/** JSON strings (RFC 8259 §7), brackets, and everything else up to a space or a bracket. Each alternative begins differently: no backtracking. */
const NEXT = /\s*(?:("(?:[^"\\]|\\.)*")|([()[\]])|([^\s()[\]"]+))/y

/** The words of a filter or path, or undefined when it is too long or has something that is no word. */
export function wordsOf(text: string): readonly Word[] | undefined {
  if (text.length > FILTER_MAX_LENGTH) return undefined
  const words: Word[] = []
  const end = text.trimEnd().length
  NEXT.lastIndex = 0
  while (NEXT.lastIndex < end) {
    const found = NEXT.exec(text)
    const word = found === null ? undefined : wordOf(found)
    if (word === undefined) return undefined
    words.push(word)
  }
  return words
}

function wordOf([, quoted, bracket, plain]: RegExpExecArray): Word | undefined {
  if (quoted !== undefined) return quotedWord(quoted)
  if (bracket !== undefined) return isBracket(bracket) ? { type: bracket } : undefined
  if (plain === undefined) return undefined
  if (plain === 'null') return { type: 'value', value: null }
  // Entra ID writes booleans as Python does.
  const lower = plain.toLowerCase()
  if (lower === 'true' || lower === 'false') return { type: 'value', value: lower === 'true' }
  if (/^-?\d+(?:\.\d+)?$/.test(plain)) return { type: 'value', value: Number(plain) }
  return { type: 'text', value: plain }
}

function quotedWord(quoted: string): Word | undefined {
  try {
    const value: unknown = JSON.parse(quoted)
    return typeof value === 'string' ? { type: 'value', value } : undefined
  } catch {
    return undefined
  }
}

function isBracket(text: string): text is '(' | ')' | '[' | ']' {
  return BRACKETS.has(text)
}
