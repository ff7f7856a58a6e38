// The value shapes that HTTP bodies and frames are made of: ids, bytes as base64url, times.
import * as z from 'zod/mini'
import { fromBase64Url } from '../base64url.js'
import { isSignableText } from '../canonical.js'
import type { AccountId, AppId, BrowserId, ChallengeId, DeviceId, KeyId, TicketId } from '../ids.js'
import { CODE_DIGITS, TEXT_MAX_BYTES } from '../limits.js'

interface IdTypes {
  AccountId: AccountId
  AppId: AppId
  DeviceId: DeviceId
  ChallengeId: ChallengeId
  TicketId: TicketId
  KeyId: KeyId
  BrowserId: BrowserId
}

/** A UUID in lower case. The type parameter names what it identifies. */
export function idText<K extends keyof IdTypes>(): z.ZodMiniType<IdTypes[K], IdTypes[K]> {
  // Sound: the brand exists only at compile time; the pattern is the run-time check.
  return z
    .string()
    .check(
      z.regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/),
    ) as unknown as z.ZodMiniType<IdTypes[K], IdTypes[K]>
}

/** A UUID in lower case that no other part of the code passes on. */
export const plainIdText = z
  .string()
  .check(z.regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/))

/** Base64url without padding of `min` to `max` bytes. */
export function bytesText(min: number, max: number): z.ZodMiniString<string> {
  return z.string().check(
    z.regex(/^[\w-]*$/),
    z.maxLength(Math.ceil((max * 4) / 3)),
    z.refine(
      (text) => {
        const bytes = fromBase64Url(text)
        return bytes !== undefined && bytes.length >= min && bytes.length <= max
      },
      `base64url of ${min === max ? min : `${min} to ${max}`} bytes expected`,
    ),
  )
}

/** Text that may stand in a signed document: NFC, no control or bidi characters, at most `maxBytes` of UTF-8. */
export function signableText(maxBytes: number, minLength = 0): z.ZodMiniString<string> {
  return z.string().check(
    z.minLength(minLength),
    z.maxLength(maxBytes),
    z.refine((value) => isSignableText(value, maxBytes), 'NFC text without control characters expected'),
  )
}

/** Milliseconds since 1970. */
export const timeMs = z.int().check(z.nonnegative())
export const counterValue = z.int().check(z.nonnegative())
/** A user ID as people know it, e.g. `alice` or `alice@example.org`: no spaces. */
export const userIdText = signableText(TEXT_MAX_BYTES.userId, 1).check(z.regex(/^\S+$/))
export const codeText = z.string().check(z.regex(/^[0-9]+$/), z.length(CODE_DIGITS))
/** An address that a browser is sent back to. */
export const returnAddressText = z.string().check(z.maxLength(1_024), z.regex(/^https?:\/\/[^\s#]+$/))
