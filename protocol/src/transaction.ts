// What a transaction's words may be, so that what is read is what was meant (rules [TX…]).
import type { Transaction } from './challenge.js'

/**
 * Whether an amount can only be read one way: ASCII digits with separators, one currency before or after them, nothing else. `1 OOO EUR`,
 * `l00 €` and digits of another script are none. Empty text says no amount, and is plain.
 */
export function isPlainAmount(amount: string): boolean {
  return amount === '' || AMOUNT.test(amount)
}

/**
 * Whether a word has letters of two alphabets, as `Аmazon` with a Cyrillic А: how one name is made to look like another (Unicode TS #39
 * §5.1). Names are seldom written so, and the phone says it.
 */
export function mixesAlphabets(text: string): boolean {
  // What nobody sees parts no word: `А` and `mazon` with a zero-width space between them are one.
  const seen = text.replace(/\p{Default_Ignorable_Code_Point}/gu, '')
  return seen.split(/[^\p{L}\p{M}]+/u).some((word) => ALPHABETS.filter((each) => each.test(word)).length > 1)
}

/** Byte for byte: what an app asked for is what was signed. */
export function isSameTransaction(a: Transaction | undefined, b: Transaction | undefined): boolean {
  if (a === undefined || b === undefined) return a === b
  return a.title === b.title && a.amount === b.amount && a.payee === b.payee && a.note === b.note
}

const GAP = '[ \\u00a0\\u202f]'
const NUMBER = `[-+\\u2212]?[0-9]+(?:[ \\u00a0\\u202f.,'\\u2019][0-9]+)*(?:[.,][-\\u2013])?`
/** A sign, or a short word that is no row of letters that look like digits. */
const CURRENCY = `(?:\\p{Sc}|(?![OoQDIl]+(?:[ \\u00a0\\u202f]|$))\\p{Script=Latin}{1,5}\\.?)`
const AMOUNT = new RegExp(
  `^(?:(?:\\p{Sc}|${CURRENCY}${GAP})?${NUMBER}|${NUMBER}(?:\\p{Sc}|${GAP}${CURRENCY}))$`,
  'u',
)
const ALPHABETS = [/\p{Script=Latin}/u, /\p{Script=Greek}/u, /\p{Script=Cyrillic}/u, /\p{Script=Armenian}/u]
