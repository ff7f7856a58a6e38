// Codes that a person types when the phone cannot be asked: which kinds there are, what each looks like, and how typing is forgiven (rules [CD…]).

/**
 * `totp`: from an app that counts time (RFC 6238), our own authenticator among them. `backup`: from the printed set. `bypass`: told
 * by the help desk.
 */
export const codeWays = ['totp', 'backup', 'bypass'] as const
export type CodeWay = (typeof codeWays)[number]

/** Crockford's base 32: without I, L, O and U, so that no two signs look alike and no word comes out. */
export const CODE_ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
/** The signs of a backup code that name it; they may be shown and told. */
export const BACKUP_SELECTOR_LENGTH = 4
/** The signs that are secret: 5 bits each. */
export const BACKUP_SECRET_LENGTH = 16
/** Digits, since it is spoken. */
export const BYPASS_CODE_DIGITS = 12
/** Longest typed text that is looked at: the longest code with a separator after each sign. */
export const TYPED_CODE_MAX_LENGTH = 64

/** A typed code whose kind is known by its shape alone; nothing says that it is right. */
export interface ReadCode {
  readonly way: CodeWay
  /** As it is compared: no spaces, no dashes, upper case. */
  readonly code: string
}

/**
 * What a person typed, in whatever spelling: spaces, dashes and dots go, full-width signs become plain ones, and in a backup code
 * O is 0, I and L are 1. Six or eight digits are `totp`, twelve `bypass`, twenty signs `backup`; anything else is undefined.
 * @example readCode('k7qd 29xm-pt4c 8wzn ab3r') // { way: 'backup', code: 'K7QD29XMPT4C8WZNAB3R' }
 */
export function readCode(typed: string): ReadCode | undefined {
  if (typed.length > TYPED_CODE_MAX_LENGTH) return undefined
  // NFKC: U+FF10–FF19 and their like become ASCII (UAX #15).
  const bare = typed.normalize('NFKC').replace(SEPARATORS, '').toUpperCase()
  if (/^(?:[0-9]{6}|[0-9]{8})$/.test(bare)) return { way: 'totp', code: bare }
  if (/^[0-9]{12}$/.test(bare)) return { way: 'bypass', code: bare }
  const code = bare.replaceAll('O', '0').replace(/[IL]/g, '1')
  return BACKUP.test(code) ? { way: 'backup', code } : undefined
}

/** Whitespace, every dash (category Pd), the minus sign, dots, middle dots, underscores, and marks of direction that copying brings along. */
const SEPARATORS = /[\s\p{Pd}\u2212._\u00b7\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu
const BACKUP = new RegExp(`^[${CODE_ALPHABET}]{${BACKUP_SELECTOR_LENGTH + BACKUP_SECRET_LENGTH}}$`)

/** As it is shown and printed: `K7QD-29XM-PT4C-8WZN-AB3R`. */
export function formatBackupCode(code: string): string {
  return code.replace(/(.{4})(?=.)/g, '$1-')
}

/** As it is shown, so that it can be read out: `4829 1503 3776`. */
export function formatBypassCode(code: string): string {
  return code.replace(/(.{4})(?=.)/g, '$1 ')
}
