// Which PINs are taken, and how a typed one becomes bytes. Loaded where a PIN is set or asked for.
import { PIN_MAX_CHARACTERS, PIN_MIN_CHARACTERS } from '@countersign/protocol'

/** Why a PIN is not taken. */
export type PinFault = 'too_short' | 'too_long' | 'common'

/**
 * What a typed PIN is to the key: UTF-8 of its NFKC form, so that one keyboard's digits are another's. Wiped by whoever takes it.
 * @example await device.pin.set(pinBytes(input.value))
 */
export function pinBytes(typed: string): Uint8Array {
  return new TextEncoder().encode(typed.normalize('NFKC'))
}

/**
 * Whether a new PIN is taken: six to 64 characters of any kind (NIST SP 800-63B-4 §3.2.10: at least four, better six; passphrases
 * allowed), and none of those that people choose first. Five tries are all that a guesser has, so the list is short.
 *
 * @param names what somebody who knows the person would try: the user ID, the name of the server.
 */
export function pinFault(typed: string, names: readonly string[] = []): PinFault | undefined {
  const pin = typed.normalize('NFKC').toLowerCase()
  const length = [...pin].length
  if (length < PIN_MIN_CHARACTERS) return 'too_short'
  if (length > PIN_MAX_CHARACTERS) return 'too_long'
  const isName = names.some((name) => name.length > 0 && pin === name.normalize('NFKC').toLowerCase())
  return isName || isPattern(pin) || COMMON.has(pin) ? 'common' : undefined
}

/** One sign again and again, a row up or down, a short group that repeats, a row there and back. */
function isPattern(pin: string): boolean {
  const signs = [...pin]
  for (let group = 1; group <= signs.length / 2; group += 1)
    if (signs.length % group === 0 && signs.every((sign, i) => sign === signs[i % group])) return true
  return isRow(pin) || isThereAndBack(signs)
}

/** `123456`, `987654`, and over the end of the row: `890123`. */
function isRow(pin: string): boolean {
  return ROWS.some((row) => {
    const there = row + row
    return there.includes(pin) || [...there].reverse().join('').includes(pin)
  })
}

const ROWS: readonly string[] = [
  '0123456789',
  'abcdefghijklmnopqrstuvwxyz',
  'qwertyuiop',
  'qwertzuiop',
  'asdfghjkl',
]

/** `123321`, `112211`: whoever remembers three signs remembers six. */
function isThereAndBack(signs: readonly string[]): boolean {
  const half = Math.floor(signs.length / 2)
  return signs.length <= 8 && signs.slice(0, half).join('') === signs.slice(-half).reverse().join('')
}

/**
 * What is left of the lists of common PINs and passwords when the patterns are taken out (D. Amitay 2011 and the "iOS lockscreen"
 * studies for digits: P. Markert et al., "This PIN Can Be Easily Guessed", IEEE S&P 2020; for words the usual top lists, and German ones).
 */
const COMMON: ReadonlySet<string> = new Set([
  ...'112233 123654 159753 147258 147852 258456 159357 789456 456123 142536 112358 246810 135790 102030 314159 271828 131415'.split(
    ' ',
  ),
  ...'987456 123789 321654 741852 963852 852456 951753 357159 753951 369258 258369 147369 741963 963741 321987 110110 124578'.split(
    ' ',
  ),
  ...'520131 5201314 696970 007700 080808 100200 200000 100000 123000 111222 222333 111000 000111 123457 123455 1234560 12345679'.split(
    ' ',
  ),
  ...'password passwort password1 passwort1 geheim geheim1 hallo123 hallo1 schatz sommer winter iloveyou letmein welcome'.split(
    ' ',
  ),
  ...'welcome1 willkommen admin123 monkey dragon sunshine princess football fussball master shadow superman batman trustno1'.split(
    ' ',
  ),
  ...'abc123 a1b2c3 qwerty123 qwertz123 1q2w3e 1q2w3e4r 1qaz2wsx zaq12wsx qazwsx q1w2e3 passw0rd p@ssword changeme default'.split(
    ' ',
  ),
  ...'secret secret1 computer internet samsung iphone android google login1 test123 testtest test1234 ficken arschloch'.split(
    ' ',
  ),
])
