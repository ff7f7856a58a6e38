// Addresses of websites as people type them, one a line, brought into the form that browsers send.
import { APP_ORIGINS_MAX } from '@countersign/protocol/admin'
import type { appsText } from './text.js'

type FormText = (typeof appsText)['en']['form']

/** Paths are cut off, case and usual ports put right: what a person copies from the address bar is meant. */
export function originsOf(typed: string): readonly string[] {
  const origins = linesOf(typed).map((line) => originOf(line) ?? line)
  return [...new Set(origins)]
}

export function originsFault(typed: string, text: FormText): string | undefined {
  const lines = linesOf(typed)
  if (lines.length === 0) return text.originMissing
  const wrong = lines.find((line) => originOf(line) === undefined)
  if (wrong !== undefined) return text.originInvalid(wrong)
  return originsOf(typed).length > APP_ORIGINS_MAX ? text.originsMax(APP_ORIGINS_MAX) : undefined
}

function originOf(line: string): string | undefined {
  if (!URL.canParse(line)) return undefined
  const { protocol, origin, hostname } = new URL(line)
  return (protocol === 'https:' || protocol === 'http:') && hostname !== '' ? origin : undefined
}

function linesOf(typed: string): readonly string[] {
  return typed
    .split(/[\s,]+/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
}
