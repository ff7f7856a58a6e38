// The page of limits, from protocol/src/limits.ts: each number with the reason that stands above it.
import { readFileSync } from 'node:fs'
import * as protocol from '@countersign/protocol'
import { code, table } from './markdown.js'

export function limitsPage(): string {
  const source = readFileSync(new URL('../../protocol/src/limits.ts', import.meta.url), 'utf8')
  const rows = limitsOf(source).map(({ name, why }) => [code(name), valueText(name), why])
  return `# Limits

Every number that both ends share. The unit is in the name. What an operator may change is in [settings](settings.md); the rest is
part of the protocol.

${table(['limit', 'value', 'why'], rows)}`
}

/** A reason stands above the first limit it speaks of; limits right below it share it. */
function limitsOf(source: string): readonly { readonly name: string; readonly why: string }[] {
  let why = ''
  return source.split('\n').flatMap((line) => {
    const comment = /^\/\*\* (.*) \*\/$/.exec(line)?.[1]
    if (comment !== undefined) why = comment
    const name = /^export const ([A-Z][A-Z0-9_]*)/.exec(line)?.[1]
    return name === undefined ? [] : [{ name, why }]
  })
}

function valueText(name: string): string {
  const value: unknown = (protocol as Readonly<Record<string, unknown>>)[name]
  if (value === undefined) throw new Error(`${name} is not exported by the protocol`)
  if (typeof value === 'number') return value.toLocaleString('en')
  if (Array.isArray(value)) return value.map(entryText).join('\n')
  return entryText(value).replaceAll(', ', '\n')
}

function entryText(value: unknown): string {
  return Object.entries(Object(value))
    .map(([key, entry]) => `${key} ${Number(entry).toLocaleString('en')}`)
    .join(', ')
}
