// Draws what the login page shows and what the phone offers: uniform, disjoint from what is open, ordered per device ([CH5]).
import type { MatchShown } from '@countersign/protocol'
import { CODE_DIGITS, toBase64Url } from '@countersign/protocol'

/** Uniform integer 0 to bound − 1. */
export type Below = (bound: number) => number

export interface Match {
  /** What the page shows. */
  readonly shown: MatchShown
  /** What the phone offers, in the order of the first device; empty in modes code and link. */
  readonly options: readonly number[]
}

/**
 * Draws `count` symbols from those of `pool` that are not `taken`, and the right one among them. When fewer are left than
 * asked for, it draws a code instead: a smaller grid would be easier to hit blindly.
 */
export function drawSymbolMatch(
  pool: readonly number[],
  taken: readonly number[],
  count: number,
  below: Below,
): Match {
  const left = pool.filter((symbolId) => !taken.includes(symbolId))
  if (left.length < count || count < 2) return drawCodeMatch(below)
  // Fisher–Yates, stopped after `count` draws: every ordered choice is equally likely.
  for (let i = 0; i < count; i++) {
    const j = i + below(left.length - i)
    const drawn = left[j]
    const moved = left[i]
    if (drawn === undefined || moved === undefined) return drawCodeMatch(below)
    left[i] = drawn
    left[j] = moved
  }
  const options = left.slice(0, count)
  const symbolId = options[below(count)]
  return symbolId === undefined ? drawCodeMatch(below) : { shown: { mode: 'symbol', symbolId }, options }
}

export function drawCodeMatch(below: Below): Match {
  const code = below(10 ** CODE_DIGITS)
    .toString()
    .padStart(CODE_DIGITS, '0')
  return { shown: { mode: 'code', code }, options: [] }
}

/** For the link between a page and an authenticator on one phone: the phone offers nothing, it brings the secret ([LK1]). */
export function drawLinkMatch(secret: Uint8Array): Match {
  return { shown: { mode: 'link', secret: toBase64Url(secret) }, options: [] }
}

/** For the QR code on the login page: the phone offers nothing, its camera reads the secret ([QR1]). */
export function drawScanMatch(secret: Uint8Array): Match {
  return { shown: { mode: 'qr', secret: toBase64Url(secret) }, options: [] }
}

/** The grid of the nth device: turned by n, so that on the first `options.length` devices no symbol is twice at one place. */
export function orderFor(options: readonly number[], nth: number): readonly number[] {
  if (options.length === 0) return options
  const turn = nth % options.length
  return [...options.slice(turn), ...options.slice(0, turn)]
}
