// SCIM filters and patch paths (RFC 7644 §3.4.2.2, §3.5.2) from text to a tree. What an attribute means is decided by its resource.
import type { Comparison } from '../../core/directory-filter.js'
import type { AttributePath, Word } from './attribute-path.js'
import { attributePath, wordsOf } from './attribute-path.js'

export type Filter =
  | {
      readonly type: 'compare'
      readonly path: AttributePath
      readonly by: Comparison
      readonly value: string | number | boolean | null
    }
  | { readonly type: 'present'; readonly path: AttributePath }
  /** `emails[type eq "work"]`: one of the values fits all of it. */
  | { readonly type: 'some'; readonly path: AttributePath; readonly filter: Filter }
  | { readonly type: 'and' | 'or'; readonly of: readonly Filter[] }
  | { readonly type: 'not'; readonly of: Filter }

/** Where a patch works: an attribute, or those of its values that fit a filter, or a sub-attribute of them. */
export interface PatchPath {
  readonly path: AttributePath
  readonly where: Filter | undefined
}

/** Comparisons in one filter: each is a condition for the database. */
const COMPARISONS_MAX = 32
/** Brackets within brackets: beyond this nobody has written it by hand or by any known provider. */
const DEPTH_MAX = 8

/** Undefined for anything that is no filter, too long, too deep or of too many parts. Never throws. */
export function parseFilter(text: string): Filter | undefined {
  return readAll(text, (reader) => reader.either(0))
}

/** `displayName`, `name.familyName`, `emails[type eq "work"].value`, `members[value eq "…"]`. */
export function parsePatchPath(text: string): PatchPath | undefined {
  return readAll(text, (reader) => reader.patchPath())
}

function readAll<T>(text: string, read: (reader: Reader) => T | undefined): T | undefined {
  const words = wordsOf(text)
  if (words === undefined) return undefined
  const reader = new Reader(words)
  const found = read(reader)
  return reader.atEnd ? found : undefined
}

const COMPARISONS: readonly string[] = ['eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le']

/** A descent through the grammar: `or` binds weakest, then `and`, then `not`. Undefined at the first word that does not fit. */
class Reader {
  readonly #words: readonly Word[]
  #at = 0
  #comparisons = 0

  constructor(words: readonly Word[]) {
    this.#words = words
  }

  get atEnd(): boolean {
    return this.#at === this.#words.length
  }

  either(depth: number): Filter | undefined {
    return this.#joined('or', () => this.#joined('and', () => this.#single(depth)))
  }

  patchPath(): PatchPath | undefined {
    const path = this.#path()
    if (path === undefined) return undefined
    if (!this.#take('[')) return { path, where: undefined }
    const where = this.either(1)
    if (where === undefined || !this.#take(']')) return undefined
    const after = this.#textAhead()
    if (after === undefined) return { path, where }
    this.#at += 1
    const sub = after.startsWith('.') ? attributePath(after.slice(1)) : undefined
    if (sub === undefined || sub.sub !== '' || path.sub !== '') return undefined
    return { path: { ...path, sub: sub.name }, where }
  }

  #joined(type: 'and' | 'or', read: () => Filter | undefined): Filter | undefined {
    const of: Filter[] = []
    do {
      const next = read()
      if (next === undefined) return undefined
      of.push(next)
    } while (this.#takeText(type))
    const [only] = of
    return of.length === 1 ? only : { type, of }
  }

  #single(depth: number): Filter | undefined {
    if (depth > DEPTH_MAX) return undefined
    if (this.#takeText('not')) {
      if (!this.#take('(')) return undefined
      const of = this.#closed(depth, ')')
      return of && { type: 'not', of }
    }
    if (this.#take('(')) return this.#closed(depth, ')')
    return this.#expression(depth)
  }

  #closed(depth: number, bracket: ')' | ']'): Filter | undefined {
    const inner = this.either(depth + 1)
    return this.#take(bracket) ? inner : undefined
  }

  #expression(depth: number): Filter | undefined {
    this.#comparisons += 1
    const path = this.#path()
    if (path === undefined || this.#comparisons > COMPARISONS_MAX) return undefined
    if (this.#take('[')) {
      const closed = this.#closed(depth, ']')
      const filter = closed && this.#textAhead()?.startsWith('.') ? this.#narrowed(closed) : closed
      return filter && { type: 'some', path, filter }
    }
    return this.#comparison(path)
  }

  /** Entra ID's `emails[type eq "work"].value eq "a@b"` says of one value what RFC 7644 would say inside the brackets. */
  #narrowed(filter: Filter): Filter | undefined {
    const sub = attributePath(this.#textAhead()?.slice(1) ?? '')
    if (sub === undefined || sub.sub !== '') return undefined
    this.#at += 1
    const comparison = this.#comparison(sub)
    return comparison && { type: 'and', of: [filter, comparison] }
  }

  #comparison(path: AttributePath): Filter | undefined {
    if (this.#takeText('pr')) return { type: 'present', path }
    const by = this.#textAhead()?.toLowerCase()
    if (by === undefined || !isComparison(by)) return undefined
    const value = this.#words[this.#at + 1]
    if (value?.type !== 'value') return undefined
    this.#at += 2
    return { type: 'compare', path, by, value: value.value }
  }

  #path(): AttributePath | undefined {
    const text = this.#textAhead()
    if (text === undefined) return undefined
    this.#at += 1
    return attributePath(text)
  }

  #textAhead(): string | undefined {
    const word = this.#words[this.#at]
    return word?.type === 'text' ? word.value : undefined
  }

  #take(type: Word['type']): boolean {
    if (this.#words[this.#at]?.type !== type) return false
    this.#at += 1
    return true
  }

  #takeText(text: string): boolean {
    if (this.#textAhead()?.toLowerCase() !== text) return false
    this.#at += 1
    return true
  }
}

function isComparison(text: string): text is Comparison {
  return COMPARISONS.includes(text)
}
