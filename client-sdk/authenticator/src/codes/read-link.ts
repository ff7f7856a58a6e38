// A link of a service, scanned or pasted, becomes an entry or a reason why not. Everything in it was chosen by whoever drew the code.
import { Secret, TOTP, URI } from 'otpauth/bare'
import type { NewEntry } from './entry.js'
import { cleanName, PERIOD_SECONDS, SECRET_BYTES } from './entry.js'

export type LinkFault =
  /** Nothing of the kind. */
  | 'not_one'
  /** Codes that count uses, not time: two phones, or one restored from a file, would get out of step with the service. */
  | 'hotp'
  /** Google Authenticator's way to move many at once: a format of its own. */
  | 'migration'
  /** Of the kind, but with a part that no code can be made of here. */
  | 'unusable'

/** Longer than any real one; a QR code holds at most 2,953 bytes. */
const LINK_MAX_LENGTH = 3_000

/**
 * Reads an `otpauth://totp/…` link (Key URI format), or the bare key that services show beside it: then the names are empty.
 * Never throws.
 */
export function readOtpLink(text: string): NewEntry | LinkFault {
  const given = text.trim()
  if (given.length > LINK_MAX_LENGTH) return 'not_one'
  if (/^otpauth-migration:/i.test(given)) return 'migration'
  if (/^otpauth:\/\/hotp\//i.test(given)) return 'hotp'
  if (/^otpauth:/i.test(given)) return readUri(given)
  const key = given.replace(/[\s-]/g, '')
  if (!/^[2-7a-z]{16,}=*$/i.test(key)) return 'not_one'
  return checked({ issuer: '', account: '', algorithm: 'SHA1', digits: 6, period: 30 }, key)
}

function readUri(link: string): NewEntry | LinkFault {
  let otp: ReturnType<typeof URI.parse>
  try {
    otp = URI.parse(withoutGaps(link), { hmac: neverUsed })
  } catch {
    // The library throws for whatever is malformed, and for nothing else.
    return 'unusable'
  }
  if (!(otp instanceof TOTP)) return 'hotp'
  const { issuer, label, algorithm, digits, period, secret } = otp
  return checked({ issuer, account: label, algorithm, digits, period }, secret.base32)
}

interface Read {
  readonly issuer: string
  readonly account: string
  readonly algorithm: string
  readonly digits: number
  readonly period: number
}

function checked({ issuer, account, algorithm, digits, period }: Read, base32: string): NewEntry | LinkFault {
  const hash = hashOf(algorithm)
  const { min, max } = PERIOD_SECONDS
  if (hash === undefined || period < min || period > max) return 'unusable'
  if (digits !== 6 && digits !== 7 && digits !== 8) return 'unusable'
  const secret = bytesOf(base32)
  if (secret === undefined) return 'unusable'
  return {
    issuer: cleanName(issuer),
    account: cleanName(account),
    form: { algorithm: hash, digits, periodSeconds: period },
    secret,
  }
}

function hashOf(name: string): 'SHA1' | 'SHA256' | 'SHA512' | undefined {
  const plain = name.toUpperCase().replace(/[-_]/g, '')
  return plain === 'SHA1' || plain === 'SHA256' || plain === 'SHA512' ? plain : undefined
}

function bytesOf(base32: string): Uint8Array | undefined {
  try {
    const { bytes } = Secret.fromBase32(base32)
    return bytes.length >= SECRET_BYTES.min && bytes.length <= SECRET_BYTES.max ? bytes.slice() : undefined
  } catch {
    return undefined
  }
}

/** Some services write the key in groups. */
function withoutGaps(link: string): string {
  return link.replace(/([?&]secret=)([^&]*)/i, (_, name: string, key: string) => {
    return name + key.replace(/%20|\+|\s|-/g, '')
  })
}

/** The library reads the link, and WebCrypto makes the codes. */
function neverUsed(): never {
  throw new Error('read-link: no code is made here')
}
