// The shape of a mail address that people may be written to.
import * as z from 'zod/mini'

/** RFC 5321 §4.5.3.1.3: a path has at most 256 octets, two of them the brackets. */
export const EMAIL_MAX_LENGTH = 254
/** Two addresses, so that one that is lost or read by another is not the only one (NIST SP 800-63B-4 §4.6). */
export const EMAILS_PER_ACCOUNT_MAX = 2

/**
 * Something, an @, a host: whether it exists only a message can tell. No spaces, control characters or brackets, so that an
 * address can never become a second header or a second recipient.
 *
 * @example isEmail('alice@example.org') // true
 */
export function isEmail(text: string): boolean {
  return text.length <= EMAIL_MAX_LENGTH && EMAIL.test(text)
}

const EMAIL = /^[^\s@<>(),;:"\\[\]\p{Cc}\p{Cf}]+@[^\s@<>(),;:"\\[\]\p{Cc}\p{Cf}]+$/u

export const emailText = z.string().check(z.maxLength(EMAIL_MAX_LENGTH), z.regex(EMAIL))
