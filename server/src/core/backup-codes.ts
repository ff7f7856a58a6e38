// Backup codes: how a set is drawn, which part of a code names it, and what of a kept set may be shown ([BC1]–[BC3]).
import {
  BACKUP_CODES,
  BACKUP_CODES_LOW,
  BACKUP_SECRET_LENGTH,
  BACKUP_SELECTOR_LENGTH,
  CODE_ALPHABET,
} from '@countersign/protocol'
import type { BackupCodesBody } from '@countersign/protocol/admin'
import type { BackupCode } from './codes.js'
import type { Below } from './match.js'

/** As `readCode` gives it: no separators. */
export type PlainBackupCode = string

/** A million names, a few dozen taken: ten draws in a row that hit a taken one are no chance but a broken source. */
const DRAWS_MAX = 10

/**
 * A new set: ten codes, each with a name that no other of them and none of `taken` has.
 *
 * Every sign is drawn on its own and uniformly: 80 secret bits a code, whatever its name is.
 * @param taken selectors that the account's other codes have.
 */
export function drawBackupCodes(taken: readonly string[], below: Below): readonly PlainBackupCode[] {
  const names = new Set(taken)
  return Array.from({ length: BACKUP_CODES }, () => {
    const selector = freeSelector(names, below)
    names.add(selector)
    return selector + drawSigns(BACKUP_SECRET_LENGTH, below)
  })
}

function freeSelector(taken: ReadonlySet<string>, below: Below): string {
  for (let left = DRAWS_MAX; left > 0; left--) {
    const selector = drawSigns(BACKUP_SELECTOR_LENGTH, below)
    if (!taken.has(selector)) return selector
  }
  throw new Error('ten backup codes in a row drew a name that is taken: the source of chance is broken')
}

function drawSigns(count: number, below: Below): string {
  return Array.from({ length: count }, () => CODE_ALPHABET.charAt(below(CODE_ALPHABET.length))).join('')
}

/** The part of a code that names it. It proves nothing, so it may be kept, shown and told. */
export function selectorOf(code: PlainBackupCode): string {
  return code.slice(0, BACKUP_SELECTOR_LENGTH)
}

/** What may be shown of an account's codes, at any time: their names. A set that waits counts nowhere, and is not shown. */
export function shownBackupCodes(codes: readonly BackupCode[]): BackupCodesBody {
  const counting = codes.filter(({ state }) => state !== 'waiting')
  return {
    madeAtMs: counting[0]?.madeAtMs ?? null,
    left: codesLeft(codes),
    codes: counting.map(({ selector, usedAtMs }) => ({ selector, usedAtMs: usedAtMs ?? null })),
  }
}

export function codesLeft(codes: readonly BackupCode[]): number {
  return codes.filter(({ state }) => state === 'active').length
}

/** So few are left that the person is reminded to make a new set. */
export function areFew(left: number): boolean {
  return left <= BACKUP_CODES_LOW
}
