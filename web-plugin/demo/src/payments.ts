// A payment: numbers that the app reckons with, and the words that a person approves.
import type { TransactionText } from '@countersign/web-plugin/express'

export interface Payment {
  readonly payee: string
  /** The smallest unit: no fraction is ever lost. */
  readonly cents: number
  readonly note: string
}

const CENTS_MAX = 1_000_000_00
/** What a phone shows of each, in bytes. */
const PAYEE_MAX_BYTES = 128
const NOTE_MAX_BYTES = 255

/** As the form says it; undefined for anything that is none. */
export function readPayment(payee: string, amount: string, note: string): Payment | undefined {
  const [, euros, cents = '00'] = /^([0-9]{1,7})(?:[.,]([0-9]{2}))?$/.exec(amount.trim()) ?? []
  const words = { payee: payee.trim().normalize('NFC'), note: note.trim().normalize('NFC') }
  const isShown =
    words.payee !== '' && isPlain(words.payee, PAYEE_MAX_BYTES) && isPlain(words.note, NOTE_MAX_BYTES)
  if (euros === undefined || !isShown) return undefined
  const whole = Number(euros) * 100 + Number(cents)
  return whole > 0 && whole <= CENTS_MAX ? { ...words, cents: whole } : undefined
}

/** Made from the payment alone, so that what is approved and what is paid cannot part. */
export function wordsOf({ payee, cents, note }: Payment): TransactionText {
  const amount = `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')} EUR`
  return { title: 'Payment', amount, payee, note }
}

/** Without signs that are not seen, such as one that turns the direction of reading. */
function isPlain(text: string, maxBytes: number): boolean {
  return !/\p{C}/u.test(text) && Buffer.byteLength(text) <= maxBytes
}
