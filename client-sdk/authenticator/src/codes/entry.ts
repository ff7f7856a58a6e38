// An entry of another service: its names, how its codes are made, how entries are searched; what is in no entry is a secret.
import type { CodeForm } from '@countersign/client-sdk'

export interface EntryNames {
  /** The service; may be empty. */
  readonly issuer: string
  /** The account there; may be empty when the service is not. */
  readonly account: string
}

export interface Entry extends EntryNames {
  readonly id: string
  readonly form: CodeForm
}

/** What a link or a file brings: not kept yet. */
export interface NewEntry extends EntryNames {
  readonly form: CodeForm
  readonly secret: Uint8Array
}

/** Above what one person has; every code on the screen is computed each second. */
export const ENTRIES_MAX = 200
/** A line of a phone; longer ones of services are cut. */
export const NAME_MAX_LENGTH = 64
/** Services hand out 80 bits (10 bytes) and up, a few less; no hash takes more than its block of 128 bytes. */
export const SECRET_BYTES = { min: 5, max: 128 } as const
/** 30 s nearly everywhere; a shorter one nobody can type, a longer one would outlive any window. */
export const PERIOD_SECONDS = { min: 10, max: 300 } as const

/**
 * As a name may be shown: no control characters, and none that change the direction of what follows, so that no entry can look like
 * another one ([CB5] forbids the same ones in signed texts).
 */
export function cleanName(name: string): string {
  const shown = name.normalize('NFC').replace(UNSHOWABLE, ' ').replace(/\s+/g, ' ').trim()
  return [...shown].slice(0, NAME_MAX_LENGTH).join('')
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const UNSHOWABLE = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu

/** What stands first: the service, or the account where no service is named. */
export const titleOf = ({ issuer, account }: EntryNames): string => issuer || account

/** Entries whose names hold every word of the search, in whatever case and with or without accents. */
export function found(entries: readonly Entry[], search: string): readonly Entry[] {
  const words = bare(search).split(' ').filter(Boolean)
  if (words.length === 0) return entries
  return entries.filter(({ issuer, account }) => {
    const names = bare(`${issuer} ${account}`)
    return words.every((word) => names.includes(word))
  })
}

function bare(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/\s+/g, ' ')
}
